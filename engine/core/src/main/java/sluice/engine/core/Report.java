package sluice.engine.core;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Bytes;
import sluice.protocol.Tally;

/**
 * What a run says at its end, in the form that scripts rely on.
 *
 * @param status verified, copied, differences, failed or stopped
 * @param error why it failed; empty when it did not
 * @param gates how the limits of a plan were kept; empty without a plan
 * @param collisions the first keys that lost to others of the same identity in a table of the plan, or were merged
 * @param orphans the first keys whose records name rows that are not there
 * @param notes what a person should know besides: what was seen and not copied, what was waited for
 */
public record Report(
        String run,
        String status,
        String source,
        String sink,
        String layout,
        int attempts,
        boolean resumed,
        double seconds,
        Rows rows,
        long bytes,
        double rowsPerSecond,
        List<Keyspaces.Count> keyspaces,
        List<PartitionBooks> partitions,
        Map<String, Latency> latency,
        Verified verification,
        Seal seal,
        List<Gates.Outcome> gates,
        List<Settlement.Settled> collisions,
        List<Settlement.Settled> orphans,
        List<String> notes,
        String error) {

    public Report {
        keyspaces = List.copyOf(keyspaces);
        partitions = List.copyOf(partitions);
        gates = List.copyOf(gates);
        collisions = List.copyOf(collisions);
        orphans = List.copyOf(orphans);
        notes = List.copyOf(notes);
    }

    /** The books: {@code read = written + rejected + expired + doubled}. */
    public record Rows(long read, long written, long rejected, long expired, long doubled) {
        public static Rows of(Tally tally) {
            return new Rows(tally.read(), tally.written(), tally.rejected(), tally.expired(), tally.doubled());
        }
    }

    public record PartitionBooks(String name, Rows rows) {}

    /** In milliseconds. */
    public record Latency(double p50, double p99) {
        public static Latency of(LatencyHistogram histogram) {
            return new Latency(histogram.quantileMillis(0.5), histogram.quantileMillis(0.99));
        }
    }

    /** What the verification found, as numbers and in words. */
    public record Verified(
            String mode,
            long compared,
            long missing,
            long extra,
            long changed,
            long expired,
            long moved,
            String statement,
            List<Named> differences) {
        public Verified {
            differences = List.copyOf(differences);
        }

        public static Verified of(Verification verification) {
            return new Verified(
                    verification.mode().word(),
                    verification.compared(),
                    verification.count(Difference.Nature.MISSING),
                    verification.count(Difference.Nature.EXTRA),
                    verification.count(Difference.Nature.CHANGED),
                    verification.count(Difference.Nature.EXPIRED),
                    verification.count(Difference.Nature.MOVED),
                    verification.statement(),
                    verification.examples().stream().map(Named::of).toList());
        }
    }

    /** A difference with the name of its key and, where tables were compared, its place; else that is null. */
    public record Named(
            String key,
            int db,
            String nature,
            @Nullable String table,
            @Nullable String row,
            @Nullable List<String> columns) {
        public Named(String key, int db, String nature) {
            this(key, db, nature, null, null, null);
        }

        static Named of(Difference difference) {
            Difference.Place place = difference.place();
            return new Named(
                    Bytes.show(difference.key().name()),
                    difference.key().db(),
                    difference.nature().word(),
                    place == null ? null : place.table(),
                    place == null ? null : place.row(),
                    place == null ? null : place.columns());
        }
    }

    /** {@code integrity} is ok, what the sink's check found, or empty when the sink was not sealed. */
    public record Seal(double seconds, String integrity) {}

    /** Whether the run kept within all limits of its plan. */
    public boolean passesGates() {
        return gates.stream().allMatch(Gates.Outcome::passed);
    }

    /** What a process that ends with this report says to its shell. */
    public int exitCode() {
        return switch (status) {
            case "verified", "copied" -> rows.rejected > 0 || !passesGates() ? 3 : 0;
            case "differences" -> 3;
            default -> 1;
        };
    }
}
