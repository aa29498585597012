package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import sluice.protocol.Batch;
import sluice.protocol.KeyFilter;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Source;

/** Reads a source once, batch by batch from its partitions in turn, until enough was seen. Belongs to one thread. */
final class Looking implements AutoCloseable {
    /** Partitions that are open at a time: enough to spread a sample over the keyspace. */
    private static final int PARTITIONS = 8;

    private final List<PartitionReader> readers = new ArrayList<>();
    private final int partitions;
    private final Map<Integer, Double> shares = new HashMap<>();

    Looking(Source source, KeyFilter wanted) {
        List<Partition> all = source.partitions(PARTITIONS);
        partitions = all.size();
        try {
            for (Partition partition : all) {
                readers.add(source.read(partition, partition.start(), wanted));
            }
        } catch (RuntimeException failure) {
            close();
            throw failure;
        }
    }

    /**
     * Reads until so many were seen, or there is no more, or nobody wants more. True when all was read.
     *
     * @param seen how many there were so far
     */
    boolean read(long most, LongSupplier seen, Consumer<Batch> batches, BooleanSupplier stopped) {
        while (!readers.isEmpty()) {
            Iterator<PartitionReader> turn = readers.iterator();
            while (turn.hasNext()) {
                if (seen.getAsLong() >= most || stopped.getAsBoolean()) {
                    return false;
                }
                PartitionReader reader = turn.next();
                Batch batch = reader.next();
                if (batch.last()) {
                    reader.close();
                    turn.remove();
                }
                shares.put(batch.partition(), batch.last() ? 1 : batch.progress());
                batches.accept(batch);
            }
        }
        return true;
    }

    /** How much of the source was read, 0 to 1, about. */
    double progress() {
        return shares.values().stream().mapToDouble(Double::doubleValue).sum() / partitions;
    }

    @Override
    public void close() {
        readers.forEach(PartitionReader::close);
        readers.clear();
    }
}
