package sluice.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.RowDigest;
import sluice.engine.core.RowDigester;
import sluice.protocol.Batch;
import sluice.protocol.Cursor;
import sluice.protocol.MigrationException;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Row;
import sluice.protocol.Source;

/** The pages of a partition, each with the digests of the rows that close in it. Belongs to one thread at a time. */
final class Pages implements AutoCloseable {
    /** @param digests one for each closed row, in order; empty when none were asked for */
    record Page(Batch batch, List<RowDigest> digests) {}

    private final Source source;
    private final Partition partition;
    private final boolean digests;
    private @Nullable PartitionReader reader;
    private RowDigester digester = new RowDigester();

    Pages(Source source, Partition partition, boolean digests) {
        this.source = source;
        this.partition = partition;
        this.digests = digests;
    }

    /** The next page; the first after opening, or after {@link #close}, begins at {@code from}. */
    Page next(Cursor from) {
        try {
            PartitionReader open = reader;
            if (open == null) {
                open = source.read(partition, from, Source.EVERY_KEY);
                reader = open;
                digester = new RowDigester();
            }
            Batch batch = open.next();
            return new Page(batch, digests ? digestsOf(batch) : List.of());
        } catch (MigrationException known) {
            throw known;
        } catch (OutOfMemoryError tooBig) {
            throw MigrationException.failed(
                    "cannot read " + partition.name() + " of " + source.info().name(),
                    "a value does not fit into the memory of this process",
                    "give it more, as in SLUICE_JAVA_OPTS=-Xmx2g, and run the same command to resume",
                    tooBig);
        } catch (RuntimeException unexpected) {
            throw MigrationException.failed(
                    "cannot read " + partition.name() + " of " + source.info().name(),
                    "unexpected " + unexpected,
                    "run the same command to resume; if it happens again, report it",
                    unexpected);
        }
    }

    private List<RowDigest> digestsOf(Batch batch) {
        List<RowDigest> closed = new ArrayList<>(batch.rows().size());
        for (Row row : batch.rows()) {
            RowDigest digest = digester.add(row);
            if (digest != null) {
                closed.add(digest);
            }
        }
        return closed;
    }

    @Override
    public void close() {
        PartitionReader open = reader;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
