package sluice.adapters.rdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Batch;
import sluice.protocol.KeyFilter;
import sluice.protocol.MigrationException;
import sluice.protocol.PartitionReader;
import sluice.protocol.Row;

/**
 * Reads a file from a position to its end. What was read before a fault is given first, the fault with the next call.
 */
final class RdbReader implements PartitionReader {
    private static final int BUFFER_BYTES = 1 << 18;

    /** So many bytes without a row end a batch too, so that progress is seen and a stop is heard. */
    private static final long PASSED_MAX = 32L << 20;

    private final RdbFile file;
    private final int partition;
    private final KeyFilter wanted;
    private final Slices.Limit limit;
    private final EntryReader entries;
    private final long rowsBefore;
    private long closed;
    private boolean ended;
    private @Nullable KeyReading open;
    private @Nullable MigrationException fault;

    RdbReader(
            RdbFile file, int partition, RdbPosition from, Selection selection, Slices.Limit limit, KeyFilter wanted) {
        this.file = file;
        this.partition = partition;
        this.wanted = wanted;
        this.limit = limit;
        this.rowsBefore = from.rows();
        this.entries = new EntryReader(file, BUFFER_BYTES, selection);
        entries.goTo(from);
    }

    @Override
    public Batch next() {
        if (fault != null) {
            throw fault;
        }
        List<Row> rows = new ArrayList<>();
        long expiredBefore = entries.expired();
        long bytes = 0;
        RdbPosition next;
        try {
            bytes = gather(rows);
            next = ended || open != null ? entries.entryPosition(rowsRead()) : entries.position(rowsRead());
        } catch (IOException failure) {
            next = entries.entryPosition(rowsRead());
            fault = RdbFaults.of(file.name(), entries, failure);
        } catch (MigrationException atEnd) {
            next = entries.entryPosition(rowsRead());
            fault = atEnd;
        }
        long expired = entries.expired() - expiredBefore;
        if (fault != null && rows.isEmpty() && expired == 0) {
            throw fault;
        }
        double progress = (double) entries.input().offset() / file.size();
        return new Batch(partition, rows, next.cursor(), bytes, expired, 0, progress, ended);
    }

    private long gather(List<Row> rows) throws IOException {
        long bytes = 0;
        long passed = entries.input().offset() + PASSED_MAX;
        while (!ended && limit.allows(rows.size(), bytes) && entries.input().offset() < passed) {
            Row row = nextRow();
            if (row != null) {
                rows.add(row);
                bytes += row.bytes();
            }
        }
        return bytes;
    }

    /** The next row, or null when an entry was passed over or the file has ended. */
    private @Nullable Row nextRow() throws IOException {
        KeyReading reading = open;
        if (reading == null) {
            if (!entries.next()) {
                checkEnd();
                ended = true;
                return null;
            }
            reading = entries.openIf(wanted).orElse(null);
            if (reading == null) {
                return null;
            }
        }
        open = reading;
        Row row = reading.next(limit);
        if (reading.isDone()) {
            open = null;
            closed++;
        }
        return row;
    }

    private long rowsRead() {
        return rowsBefore + closed + entries.expired();
    }

    /** The checksum covers everything up to here, also what an earlier attempt has read. 0 says that it is off. */
    private void checkEnd() throws IOException {
        entries.entryPosition(rowsRead());
        RdbInput input = entries.input();
        if (file.hasChecksum()) {
            long computed = input.crc();
            long at = input.offset();
            long stored = input.readLong(Long.BYTES);
            if (stored != 0 && stored != computed) {
                throw RdbFaults.checksum(file.name(), at, stored, computed);
            }
        }
        if (input.remaining() > 0) {
            throw RdbFaults.goesOn(file.name(), input.offset(), file.size());
        }
    }

    @Override
    public void close() {
        // The file belongs to the source; a reader holds nothing but memory.
    }
}
