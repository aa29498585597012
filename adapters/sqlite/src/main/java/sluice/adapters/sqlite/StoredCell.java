package sluice.adapters.sqlite;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One value as SQLite holds it, to be compared as SQLite does.
 *
 * @param number of an integer, or the bits of a real number
 * @param bytes of a text or blob
 */
record StoredCell(Kind kind, long number, byte @Nullable [] bytes) {
    private static final Kind[] KINDS = Kind.values();
    private static final StoredCell NULL = new StoredCell(Kind.NULL, 0, null);

    /** In the order of their values; all numbers are compared by what they are. */
    enum Kind {
        NULL(0),
        INTEGER(1),
        REAL(2),
        TEXT(3),
        BLOB(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /** How texts are compared. */
    enum Collation {
        BINARY,
        NOCASE,
        RTRIM;

        /** Empty for one that SQLite does not have by itself. */
        static Optional<Collation> named(String name) {
            String upper = name.toUpperCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(one -> one.name().equals(upper))
                    .findFirst();
        }
    }

    /** Gives the code of a value's kind, in SQL. */
    static String kindOf(String value) {
        return "CASE typeof(" + value
                + ") WHEN 'text' THEN 3 WHEN 'integer' THEN 1 WHEN 'null' THEN 0 WHEN 'real' THEN 2 ELSE 4 END";
    }

    static StoredCell of(ResultSet row, int column, int kind) throws SQLException {
        return switch (KINDS[kind]) {
            case NULL -> NULL;
            case INTEGER -> new StoredCell(Kind.INTEGER, row.getLong(column), null);
            // Zero has one sign only.
            case REAL -> new StoredCell(Kind.REAL, Double.doubleToLongBits(row.getDouble(column) + 0.0), null);
            case TEXT -> new StoredCell(Kind.TEXT, 0, bytes(row, column));
            case BLOB -> new StoredCell(Kind.BLOB, 0, bytes(row, column));
        };
    }

    /** Null is what an empty one is read as. */
    private static byte[] bytes(ResultSet row, int column) throws SQLException {
        byte @Nullable [] bytes = row.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    boolean isNull() {
        return kind == Kind.NULL;
    }

    long fingerprint() {
        return Fingerprint.of((bytes == null ? number : Fingerprint.of(bytes)) + kind.code);
    }

    int compare(StoredCell other, Collation collation) {
        if (isNumber() && other.isNumber()) {
            return compareNumbers(other);
        }
        if (kind != other.kind || bytes == null || other.bytes == null) {
            return kind.compareTo(other.kind);
        }
        if (kind == Kind.BLOB) {
            return Arrays.compareUnsigned(bytes, other.bytes);
        }
        return switch (collation) {
            case BINARY -> Arrays.compareUnsigned(bytes, other.bytes);
            case NOCASE -> compareWithoutCase(bytes, other.bytes);
            case RTRIM ->
                Arrays.compareUnsigned(bytes, 0, trimmedLength(bytes), other.bytes, 0, trimmedLength(other.bytes));
        };
    }

    private boolean isNumber() {
        return kind == Kind.INTEGER || kind == Kind.REAL;
    }

    private int compareNumbers(StoredCell other) {
        if (kind == Kind.INTEGER && other.kind == Kind.INTEGER) {
            return Long.compare(number, other.number);
        }
        int roughly = Double.compare(real(), other.real());
        return roughly != 0 || kind == other.kind ? roughly : exact().compareTo(other.exact());
    }

    private double real() {
        return kind == Kind.INTEGER ? number : Double.longBitsToDouble(number);
    }

    private BigDecimal exact() {
        return kind == Kind.INTEGER ? BigDecimal.valueOf(number) : new BigDecimal(Double.longBitsToDouble(number));
    }

    /** Of ASCII, and what stands behind a NUL in both does not count but for its length: so does SQLite. */
    private static int compareWithoutCase(byte[] left, byte[] right) {
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int a = lower(left[i]);
            int b = lower(right[i]);
            if (a != b) {
                return a - b;
            }
            if (a == 0) {
                break;
            }
        }
        return left.length - right.length;
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter & 0xff;
    }

    private static int trimmedLength(byte[] text) {
        int length = text.length;
        while (length > 0 && text[length - 1] == ' ') {
            length--;
        }
        return length;
    }
}
