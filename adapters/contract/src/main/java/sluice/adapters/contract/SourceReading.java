package sluice.adapters.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.protocol.Batch;
import sluice.protocol.Cursor;
import sluice.protocol.Key;
import sluice.protocol.KeyFilter;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.Value;

/** Reads sources to their end and makes what was read comparable. */
public final class SourceReading {
    private static final int BATCHES_MAX = 10_000_000;

    private SourceReading() {}

    /** All batches of a partition from a cursor on. */
    public static List<Batch> drain(Source source, Partition partition, Cursor from, KeyFilter wanted) {
        List<Batch> batches = new ArrayList<>();
        try (PartitionReader reader = source.read(partition, from, wanted)) {
            while (batches.isEmpty() || !batches.getLast().last()) {
                batches.add(reader.next());
                if (batches.size() > BATCHES_MAX) {
                    throw new AssertionError(partition + " does not end");
                }
            }
        }
        return batches;
    }

    public static List<Batch> drain(Source source, Partition partition) {
        return drain(source, partition, partition.start(), Source.EVERY_KEY);
    }

    /** Everything, by so many partitions at most, one after the other; keys may come twice. */
    public static List<Row> readAll(Source source, int wanted) {
        List<Row> rows = new ArrayList<>();
        for (Partition partition : source.partitions(wanted)) {
            rows.addAll(rows(drain(source, partition)));
        }
        return rows;
    }

    public static List<Row> rows(Collection<Batch> batches) {
        return batches.stream().flatMap(batch -> batch.rows().stream()).toList();
    }

    /** One line a key, without doubles (the newer reading counts), and without what servers tell in other precision. */
    public static List<String> describe(Collection<Row> rows) {
        Map<Key, List<Row>> newest = new LinkedHashMap<>();
        for (Row row : rows) {
            if (row.part().opens()) {
                newest.remove(row.key());
            }
            newest.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(withoutTimes(row));
        }
        return Rows.describe(newest.values().stream().flatMap(List::stream).toList());
    }

    private static Row withoutTimes(Row row) {
        if (!(row.value() instanceof Value.StreamSlice stream)) {
            return row;
        }
        Value.StreamSlice plain = new Value.StreamSlice(
                stream.entries(),
                stream.heads(),
                stream.groups(),
                stream.consumers().stream()
                        .map(c -> new Value.Consumer(c.group(), c.name(), Row.UNKNOWN, Row.UNKNOWN))
                        .toList(),
                stream.pending().stream()
                        .map(p -> new Value.Pending(p.group(), p.consumer(), p.ms(), p.seq(), 0, p.deliveries()))
                        .toList());
        return new Row(row.key(), plain, row.expiresAt(), row.origin(), row.part());
    }
}
