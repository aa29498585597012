package sluice.protocol;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is durable in the sink: the standing of each partition, and the ledger (digests and counts by keyspace) as the
 * engine wrote it. Given to {@link Sink#commit} it names the partitions that changed; read back, all of them. Always
 * in the order of their ids.
 */
public record Checkpoint(Map<Integer, Standing> partitions, byte[] ledger) {
    public static final Checkpoint EMPTY = new Checkpoint(Map.of(), new byte[0]);

    public Checkpoint {
        partitions = Collections.unmodifiableMap(new TreeMap<>(partitions));
    }

    /** The books of all partitions together. */
    public Tally total() {
        return partitions.values().stream().map(Standing::tally).reduce(Tally.ZERO, Tally::plus);
    }

    /** Where one partition stands. */
    public record Standing(Partition partition, Cursor cursor, Tally tally, boolean drained) {}
}
