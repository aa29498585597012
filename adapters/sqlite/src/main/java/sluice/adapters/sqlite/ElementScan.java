package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Value;

/** Reads the elements of one collection after another, slice by slice. */
final class ElementScan {
    /** A slice is full with so many elements or bytes, whichever comes first. */
    private static final int ELEMENTS_MAX = 1_000;

    private static final long BYTES_MAX = 1 << 20;

    private final ElementCursor lists;
    private final ElementCursor sets;
    private final ElementCursor hashes;
    private final ElementCursor zsets;
    private long nextPosition;
    private long bytes;

    ElementScan(Database database, Queries queries) {
        lists = new ElementCursor(database, queries.lists());
        sets = new ElementCursor(database, queries.sets());
        hashes = new ElementCursor(database, queries.hashes());
        zsets = new ElementCursor(database, queries.zsets());
    }

    void reset(long last) throws SQLException {
        lists.reset(last);
        sets.reset(last);
        hashes.reset(last);
        zsets.reset(last);
    }

    private boolean hasRoom(List<?> slice) {
        return slice.size() < ELEMENTS_MAX && bytes < BYTES_MAX;
    }

    /** Where the table numbers its elements and a number is missing, the slice ends before the gap. */
    Value.ListSlice list(long id, boolean begins) throws SQLException {
        nextPosition = begins ? 0 : nextPosition;
        bytes = 0;
        List<byte[]> elements = new ArrayList<>();
        long first = lists.at(id) ? position() : 0;
        nextPosition = first;
        while (hasRoom(elements) && lists.at(id) && position() == nextPosition) {
            elements.add(counted(lists.bytes(3)));
            lists.next();
            nextPosition++;
        }
        return new Value.ListSlice(first, elements);
    }

    private long position() throws SQLException {
        return lists.isNull(2) ? nextPosition : lists.number(2);
    }

    boolean moreList(long id) throws SQLException {
        return lists.at(id);
    }

    Value.SetSlice set(long id) throws SQLException {
        bytes = 0;
        List<byte[]> members = new ArrayList<>();
        while (hasRoom(members) && sets.at(id)) {
            members.add(counted(sets.bytes(2)));
            sets.next();
        }
        return new Value.SetSlice(members);
    }

    boolean moreSet(long id) throws SQLException {
        return sets.at(id);
    }

    Value.HashSlice hash(long id) throws SQLException {
        bytes = 0;
        List<Value.Field> fields = new ArrayList<>();
        while (hasRoom(fields) && hashes.at(id)) {
            fields.add(new Value.Field(counted(hashes.bytes(2)), counted(hashes.bytes(3)), hashes.number(4)));
            hashes.next();
        }
        return new Value.HashSlice(fields);
    }

    boolean moreHash(long id) throws SQLException {
        return hashes.at(id);
    }

    Value.SortedSlice zset(long id) throws SQLException {
        bytes = 0;
        List<Value.Scored> members = new ArrayList<>();
        while (hasRoom(members) && zsets.at(id)) {
            members.add(new Value.Scored(counted(zsets.bytes(2)), zsets.real(3)));
            zsets.next();
        }
        return new Value.SortedSlice(members);
    }

    boolean moreZset(long id) throws SQLException {
        return zsets.at(id);
    }

    private byte[] counted(byte[] element) {
        bytes += element.length;
        return element;
    }
}
