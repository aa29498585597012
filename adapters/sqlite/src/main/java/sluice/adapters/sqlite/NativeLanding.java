package sluice.adapters.sqlite;

import static sluice.adapters.sqlite.Inserts.Column.BYTES;
import static sluice.adapters.sqlite.Inserts.Column.NUMBER;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.adapters.sqlite.Inserts.Refusals;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Lands rows in layout {@code native}, which holds everything that Redis has. */
final class NativeLanding implements Landing {
    private static final Map<Kind, byte[]> WORDS = new EnumMap<>(Kind.class);

    static {
        for (Kind kind : Kind.values()) {
            WORDS.put(kind, kind.word().getBytes(StandardCharsets.US_ASCII));
        }
    }

    private final Inserts keys;
    private final Inserts lists;
    private final Inserts sets;
    private final Inserts hashes;
    private final Inserts zsets;
    private final StreamLanding streams;

    NativeLanding(Database database, Refusals refusals) {
        keys = new Inserts(database, "redis_key", refusals, NUMBER, BYTES, BYTES, BYTES, NUMBER);
        lists = new Inserts(database, "redis_list", refusals, NUMBER, BYTES);
        sets = new Inserts(database, "redis_set", refusals, BYTES);
        hashes = new Inserts(database, "redis_hash", refusals, BYTES, BYTES, NUMBER);
        zsets = new Inserts(database, "redis_zset", refusals, BYTES, NUMBER);
        streams = new StreamLanding(database, refusals);
    }

    @Override
    public @Nullable String objection(Row row) {
        return Objections.always(row.value());
    }

    @Override
    public void land(long id, int slice, Row row) throws SQLException {
        Value value = row.value();
        if (row.part().opens()) {
            byte[] scalar = value instanceof Value.StringValue(byte[] content)
                    ? content
                    : value instanceof Value.ModuleValue(byte[] payload) ? payload : null;
            landKey(id, row, WORDS.get(value.kind()), scalar);
        }
        switch (value) {
            case Value.StringValue string -> {}
            case Value.ModuleValue module -> {}
            case Value.ListSlice list -> land(id, list);
            case Value.SetSlice set -> land(id, set);
            case Value.HashSlice hash -> land(id, hash);
            case Value.SortedSlice zset -> land(id, zset);
            case Value.StreamSlice stream -> streams.land(id, stream);
            case Value.Undecodable undecodable -> throw new IllegalStateException("undecodable " + row.key());
            case Value.Mapped mapped -> throw new IllegalArgumentException("a mapped value");
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        }
    }

    /** The row of {@code redis_key} alone. */
    void landKey(long id, Row row, byte @Nullable [] type, byte @Nullable [] scalar) throws SQLException {
        long db = row.key().db();
        keys.add(id, db, row.key().name(), type, scalar, orNull(row.expiresAt()));
    }

    static @Nullable Long orNull(long number) {
        return number == Row.UNKNOWN ? null : Long.valueOf(number);
    }

    private void land(long id, Value.ListSlice list) throws SQLException {
        long position = list.firstPosition();
        for (byte[] element : list.elements()) {
            lists.add(id, position++, element);
        }
    }

    private void land(long id, Value.SetSlice set) throws SQLException {
        for (byte[] member : byName(set.members(), member -> member)) {
            sets.add(id, member);
        }
    }

    private void land(long id, Value.HashSlice hash) throws SQLException {
        for (Value.Field field : byName(hash.fields(), Value.Field::name)) {
            hashes.add(id, field.name(), field.content(), orNull(field.expiresAt()));
        }
    }

    private void land(long id, Value.SortedSlice zset) throws SQLException {
        for (Value.Scored scored : byName(zset.members(), Value.Scored::member)) {
            zsets.add(id, scored.member(), scored.score());
        }
    }

    private static <T> List<T> byName(List<T> elements, Function<T, byte[]> name) {
        return sorted(elements, Comparator.comparing(name, Text.orderOf(elements, name)));
    }

    /** In the order of the table's key, so that inserting is appending; of equals, the newer stays last. */
    static <T> List<T> sorted(List<T> elements, Comparator<T> order) {
        if (elements.size() < 2) {
            return elements;
        }
        List<T> sorted = new ArrayList<>(elements);
        sorted.sort(order);
        return sorted;
    }

    @Override
    public void close(long id, Row last) {}

    @Override
    public void flush() throws SQLException {
        keys.flush();
        lists.flush();
        sets.flush();
        hashes.flush();
        zsets.flush();
        streams.flush();
    }

    @Override
    public void close() throws SQLException {
        keys.close();
        lists.close();
        sets.close();
        hashes.close();
        zsets.close();
        streams.close();
    }
}
