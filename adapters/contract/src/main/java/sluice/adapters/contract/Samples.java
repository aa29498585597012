package sluice.adapters.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Batch;
import sluice.protocol.Cursor;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Partition;
import sluice.protocol.Phase;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.Value;

/** Rows, batches and runs for tests of sinks: every kind, and the bytes that most often get lost on the way. */
public final class Samples {
    /** Empty, text, NUL, not UTF-8, surrogates, a BOM, astral text, and what looks like a number. */
    private static final List<byte[]> AWKWARD = List.of(
            new byte[0],
            bytes("plain"),
            new byte[] {0},
            new byte[] {'a', 0, 'b'},
            new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1},
            new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            new byte[] {(byte) 0xc0, (byte) 0x80},
            new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'x'},
            bytes("zażółć 😀"),
            bytes("12345"),
            bytes("1e5"),
            bytes(" 'quoted\"; -- \r\n\t"));

    private Samples() {}

    public static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    public static List<byte[]> awkwardBytes() {
        return AWKWARD;
    }

    public static Row string(String key, String content) {
        return whole(key, new Value.StringValue(bytes(content)));
    }

    public static Row whole(String key, Value value) {
        return row(key, value, Part.WHOLE);
    }

    public static Row row(String key, Value value, Part part) {
        return new Row(new Key(0, bytes(key)), value, Row.NEVER, Row.UNKNOWN, part);
    }

    public static Row undecodable(String key) {
        return whole(key, new Value.Undecodable(Kind.HASH, new byte[] {1, 2, 3}, "unknown encoding 99"));
    }

    public static Value.ListSlice list(long first, int count) {
        List<byte[]> elements = new ArrayList<>();
        for (long i = first; i < first + count; i++) {
            elements.add(bytes("element " + i));
        }
        return new Value.ListSlice(first, elements);
    }

    /** A batch that ends at the cursor {@code "N"}, N being how many keys it closes. */
    public static Batch batch(int partition, Row... rows) {
        return batch(partition, List.of(rows));
    }

    public static Batch batch(int partition, List<Row> rows) {
        long bytes = rows.stream().mapToLong(Row::bytes).sum();
        return new Batch(partition, rows, new Cursor("" + rows.size()), bytes, 0, 0, 0.5, false);
    }

    public static Partition partition(int id) {
        return new Partition(id, "slice " + id, new Cursor("start " + id));
    }

    public static RunRecord run(String layout) {
        return run(layout, "run-1");
    }

    public static RunRecord run(String layout, String id) {
        return new RunRecord(
                id,
                "test:source",
                "identity-1",
                "fingerprint-1",
                layout,
                "all",
                "user:*",
                Phase.LANDING,
                "running",
                1_700_000_000_000L,
                0,
                1,
                null);
    }

    /** Whole rows of every kind, with awkward bytes as keys, elements and contents, expiries and two databases. */
    public static List<Row> everyKind() {
        List<Row> rows = new ArrayList<>();
        for (byte[] b : AWKWARD) {
            rows.add(new Row(new Key(0, b), new Value.StringValue(b), Row.NEVER, Row.UNKNOWN, Part.WHOLE));
        }
        rows.add(new Row(
                new Key(0, bytes("expiring")),
                new Value.StringValue(bytes("soon")),
                4_102_444_800_123L,
                17,
                Part.WHOLE));
        rows.add(new Row(new Key(3, bytes("plain")), new Value.StringValue(bytes("db 3")), Row.NEVER, 0, Part.WHOLE));
        rows.add(whole("big", new Value.StringValue(new byte[1_000_000])));
        rows.add(whole("list", new Value.ListSlice(0, AWKWARD)));
        rows.add(whole("set", new Value.SetSlice(AWKWARD)));
        rows.add(whole("hash", new Value.HashSlice(fields(Row.NEVER))));
        rows.add(whole("hash with expiring fields", new Value.HashSlice(fields(4_102_444_800_000L))));
        rows.add(whole("zset", new Value.SortedSlice(scored())));
        rows.add(whole("stream", stream()));
        rows.add(whole("empty stream", emptyStream()));
        rows.add(whole("module", new Value.ModuleValue(new byte[] {7, 0, (byte) 0x80, 9})));
        return rows;
    }

    private static List<Value.Field> fields(long expiresAt) {
        List<Value.Field> fields = new ArrayList<>();
        for (byte[] b : AWKWARD) {
            fields.add(new Value.Field(b, b, fields.size() % 2 == 0 ? Row.NEVER : expiresAt));
        }
        return fields;
    }

    private static List<Value.Scored> scored() {
        double[] scores = {0, 1, -1.5, 0.1, 1e300, Double.MIN_VALUE, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        List<Value.Scored> scored = new ArrayList<>();
        for (byte[] b : AWKWARD) {
            scored.add(new Value.Scored(b, scores[scored.size() % scores.length]));
        }
        return scored;
    }

    /** Entries, one of them with a repeated field, and groups with consumers and pending entries. */
    public static Value.StreamSlice stream() {
        return new Value.StreamSlice(
                List.of(
                        new Value.Entry(1, 0, List.of(bytes("f"), bytes("1"), bytes("f"), bytes("2"))),
                        new Value.Entry(1, 1, AWKWARD),
                        new Value.Entry(1_700_000_000_000L, 0, List.of(bytes("g"), new byte[0]))),
                List.of(new Value.Head(1_700_000_000_000L, 5, 9, 1, 7)),
                List.of(new Value.Group(bytes("g1"), 1, 1, 2), new Value.Group(new byte[] {(byte) 0xff}, 0, 0, -1)),
                List.of(new Value.Consumer(bytes("g1"), bytes("c"), 5, -1)),
                List.of(new Value.Pending(bytes("g1"), bytes("c"), 1, 1, 1_600_000_000_000L, 3)));
    }

    private static Value.StreamSlice emptyStream() {
        return new Value.StreamSlice(
                List.of(), List.of(new Value.Head(0, 0, -1, -1, -1)), List.of(), List.of(), List.of());
    }
}
