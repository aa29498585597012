package sluice.engine.mapping.discovery;

import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.json.Utf8;

/** Bytes that may be text. */
final class Texts {
    /** A number with so many digits fits into 64 bits in any case. */
    private static final int INTEGER_MAX = 18;

    private static final int TIME_MAX = 40;
    private static final Pattern TIME = Pattern.compile("(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])[T ]"
            + "(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?(?:Z|[+-](?:0\\d|1[0-7])(?::?[0-5]\\d)?)?");

    private Texts() {}

    /** The text, or null where the bytes are not UTF-8 or hold a zero byte, which SQL's texts end at. */
    static @Nullable String decoded(byte[] bytes) {
        return Utf8.isText(bytes) ? new String(bytes, StandardCharsets.UTF_8) : null;
    }

    /** Whether text that was decoded from JSON can stand in SQL: no zero, no half of a surrogate pair. */
    static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** Whether it is a moment as ISO 8601 writes it, within the years that have a text of their own in any zone. */
    static boolean isTime(String text) {
        Matcher matcher = TIME.matcher(text);
        if (text.length() > TIME_MAX || !matcher.matches()) {
            return false;
        }
        int year = Integer.parseInt(matcher.group(1));
        return year >= 1
                && year < 9_999
                && Integer.parseInt(matcher.group(3))
                        <= YearMonth.of(year, Integer.parseInt(matcher.group(2)))
                                .lengthOfMonth();
    }

    /** Whether it is a number that reads the same after it was one: without leading zeros or plus. */
    static boolean isInteger(byte[] bytes) {
        int from = bytes.length > 0 && bytes[0] == '-' ? 1 : 0;
        int digits = bytes.length - from;
        if (digits < 1 || digits > INTEGER_MAX || (bytes[from] == '0' && bytes.length > 1)) {
            return false;
        }
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }
}
