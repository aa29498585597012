package sluice.engine.runtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import sluice.protocol.Batch;
import sluice.protocol.Cursor;
import sluice.protocol.KeyFilter;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Reference;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceInfo;

/** The beginning of each partition of a source: so many keys in all, for a rehearsal. */
final class LimitedSource implements Source {
    private final Source source;
    private final long rows;
    private final Map<Integer, Double> progress = new ConcurrentHashMap<>();
    private volatile long rowsOfPartition;

    LimitedSource(Source source, long rows) {
        this.source = source;
        this.rows = rows;
        this.rowsOfPartition = rows;
    }

    /** How much of the source was read, 0 to 1. */
    double fraction() {
        return progress.values().stream().mapToDouble(part -> part).average().orElse(0);
    }

    /** The number of rows is of no use: there will be fewer. */
    @Override
    public SourceInfo info() {
        SourceInfo info = source.info();
        return new SourceInfo(
                info.name(),
                info.identity(),
                Row.UNKNOWN,
                info.bytes(),
                info.mayDouble(),
                info.moves(),
                info.expiryToleranceMillis(),
                info.notes());
    }

    @Override
    public Continuation continuation(String earlierIdentity) {
        return source.continuation(earlierIdentity);
    }

    @Override
    public List<Partition> partitions(int wanted) {
        List<Partition> partitions = source.partitions(wanted);
        rowsOfPartition = Math.ceilDiv(rows, partitions.size());
        partitions.forEach(partition -> progress.put(partition.id(), 0.0));
        return partitions;
    }

    @Override
    public PartitionReader read(Partition partition, Cursor from, KeyFilter wanted) {
        PartitionReader reader = source.read(partition, from, wanted);
        return new PartitionReader() {
            private long taken;

            @Override
            public Batch next() {
                Batch batch = reader.next();
                taken += batch.closedRows() + batch.expired();
                progress.put(partition.id(), batch.last() ? 1 : batch.progress());
                return taken >= rowsOfPartition && endsWhole(batch) ? last(batch) : batch;
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    /** A sample ends between two keys. */
    private static boolean endsWhole(Batch batch) {
        return batch.rows().isEmpty() || batch.rows().getLast().part().closes();
    }

    private static Batch last(Batch batch) {
        return new Batch(
                batch.partition(),
                batch.rows(),
                batch.next(),
                batch.bytes(),
                batch.expired(),
                batch.gone(),
                batch.progress(),
                true,
                batch.aside());
    }

    @Override
    public void lookup(List<Reference> references, Consumer<Row> found) {
        source.lookup(references, found);
    }

    @Override
    public List<Partition> shortfall(long rowsRead, int firstId) {
        return List.of();
    }

    @Override
    public void close() {
        source.close();
    }
}
