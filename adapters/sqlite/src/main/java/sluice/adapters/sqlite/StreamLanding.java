package sluice.adapters.sqlite;

import static sluice.adapters.sqlite.Inserts.Column.BYTES;
import static sluice.adapters.sqlite.Inserts.Column.NUMBER;
import static sluice.adapters.sqlite.NativeLanding.orNull;

import java.sql.SQLException;
import java.util.List;
import sluice.adapters.sqlite.Inserts.Refusals;
import sluice.protocol.Value;

/** Lands streams in layout {@code native}. What the server does not know is NULL. */
final class StreamLanding {
    private final Inserts entries;
    private final Inserts heads;
    private final Inserts groups;
    private final Inserts consumers;
    private final Inserts pending;

    StreamLanding(Database database, Refusals refusals) {
        entries = new Inserts(database, "redis_stream_entry", refusals, NUMBER, NUMBER, NUMBER, BYTES, BYTES);
        heads = new Inserts(database, "redis_stream", refusals, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER);
        groups = new Inserts(database, "redis_stream_group", refusals, BYTES, NUMBER, NUMBER, NUMBER);
        consumers = new Inserts(database, "redis_stream_consumer", refusals, BYTES, BYTES, NUMBER, NUMBER);
        pending = new Inserts(database, "redis_stream_pending", refusals, BYTES, BYTES, NUMBER, NUMBER, NUMBER, NUMBER);
    }

    void land(long id, Value.StreamSlice stream) throws SQLException {
        for (Value.Entry entry : stream.entries()) {
            land(id, entry);
        }
        for (Value.Head h : stream.heads()) {
            long ms = h.lastMs();
            heads.add(
                    id, ms, h.lastSeq(), orNull(h.entriesAdded()), orNull(h.maxDeletedMs()), orNull(h.maxDeletedSeq()));
        }
        for (Value.Group g : stream.groups()) {
            groups.add(id, g.name(), g.lastMs(), g.lastSeq(), orNull(g.entriesRead()));
        }
        for (Value.Consumer c : stream.consumers()) {
            consumers.add(id, c.group(), c.name(), orNull(c.seenAt()), orNull(c.activeAt()));
        }
        for (Value.Pending p : stream.pending()) {
            pending.add(id, p.group(), p.consumer(), p.ms(), p.seq(), orNull(p.deliveredAt()), p.deliveries());
        }
    }

    /** An entry without fields, which Redis does not make, would be a line with neither field nor value. */
    private void land(long id, Value.Entry entry) throws SQLException {
        List<byte[]> all = entry.fieldsAndContents();
        long position = 0;
        do {
            int at = (int) position * 2;
            byte[] field = at < all.size() ? all.get(at) : null;
            byte[] content = at + 1 < all.size() ? all.get(at + 1) : null;
            entries.add(id, entry.ms(), entry.seq(), position++, field, content);
        } while (position * 2 < all.size());
    }

    void flush() throws SQLException {
        entries.flush();
        heads.flush();
        groups.flush();
        consumers.flush();
        pending.flush();
    }

    void close() throws SQLException {
        entries.close();
        heads.close();
        groups.close();
        consumers.close();
        pending.close();
    }
}
