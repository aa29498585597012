package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Value;

/** Reads streams slice by slice: entries, then head, groups, consumers and pending entries. */
final class StreamScan {
    private static final int ITEMS_MAX = 1_000;
    private static final long BYTES_MAX = 1 << 20;

    private final ElementCursor entries;
    private final ElementCursor heads;
    private final ElementCursor groups;
    private final ElementCursor consumers;
    private final ElementCursor pending;
    private final List<ElementCursor> all;
    private int room;
    private long bytes;

    StreamScan(Database database, List<String> queries) {
        entries = new ElementCursor(database, queries.get(0));
        heads = new ElementCursor(database, queries.get(1));
        groups = new ElementCursor(database, queries.get(2));
        consumers = new ElementCursor(database, queries.get(3));
        pending = new ElementCursor(database, queries.get(4));
        all = List.of(entries, heads, groups, consumers, pending);
    }

    void reset(long last) throws SQLException {
        for (ElementCursor cursor : all) {
            cursor.reset(last);
        }
    }

    boolean more(long id) throws SQLException {
        for (ElementCursor cursor : all) {
            if (cursor.at(id)) {
                return true;
            }
        }
        return false;
    }

    Value.StreamSlice slice(long id) throws SQLException {
        room = ITEMS_MAX;
        bytes = 0;
        return new Value.StreamSlice(entries(id), heads(id), groups(id), consumers(id), pending(id));
    }

    private boolean takes(ElementCursor cursor, long id) throws SQLException {
        return room > 0 && bytes < BYTES_MAX && cursor.at(id) && room-- > 0;
    }

    private List<Value.Entry> entries(long id) throws SQLException {
        List<Value.Entry> slice = new ArrayList<>();
        while (takes(entries, id)) {
            slice.add(entry(id));
        }
        return slice;
    }

    private Value.Entry entry(long id) throws SQLException {
        long ms = entries.number(2);
        long seq = entries.number(3);
        List<byte[]> fieldsAndContents = new ArrayList<>();
        while (entries.at(id) && entries.number(2) == ms && entries.number(3) == seq) {
            for (int column = 4; column <= 5; column++) {
                if (!entries.isNull(column)) {
                    byte[] content = entries.bytes(column);
                    bytes += content.length;
                    fieldsAndContents.add(content);
                }
            }
            entries.next();
        }
        return new Value.Entry(ms, seq, fieldsAndContents);
    }

    private List<Value.Head> heads(long id) throws SQLException {
        List<Value.Head> slice = new ArrayList<>();
        while (takes(heads, id)) {
            slice.add(new Value.Head(
                    heads.number(2), heads.number(3), heads.number(4), heads.number(5), heads.number(6)));
            heads.next();
        }
        return slice;
    }

    private List<Value.Group> groups(long id) throws SQLException {
        List<Value.Group> slice = new ArrayList<>();
        while (takes(groups, id)) {
            slice.add(new Value.Group(groups.bytes(2), groups.number(3), groups.number(4), groups.number(5)));
            groups.next();
        }
        return slice;
    }

    private List<Value.Consumer> consumers(long id) throws SQLException {
        List<Value.Consumer> slice = new ArrayList<>();
        while (takes(consumers, id)) {
            slice.add(new Value.Consumer(
                    consumers.bytes(2), consumers.bytes(3), consumers.number(4), consumers.number(5)));
            consumers.next();
        }
        return slice;
    }

    private List<Value.Pending> pending(long id) throws SQLException {
        List<Value.Pending> slice = new ArrayList<>();
        while (takes(pending, id)) {
            slice.add(new Value.Pending(
                    pending.bytes(2),
                    pending.bytes(3),
                    pending.number(4),
                    pending.number(5),
                    pending.number(6),
                    pending.number(7)));
            pending.next();
        }
        return slice;
    }
}
