package sluice.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import sluice.adapters.rdb.RdbSourceProvider;
import sluice.protocol.Batch;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;

/** An RDB file that is read from its beginning again and again. Belongs to one thread. */
final class DumpFile implements AutoCloseable {
    private static final int BATCH_ROWS = 500;
    private static final long BATCH_BYTES = 4L << 20;

    private final Source source;
    private final Partition all;

    private DumpFile(Source source) {
        this.source = source;
        this.all = source.partitions(1).getFirst();
    }

    /** Writes the rows, and reads them once to see that they come back. */
    static DumpFile of(Path file, List<Row> rows, Function<Row, RdbEncoding> encoding) throws IOException {
        try (RdbWriter writer = new RdbWriter(file)) {
            for (Row row : rows) {
                writer.write(row, encoding.apply(row));
            }
        }
        DumpFile dump = new DumpFile(new RdbSourceProvider()
                .open(new SourceSettings("rdb:" + file, null, null, null, BATCH_ROWS, BATCH_BYTES, 0)));
        List<Row> found = new ArrayList<>();
        dump.read(batch -> found.addAll(batch.rows()));
        Data.requireSame(rows, found);
        return dump;
    }

    void read(Consumer<Batch> batches) {
        try (PartitionReader reader = source.read(all, all.start(), Source.EVERY_KEY)) {
            Batch batch;
            do {
                batch = reader.next();
                batches.accept(batch);
            } while (!batch.last());
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
