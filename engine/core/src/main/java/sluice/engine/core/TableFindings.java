package sluice.engine.core;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sluice.engine.core.Difference.Nature;
import sluice.protocol.RowDifference;

/**
 * What a comparison of tables finds: all is counted, the first differences are kept. A row that differs because its
 * source has moved on since it was copied is told apart. Mutable; belongs to one thread.
 */
public final class TableFindings {
    private final BitSet moved;
    private final Map<Nature, Long> counts = new EnumMap<>(Nature.class);
    private final List<Difference> examples = new ArrayList<>();

    /**
     * @param moved the buckets of a {@link Ledger} in which the source gives something else than when it was copied;
     *     none where it stands still, or where that is not known
     */
    public TableFindings(BitSet moved) {
        this.moved = moved;
    }

    public void add(RowDifference difference) {
        Nature nature = nature(difference);
        counts.merge(nature, 1L, Long::sum);
        if (nature != Nature.MOVED && examples.size() < Verification.EXAMPLES_MAX) {
            examples.add(new Difference(
                    difference.keys().isEmpty()
                            ? Difference.UNKNOWN_KEY
                            : difference.keys().getFirst(),
                    nature,
                    new Difference.Place(difference.table(), difference.row(), difference.columns())));
        }
    }

    private Nature nature(RowDifference difference) {
        return isMoved(difference)
                ? Nature.MOVED
                : switch (difference.nature()) {
                    case MISSING -> Nature.MISSING;
                    case EXTRA -> Nature.EXTRA;
                    case CHANGED -> Nature.CHANGED;
                };
    }

    /** A row that nobody knows the key of was there when the run ended: its key is gone, or holds something else. */
    private boolean isMoved(RowDifference difference) {
        if (moved.isEmpty() || difference.isLater()) {
            return false;
        }
        return difference.keys().isEmpty()
                ? difference.nature() == RowDifference.Nature.EXTRA
                : difference.keys().stream().anyMatch(key -> moved.get(Ledger.bucketOf(key)));
    }

    /** The finding, where so much was compared. */
    public Verification verification(int tables, long rows) {
        long differing = counts.entrySet().stream()
                .filter(entry -> entry.getKey() != Nature.MOVED)
                .mapToLong(Map.Entry::getValue)
                .sum();
        String statement = String.format(
                Locale.ROOT,
                "every row of %,d %s was compared: %,d of %,d differ",
                tables,
                tables == 1 ? "table" : "tables",
                differing,
                rows);
        return new Verification(VerifyMode.FULL, rows, counts, statement, examples);
    }
}
