package sluice.engine.mapping.keys;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a capture of a pattern takes. */
public enum CaptureType {
    /** Any bytes, also none. */
    TEXT,
    /** Any bytes but a colon, also none. */
    WORD,
    /** Decimal digits, one at least. */
    DIGITS,
    /** The same, perhaps with a minus before them. */
    INTEGER,
    /** Hexadecimal digits of any case, one at least. */
    HEX,
    /** 36 characters as in 123e4567-e89b-12d3-a456-426614174000. */
    UUID,
    /** A day as in 2026-02-28; only days that a calendar could have. */
    DATE;

    private static final int UUID_LENGTH = 36;
    private static final int DATE_LENGTH = 10;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(CaptureType::word).toList();
    }

    /** How many bytes it always takes, or -1 where that depends. */
    int length() {
        return switch (this) {
            case UUID -> UUID_LENGTH;
            case DATE -> DATE_LENGTH;
            case TEXT, WORD, DIGITS, INTEGER, HEX -> -1;
        };
    }

    /** The fewest bytes that it takes. */
    int least() {
        return switch (this) {
            case TEXT, WORD -> 0;
            case DIGITS, INTEGER, HEX -> 1;
            case UUID, DATE -> length();
        };
    }

    /** How far a capture that begins here can reach at most. */
    int reach(byte[] key, int from) {
        return switch (this) {
            case TEXT -> key.length;
            case UUID, DATE -> Math.min(key.length, from + length());
            case WORD -> {
                int at = from;
                while (at < key.length && key[at] != ':') {
                    at++;
                }
                yield at;
            }
            case DIGITS -> digits(key, from);
            case INTEGER -> from < key.length && key[from] == '-' ? digits(key, from + 1) : digits(key, from);
            case HEX -> {
                int at = from;
                while (at < key.length && isHex(key[at])) {
                    at++;
                }
                yield at;
            }
        };
    }

    /** Whether the bytes between these bounds, which {@link #reach} allows, are such a thing. */
    boolean accepts(byte[] key, int from, int to) {
        return switch (this) {
            case TEXT, WORD -> true;
            case DIGITS, HEX -> to > from;
            case INTEGER -> to > from && (key[from] != '-' || to - from > 1);
            case UUID -> to - from == UUID_LENGTH && isUuid(key, from);
            case DATE -> to - from == DATE_LENGTH && isDate(key, from);
        };
    }

    private static int digits(byte[] key, int from) {
        int at = from;
        while (at < key.length && isDigit(key[at])) {
            at++;
        }
        return at;
    }

    private static boolean isUuid(byte[] key, int from) {
        for (int i = 0; i < UUID_LENGTH; i++) {
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            byte b = key[from + i];
            if (hyphen ? b != '-' : !isHex(b)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDate(byte[] key, int from) {
        for (int i = 0; i < DATE_LENGTH; i++) {
            boolean hyphen = i == 4 || i == 7;
            if (hyphen ? key[from + i] != '-' : !isDigit(key[from + i])) {
                return false;
            }
        }
        int month = 10 * (key[from + 5] - '0') + key[from + 6] - '0';
        int day = 10 * (key[from + 8] - '0') + key[from + 9] - '0';
        int most = month == 2 ? 29 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
        return month >= 1 && month <= 12 && day >= 1 && day <= most;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isHex(byte b) {
        return isDigit(b) || ((b | 0x20) >= 'a' && (b | 0x20) <= 'f');
    }
}
