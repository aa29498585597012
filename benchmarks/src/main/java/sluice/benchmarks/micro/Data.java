package sluice.benchmarks.micro;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sluice.engine.core.Ledger;
import sluice.engine.core.RowDigester;
import sluice.protocol.Batch;
import sluice.protocol.Cursor;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/**
 * Rows like those of the end-to-end data sets: strings of 100 bytes, hashes of 10 fields, lists, sets and sorted sets
 * of 20. The same seed gives the same rows. Belongs to one thread.
 */
public final class Data {
    public static final int STRING_BYTES = 100;
    static final int FIELDS = 10;
    static final int ELEMENTS = 20;
    private static final int ELEMENT_BYTES = 20;
    private static final int FIRST_NUMBER = 10_000_000;
    private static final long YEAR_2096 = 4_000_000_000_000L;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";

    private final Random random;

    public Data(long seed) {
        random = new Random(seed);
    }

    /** Rows of one kind, numbered from 0. */
    public List<Row> rows(Kind kind, int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(kind, i, Row.NEVER));
        }
        return rows;
    }

    /** 60 % strings, 20 % hashes, 10 % lists, 5 % sets, 5 % sorted sets; a fifth expires, far in the future. */
    List<Row> mix(int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int percent = random.nextInt(100);
            Kind kind = percent < 60
                    ? Kind.STRING
                    : percent < 80 ? Kind.HASH : percent < 90 ? Kind.LIST : percent < 95 ? Kind.SET : Kind.ZSET;
            rows.add(row(kind, i, random.nextInt(5) == 0 ? YEAR_2096 + i : Row.NEVER));
        }
        return rows;
    }

    private Row row(Kind kind, int number, long expiresAt) {
        byte[] name = (kind.word() + ":" + (FIRST_NUMBER + number)).getBytes(US_ASCII);
        return new Row(new Key(0, name), value(kind), expiresAt, number, Part.WHOLE);
    }

    private Value value(Kind kind) {
        return switch (kind) {
            case STRING -> new Value.StringValue(letters(STRING_BYTES));
            case HASH -> new Value.HashSlice(fields());
            case LIST -> new Value.ListSlice(0, elements());
            case SET -> new Value.SetSlice(elements());
            case ZSET -> new Value.SortedSlice(scored());
            case STREAM, MODULE -> throw new IllegalArgumentException("no data of kind " + kind);
        };
    }

    private List<Value.Field> fields() {
        List<Value.Field> fields = new ArrayList<>();
        for (int i = 0; i < FIELDS; i++) {
            fields.add(new Value.Field(("field" + i).getBytes(US_ASCII), letters(ELEMENT_BYTES), Row.NEVER));
        }
        return fields;
    }

    private List<byte[]> elements() {
        List<byte[]> elements = new ArrayList<>();
        for (int i = 0; i < ELEMENTS; i++) {
            elements.add(letters(ELEMENT_BYTES));
        }
        return elements;
    }

    /** Half of the scores are whole numbers, which files keep shorter. */
    private List<Value.Scored> scored() {
        List<Value.Scored> scored = new ArrayList<>();
        for (int i = 0; i < ELEMENTS; i++) {
            scored.add(new Value.Scored(letters(ELEMENT_BYTES), random.nextInt(100_000) / 2.0));
        }
        return scored;
    }

    /** Plain ASCII text. */
    public byte[] letters(int length) {
        byte[] letters = new byte[length];
        for (int i = 0; i < length; i++) {
            letters[i] = (byte) LETTERS.charAt(random.nextInt(LETTERS.length()));
        }
        return letters;
    }

    /** Bytes of any value. */
    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The rows as the one partition of a source would give them. */
    static List<Batch> batches(List<Row> rows, int rowsEach) {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += rowsEach) {
            List<Row> some = rows.subList(from, Math.min(rows.size(), from + rowsEach));
            long bytes = some.stream().mapToLong(Row::bytes).sum();
            boolean last = from + rowsEach >= rows.size();
            batches.add(new Batch(0, some, new Cursor("at " + from), bytes, 0, 0, last ? 1 : 0, last));
        }
        return batches;
    }

    /** The digest of all rows: benchmarks compare it before they measure, so that no wrong path can look fast. */
    static Ledger ledger(Iterable<Row> rows) {
        Ledger ledger = new Ledger();
        RowDigester digester = new RowDigester();
        for (Row row : rows) {
            var digest = digester.add(row);
            if (digest != null) {
                ledger.add(digest);
            }
        }
        return ledger;
    }

    static void requireSame(Iterable<Row> expected, Iterable<Row> found) {
        int differing = ledger(expected).differing(ledger(found)).cardinality();
        if (differing > 0) {
            throw new IllegalStateException("the rows are not those that were expected in " + differing + " buckets");
        }
    }
}
