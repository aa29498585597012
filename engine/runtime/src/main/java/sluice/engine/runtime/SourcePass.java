package sluice.engine.runtime;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import sluice.engine.core.Ledger;
import sluice.engine.core.RowDigest;
import sluice.engine.core.RowDigester;
import sluice.protocol.Batch;
import sluice.protocol.KeyFilter;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.Value;

/** Reads a whole source again, for its digests only. */
final class SourcePass {
    private SourcePass() {}

    /** The ledger of everything, read side by side. Rows that no sink could hold are left out. */
    static Ledger ledger(Source source, Parallel parallel, Runnable checkCancelled) {
        List<Supplier<Ledger>> passes = source.partitions(parallel.width()).stream()
                .<Supplier<Ledger>>map(partition -> () -> ledgerOf(source, partition, checkCancelled))
                .toList();
        Ledger all = new Ledger();
        parallel.all(passes).forEach(all::addAll);
        return all;
    }

    private static Ledger ledgerOf(Source source, Partition partition, Runnable checkCancelled) {
        Ledger ledger = new Ledger();
        digests(source, partition, Source.EVERY_KEY, rows -> {
            checkCancelled.run();
            rows.forEach(ledger::add);
        });
        return ledger;
    }

    /** Gives the digests of the wanted rows, batch by batch. */
    static void digests(Source source, Partition partition, KeyFilter wanted, Consumer<List<RowDigest>> digests) {
        RowDigester digester = new RowDigester();
        try (PartitionReader reader = source.read(partition, partition.start(), wanted)) {
            Batch batch;
            do {
                batch = reader.next();
                digests.accept(batch.rows().stream()
                        .flatMap(row -> digest(digester, row))
                        .toList());
            } while (!batch.last());
        }
    }

    private static Stream<RowDigest> digest(RowDigester digester, Row row) {
        RowDigest digest = digester.add(row);
        return digest == null || row.value() instanceof Value.Undecodable ? Stream.empty() : Stream.of(digest);
    }
}
