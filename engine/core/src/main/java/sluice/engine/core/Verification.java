package sluice.engine.core;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sluice.engine.core.Difference.Nature;

/**
 * What was compared, how, and what was found.
 *
 * @param compared how many rows were compared
 * @param statement the finding in words, never more than was proved
 * @param examples the first differences, with their keys
 */
public record Verification(
        VerifyMode mode, long compared, Map<Nature, Long> counts, String statement, List<Difference> examples) {
    /** So many differences are named; all are counted. */
    public static final int EXAMPLES_MAX = 1000;

    public Verification {
        counts = Map.copyOf(counts);
        examples = List.copyOf(examples);
    }

    public static Verification none() {
        return new Verification(
                VerifyMode.NONE, 0, Map.of(), "not verified: nothing was compared, as asked", List.of());
    }

    public static Verification notReached(VerifyMode mode) {
        return new Verification(mode, 0, Map.of(), "not verified: the run has not come so far", List.of());
    }

    /**
     * The finding of a sample that was drawn from {@code rows} rows.
     *
     * @param whole whether these are all of them
     */
    public static Verification ofSample(long drawn, long rows, boolean whole, Findings findings) {
        long differing = findings.differing();
        if (whole) {
            return of(VerifyMode.SAMPLE, drawn, findings, "all rows were compared: ");
        }
        double bound = Confidence.upperBound(differing, drawn);
        String statement = String.format(
                Locale.ROOT,
                "%,d of %,d rows drawn by key hash differ: at most %s of all %,d rows, at 99 %% confidence",
                differing,
                drawn,
                percent(bound),
                rows);
        return new Verification(VerifyMode.SAMPLE, drawn, findings.counts, statement, findings.examples());
    }

    /** The finding of a comparison of everything. */
    public static Verification ofAll(long compared, Findings findings) {
        return of(VerifyMode.FULL, compared, findings, "every row was compared: ");
    }

    private static Verification of(VerifyMode mode, long compared, Findings findings, String how) {
        String statement = String.format(Locale.ROOT, "%s%,d of %,d differ", how, findings.differing(), compared);
        if (findings.since > 0) {
            statement += String.format(
                    Locale.ROOT,
                    "; for %,d of these the sink is as it was when they were read, so the source has moved on",
                    findings.since);
        }
        return new Verification(mode, compared, findings.counts, statement, findings.examples());
    }

    private static String percent(double share) {
        double percent = share * 100;
        return String.format(Locale.ROOT, percent < 0.095 ? "%.2g %%" : "%.2f %%", percent);
    }

    /** The same finding, where expiries that differ by so little were taken for equal. */
    public Verification allowing(long toleranceMillis) {
        String words = toleranceMillis == 0 ? "" : "; expiries may differ by " + toleranceMillis + " ms";
        return new Verification(mode, compared, counts, statement + words, examples);
    }

    public long count(Nature nature) {
        return counts.getOrDefault(nature, 0L);
    }

    /** How many rows are missing, extra or changed. */
    public long differing() {
        return count(Nature.MISSING) + count(Nature.EXTRA) + count(Nature.CHANGED);
    }

    /**
     * Gathers differences: all are counted, the first are kept. Those in buckets where the sink is proved to be as it
     * was when the source was read are told last: the source has moved on there. Mutable; belongs to one thread.
     */
    public static final class Findings {
        private final Map<Nature, Long> counts = new EnumMap<>(Nature.class);
        private final List<Difference> examples = new ArrayList<>();
        private final List<Difference> examplesSince = new ArrayList<>();
        private final BitSet asRead;
        private long since;

        public Findings() {
            this(new BitSet());
        }

        /** @param asRead the buckets of a {@link Ledger} in which the sink is as it was when the source was read */
        public Findings(BitSet asRead) {
            this.asRead = asRead;
        }

        public void add(Difference difference) {
            counts.merge(difference.nature(), 1L, Long::sum);
            boolean counts = difference.nature() != Nature.EXPIRED && difference.nature() != Nature.MOVED;
            if (counts && !asRead.isEmpty() && asRead.get(Ledger.bucketOf(difference.key()))) {
                since++;
                keep(List.of(difference), examplesSince);
            } else if (counts) {
                keep(List.of(difference), examples);
            }
        }

        public void addAll(Findings others) {
            others.counts.forEach(this::count);
            since += others.since;
            keep(others.examples, examples);
            keep(others.examplesSince, examplesSince);
        }

        private static void keep(List<Difference> some, List<Difference> in) {
            in.addAll(some.subList(0, Math.min(some.size(), EXAMPLES_MAX - in.size())));
        }

        private List<Difference> examples() {
            List<Difference> all = new ArrayList<>(examples);
            keep(examplesSince, all);
            return all;
        }

        /** Rows that the books have and the sink does not hold, or the other way about, beyond those found by name. */
        public void reconcile(long booked, long held) {
            count(Nature.MISSING, booked - held - count(Nature.MISSING));
            count(Nature.EXTRA, held - booked - count(Nature.EXTRA));
        }

        private void count(Nature nature, long rows) {
            if (rows > 0) {
                counts.merge(nature, rows, Long::sum);
            }
        }

        public long count(Nature nature) {
            return counts.getOrDefault(nature, 0L);
        }

        public long differing() {
            return count(Nature.MISSING) + count(Nature.EXTRA) + count(Nature.CHANGED);
        }
    }
}
