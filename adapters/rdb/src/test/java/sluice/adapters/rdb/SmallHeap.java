package sluice.adapters.rdb;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import sluice.protocol.Batch;
import sluice.protocol.PartitionReader;
import sluice.protocol.Reference;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;

/** Reads a file in a process of its own, whose heap is too small for any of its values, and prints what it saw. */
final class SmallHeap {
    private SmallHeap() {}

    public static void main(String[] arguments) {
        SourceSettings settings = new SourceSettings(arguments[0], null, null, null, 1000, 1 << 20, 0);
        long elements = 0;
        AtomicLong again = new AtomicLong();
        try (Source source = new RdbSourceProvider().open(settings);
                PartitionReader reader = source.read(
                        source.partitions(1).getFirst(),
                        source.partitions(1).getFirst().start(),
                        Source.EVERY_KEY)) {
            boolean last = false;
            while (!last) {
                Batch batch = reader.next();
                for (Row row : batch.rows()) {
                    elements += row.value().size();
                    if (row.part().closes()) {
                        source.lookup(
                                List.of(new Reference(row.key(), row.origin())),
                                found -> again.addAndGet(found.value().size()));
                    }
                }
                last = batch.last();
            }
        }
        System.out.println(Path.of(arguments[0]).getFileName() + " " + elements + " " + again.get());
    }
}
