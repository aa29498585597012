package sluice.adapters.sqlite;

import static sluice.adapters.sqlite.Inserts.Column.BLOB;
import static sluice.adapters.sqlite.Inserts.Column.NUMBER;
import static sluice.adapters.sqlite.Inserts.Column.TEXT;
import static sluice.adapters.sqlite.NativeLanding.orNull;
import static sluice.adapters.sqlite.NativeLanding.sorted;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.adapters.sqlite.Inserts.Refusals;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Lands rows in layout {@code redka}: one logical database, no streams, no modules, no expiry of hash fields. */
final class RedkaLanding implements Landing {
    private static final long FIRST_VERSION = 1;
    private static final Comparator<Value.Field> BY_NAME =
            Comparator.comparing(Value.Field::name, Arrays::compareUnsigned);
    private static final Comparator<Value.Scored> BY_MEMBER =
            Comparator.comparing(Value.Scored::member, Arrays::compareUnsigned);

    private final Database database;
    private final int db;
    private final InstantSource clock;
    private final Inserts keys;
    private final Inserts strings;
    private final Inserts lists;
    private final Inserts sets;
    private final Inserts hashes;
    private final Inserts zsets;

    RedkaLanding(Database database, Refusals refusals, int db, InstantSource clock) {
        this.database = database;
        this.db = db;
        this.clock = clock;
        keys = new Inserts(database, "rkey", refusals, TEXT, NUMBER, NUMBER, NUMBER, NUMBER, NUMBER);
        strings = new Inserts(database, "rstring", refusals, BLOB);
        lists = new Inserts(database, "rlist", refusals, NUMBER, BLOB);
        sets = new Inserts(database, "rset", refusals, BLOB);
        hashes = new Inserts(database, "rhash", refusals, TEXT, BLOB);
        zsets = new Inserts(database, "rzset", refusals, BLOB, NUMBER);
    }

    @Override
    public @Nullable String objection(Row row) {
        return Objections.redka(row, db);
    }

    @Override
    public void land(long id, int slice, Row row) throws SQLException {
        Value value = row.value();
        Long length = landElements(id, value);
        if (row.part().opens()) {
            Long expiry = orNull(row.expiresAt());
            long code = value.kind().code();
            keys.add(id, row.key().name(), code, FIRST_VERSION, expiry, clock.millis(), length);
        }
    }

    /** How many elements the slice comes to, doubles counted once; null for a string. */
    private @Nullable Long landElements(long id, Value value) throws SQLException {
        switch (value) {
            case Value.StringValue(byte[] content) -> {
                strings.add(id, content);
                return null;
            }
            case Value.ListSlice list -> {
                return land(id, list);
            }
            case Value.SetSlice set -> {
                return land(id, set);
            }
            case Value.HashSlice hash -> {
                return land(id, hash);
            }
            case Value.SortedSlice zset -> {
                return land(id, zset);
            }
            case Value.StreamSlice stream -> throw new IllegalStateException("a stream");
            case Value.ModuleValue module -> throw new IllegalStateException("a module value");
            case Value.Undecodable undecodable -> throw new IllegalStateException("undecodable");
            case Value.Mapped mapped -> throw new IllegalArgumentException("a mapped value");
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        }
    }

    private long land(long id, Value.ListSlice list) throws SQLException {
        double position = list.firstPosition();
        for (byte[] element : list.elements()) {
            lists.add(id, position++, element);
        }
        return list.elements().size();
    }

    private long land(long id, Value.SetSlice set) throws SQLException {
        List<byte[]> members = sorted(set.members(), Arrays::compareUnsigned);
        long length = 0;
        for (int i = 0; i < members.size(); i++) {
            sets.add(id, members.get(i));
            length += i == 0 || !Arrays.equals(members.get(i - 1), members.get(i)) ? 1 : 0;
        }
        return length;
    }

    private long land(long id, Value.HashSlice hash) throws SQLException {
        List<Value.Field> fields = sorted(hash.fields(), BY_NAME);
        long length = 0;
        for (int i = 0; i < fields.size(); i++) {
            Value.Field field = fields.get(i);
            hashes.add(id, field.name(), field.content());
            length += i == 0 || !Arrays.equals(fields.get(i - 1).name(), field.name()) ? 1 : 0;
        }
        return length;
    }

    private long land(long id, Value.SortedSlice zset) throws SQLException {
        List<Value.Scored> members = sorted(zset.members(), BY_MEMBER);
        long length = 0;
        for (int i = 0; i < members.size(); i++) {
            Value.Scored scored = members.get(i);
            zsets.add(id, scored.member(), scored.score());
            length += i == 0 || !Arrays.equals(members.get(i - 1).member(), scored.member()) ? 1 : 0;
        }
        return length;
    }

    /** Counts what stands there: a server's scan may have given an element in two slices. */
    @Override
    public void close(long id, Row last) throws SQLException {
        if (last.value().kind() == Kind.STRING) {
            return;
        }
        flush();
        String table = "r" + last.value().kind().word();
        database.update(
                "UPDATE rkey SET len = (SELECT count(*) FROM " + table + " WHERE kid = ?) WHERE id = ?", id, id);
    }

    @Override
    public void flush() throws SQLException {
        keys.flush();
        strings.flush();
        lists.flush();
        sets.flush();
        hashes.flush();
        zsets.flush();
    }

    @Override
    public void close() throws SQLException {
        keys.close();
        strings.close();
        lists.close();
        sets.close();
        hashes.close();
        zsets.close();
    }
}
