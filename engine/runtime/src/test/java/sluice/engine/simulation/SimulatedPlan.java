package sluice.engine.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Mapper;
import sluice.protocol.Cell;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Schema;
import sluice.protocol.Value;

/**
 * A plan of the simulation's own. The prefix of a key decides what becomes of it: rows of two tables; something else
 * for each type, of which one is ignored and one fits only while it is small; nothing at all; or what it is.
 * Thread-safe.
 *
 * @param turn which of the prefixes begins
 */
record SimulatedPlan(int turn) implements Mapper {
    /** Of more elements a collection does not fit, which its first slices do not know. */
    private static final int FIT_MAX = 3;

    private static final int TABLES = 0;
    private static final int LISTS = 1;
    private static final int STRINGS = 2;
    private static final int OTHERS = 3;
    private static final int IGNORED = 4;
    private static final int UNMATCHED = 5;

    @Override
    public Schema schema() {
        return new Schema(List.of());
    }

    @Override
    public List<String> keyspaces() {
        return List.of("tables", "lists", "strings", "others", "ignored", "(unmatched)");
    }

    @Override
    public int keyspaceOf(Key key, Kind kind) {
        return switch ((prefixOf(key) + turn) % Item.KEYSPACES.size()) {
            case 0 -> TABLES;
            case 1 ->
                switch (kind) {
                    case LIST -> LISTS;
                    case STRING -> STRINGS;
                    case SET, HASH, ZSET, STREAM, MODULE -> OTHERS;
                };
            case 2 -> IGNORED;
            default -> UNMATCHED;
        };
    }

    private static int prefixOf(Key key) {
        int empty = Item.KEYSPACES.indexOf("");
        for (int i = 0; i < Item.KEYSPACES.size(); i++) {
            byte[] prefix = Item.bytes(Item.KEYSPACES.get(i));
            if (i != empty && Arrays.equals(prefix, Arrays.copyOf(key.name(), prefix.length))) {
                return i;
            }
        }
        return empty;
    }

    @Override
    public int ignored(Key key) {
        return keyspaceOf(key, Kind.STRING) == IGNORED ? IGNORED : NOT_IGNORED;
    }

    @Override
    public String identity() {
        return "simulated " + turn;
    }

    @Override
    public Session session() {
        return new Mapping();
    }

    private final class Mapping implements Session {
        private long seen;
        private boolean unfit;

        @Override
        public @Nullable Row map(Row row) {
            if (row.part().opens()) {
                seen = 0;
                unfit = false;
            }
            int keyspace = keyspaceOf(row.key(), row.value().kind());
            if (keyspace == LISTS || keyspace == IGNORED) {
                return null;
            }
            boolean asItIs = keyspace == UNMATCHED || row.value() instanceof Value.Undecodable;
            return row.mapped(asItIs ? row.value() : mapped(row, keyspace), keyspace);
        }

        private Value mapped(Row row, int keyspace) {
            long first = seen;
            seen += row.value().size();
            unfit |= keyspace == OTHERS && seen > FIT_MAX;
            if (unfit) {
                return new Value.Unfit(row.value(), "too many elements");
            }
            List<Value.Tuple> tuples = new ArrayList<>();
            if (keyspace == TABLES && row.part().opens()) {
                Long expiry = row.expiresAt() == Row.NEVER ? null : row.expiresAt();
                tuples.add(
                        new Value.Tuple(0, 0, new @Nullable Object[] {row.key().name(), expiry}));
            }
            List<byte[]> elements = elements(row.value());
            for (int i = 0; i < elements.size(); i++) {
                Cell element = new Cell(elements.get(i));
                tuples.add(new Value.Tuple(
                        1, first + i, new @Nullable Object[] {row.key().name(), first + i, element}));
            }
            return new Value.Mapped(row.value().kind(), tuples, row.value());
        }

        private static List<byte[]> elements(Value value) {
            return switch (value) {
                case Value.StringValue(byte[] content) -> List.of(content);
                case Value.ListSlice list -> list.elements();
                case Value.SetSlice set -> set.members();
                case Value.HashSlice hash ->
                    hash.fields().stream().map(Value.Field::content).toList();
                case Value.SortedSlice sorted ->
                    sorted.members().stream().map(Value.Scored::member).toList();
                case Value.StreamSlice none -> throw new IllegalArgumentException("a stream");
                case Value.ModuleValue none -> throw new IllegalArgumentException("a module's value");
                case Value.Undecodable none -> throw new IllegalArgumentException("an undecodable value");
                case Value.Mapped none -> throw new IllegalArgumentException("a mapped value");
                case Value.Unfit none -> throw new IllegalArgumentException("an unfit value");
            };
        }
    }
}
