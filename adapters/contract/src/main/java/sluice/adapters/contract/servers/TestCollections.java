package sluice.adapters.contract.servers;

import static sluice.adapters.contract.servers.TestStrings.FAR;
import static sluice.adapters.contract.servers.TestStrings.bytes;
import static sluice.adapters.contract.servers.TestStrings.random;
import static sluice.adapters.contract.servers.TestStrings.whole;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Lists, sets, hashes and sorted sets: one element, packed, unpacked, and too big for one slice. */
final class TestCollections {
    private static final double[] SCORES = {
        0.1,
        1.0 / 3,
        -1.5,
        0,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        -Double.MAX_VALUE,
        12345678901234568.0,
        0.30000000000000004,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1e21,
        123456.789
    };

    private TestCollections() {}

    static void addTo(List<Row> rows, TestKeyspace.Scale scale) {
        addLists(rows, scale);
        addSets(rows, scale);
        addHashes(rows, scale);
        addSorted(rows, scale);
    }

    /** The row as a server sees it that has no expiry for fields. */
    static Row withoutFieldExpiries(Row row) {
        return row.value() instanceof Value.HashSlice hash
                ? with(
                        row,
                        new Value.HashSlice(hash.fields().stream()
                                .map(field -> new Value.Field(field.name(), field.content(), Row.NEVER))
                                .toList()))
                : row;
    }

    static Row with(Row row, Value value) {
        return new Row(row.key(), value, row.expiresAt(), row.origin(), row.part());
    }

    private static void addLists(List<Row> rows, TestKeyspace.Scale scale) {
        for (int i = 0; i < scale.plain(); i++) {
            rows.add(list("list:plain:" + i, 1 + i % 30, n -> bytes("element " + n), Row.NEVER));
        }
        rows.add(list("list:same", 5, n -> bytes("same"), FAR));
        rows.add(list("list:empty-elements", 4, n -> new byte[n % 2], Row.NEVER));
        rows.add(list("list:numbers", 200, n -> bytes(String.valueOf((long) n * n * n - 50)), Row.NEVER));
        rows.add(list("list:wide", 40, n -> random(1_000 + n), Row.NEVER));
        rows.add(list("list:huge-elements", 3, n -> random(100_000 + n), Row.NEVER));
        rows.add(list("list:long", scale.listElements(), n -> bytes("e" + n), FAR + 3));
    }

    private static void addSets(List<Row> rows, TestKeyspace.Scale scale) {
        for (int i = 0; i < scale.plain(); i++) {
            rows.add(set("set:plain:" + i, 1 + i % 30, n -> bytes("member " + n), Row.NEVER));
        }
        rows.add(set("set:intset16", 100, n -> bytes(String.valueOf(n - 50)), Row.NEVER));
        rows.add(set("set:intset64", 100, n -> bytes(String.valueOf(n * 10_000_000_000L)), FAR + 4));
        rows.add(set("set:bytes", 256, n -> new byte[] {(byte) n}, Row.NEVER));
        rows.add(set("set:wide", 5, n -> random(2_000 + n), Row.NEVER));
        rows.add(set("set:empty-member", 1, n -> new byte[0], Row.NEVER));
        rows.add(set("set:big", scale.elements(), n -> bytes("member:" + n), Row.NEVER));
        rows.add(set("set:big-numbers", scale.elements(), n -> bytes(String.valueOf(n)), Row.NEVER));
    }

    private static void addHashes(List<Row> rows, TestKeyspace.Scale scale) {
        for (int i = 0; i < scale.plain(); i++) {
            rows.add(hash("hash:plain:" + i, 1 + i % 12, 40, i % 5 == 0 ? FAR + i : Row.NEVER, false));
        }
        rows.add(whole(
                0,
                bytes("hash:odd-fields"),
                new Value.HashSlice(List.of(
                        new Value.Field(new byte[0], new byte[0], Row.NEVER),
                        new Value.Field(new byte[] {0, (byte) 0xff}, random(10), Row.NEVER),
                        new Value.Field(bytes("7"), bytes("7"), Row.NEVER))),
                Row.NEVER));
        rows.add(hash("hash:table", 700, 10, FAR + 5, false));
        rows.add(hash("hash:wide", 4, 3_000, Row.NEVER, false));
        rows.add(hash("hash:big", scale.elements(), 20, Row.NEVER, false));
        rows.add(hash("hash:expiring-fields", 6, 10, Row.NEVER, true));
        rows.add(hash("hash:expiring-table", 800, 10, FAR + 6, true));
        rows.add(hash("hash:expiring-big", scale.elements(), 10, Row.NEVER, true));
    }

    private static void addSorted(List<Row> rows, TestKeyspace.Scale scale) {
        for (int i = 0; i < scale.plain(); i++) {
            rows.add(sorted("zset:plain:" + i, 1 + i % 25, n -> n * 1.5, Row.NEVER));
        }
        rows.add(sorted("zset:scores", SCORES.length, n -> SCORES[n], Row.NEVER));
        rows.add(sorted("zset:ties", 50, n -> 1, Row.NEVER));
        rows.add(sorted("zset:skiplist", 400, n -> 1.0 / (n + 1), FAR + 7));
        rows.add(sorted("zset:big", scale.elements(), n -> n / 7.0, Row.NEVER));
        rows.add(sorted("zset:big-scores", scale.elements(), n -> SCORES[n % SCORES.length], Row.NEVER));
    }

    private static Row list(String name, int size, IntFunction<byte[]> element, long expiresAt) {
        return whole(0, bytes(name), new Value.ListSlice(0, elements(size, element)), expiresAt);
    }

    private static Row set(String name, int size, IntFunction<byte[]> member, long expiresAt) {
        return whole(0, bytes(name), new Value.SetSlice(elements(size, member)), expiresAt);
    }

    private static Row hash(String name, int size, int width, long expiresAt, boolean expiring) {
        List<Value.Field> fields = IntStream.range(0, size)
                .mapToObj(n -> new Value.Field(
                        bytes("field:" + n),
                        bytes((n + ".").repeat(width).substring(0, width)),
                        expiring && n % 3 == 0 ? FAR + n : Row.NEVER))
                .toList();
        return whole(0, bytes(name), new Value.HashSlice(fields), expiresAt);
    }

    private static Row sorted(String name, int size, IntFunction<Number> score, long expiresAt) {
        List<Value.Scored> members = IntStream.range(0, size)
                .mapToObj(n ->
                        new Value.Scored(bytes("member:" + n), score.apply(n).doubleValue()))
                .toList();
        return whole(0, bytes(name), new Value.SortedSlice(members), expiresAt);
    }

    private static List<byte[]> elements(int size, IntFunction<byte[]> element) {
        return IntStream.range(0, size).mapToObj(element).toList();
    }
}
