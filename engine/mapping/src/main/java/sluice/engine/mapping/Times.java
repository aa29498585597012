package sluice.engine.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Times as milliseconds since 1970, and as ISO 8601 in UTC with milliseconds: 2026-11-21T10:32:37.000Z, which sorts as
 * text. Only the years 1 to 9999 have such a text.
 */
final class Times {
    static final long FIRST = -62_135_596_800_000L;
    static final long LAST = 253_402_300_799_999L;

    private static final long DAY = 86_400_000;
    private static final int SECOND = 1_000;
    private static final int MINUTE = 60 * SECOND;
    private static final int HOUR = 60 * MINUTE;
    private static final int DATE_LENGTH = 10;
    private static final byte[] MODEL = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);

    private final byte[] text;
    private int at;

    private Times(byte[] text) {
        this.text = text;
    }

    /** From 1990 to 2100, as most times in databases. */
    static boolean isOfOurDays(long millis) {
        return millis >= 631_152_000_000L && millis < 4_102_444_800_000L;
    }

    static boolean isPossible(long millis) {
        return millis >= FIRST && millis <= LAST;
    }

    /** What an ISO 8601 text means; without an offset it is taken for UTC. Null where it is none. */
    static @Nullable Long iso(byte[] text) {
        try {
            return new Times(text).read();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A decimal number of seconds (or whatever fits so often into them) as milliseconds, what is finer cut off. */
    static @Nullable Long millis(byte[] text, int from, int to, int perUnit) {
        BigDecimal decimal = Numbers.decimal(text, from, to);
        if (decimal == null || decimal.precision() - (long) decimal.scale() > SURE_DIGITS) {
            return null;
        }
        if (decimal.scale() > FINEST) {
            return null;
        }
        return decimal.multiply(BigDecimal.valueOf(perUnit))
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    private static final int SURE_DIGITS = 15;
    private static final int FINEST = 100;

    private @Nullable Long read() {
        if (text.length < DATE_LENGTH || text[4] != '-' || text[7] != '-') {
            return null;
        }
        int year = number(4);
        at++;
        int month = number(2);
        at++;
        int day = number(2);
        long millis = LocalDate.of(year, month, day).toEpochDay() * DAY;
        if (at < text.length) {
            if (text[at] != 'T' && text[at] != 't' && text[at] != ' ') {
                return null;
            }
            at++;
            millis += timeOfDay();
            millis -= offset();
        }
        return at == text.length ? millis : null;
    }

    private long timeOfDay() {
        int hour = number(2);
        expect(':');
        int minute = number(2);
        int second = 0;
        int fraction = 0;
        if (at < text.length && text[at] == ':') {
            at++;
            second = number(2);
            if (at < text.length && (text[at] == '.' || text[at] == ',')) {
                at++;
                fraction = fraction();
            }
        }
        if (hour > 23 || minute > 59 || second > 59) {
            throw new DateTimeException("no time of the day");
        }
        return (long) hour * HOUR + (long) minute * MINUTE + (long) second * SECOND + fraction;
    }

    private int fraction() {
        int from = at;
        int millis = 0;
        while (at < text.length && isDigit(text[at])) {
            if (at - from < 3) {
                millis = 10 * millis + text[at] - '0';
            }
            at++;
        }
        if (at == from) {
            throw new DateTimeException("no fraction");
        }
        return at - from == 1 ? 100 * millis : at - from == 2 ? 10 * millis : millis;
    }

    private long offset() {
        if (at == text.length) {
            return 0;
        }
        byte sign = text[at++];
        if (sign == 'Z' || sign == 'z') {
            return 0;
        }
        if (sign != '+' && sign != '-') {
            throw new DateTimeException("no offset");
        }
        int hours = number(2);
        int minutes = 0;
        if (at < text.length) {
            if (text[at] == ':') {
                at++;
            }
            minutes = number(2);
        }
        if (hours > 18 || minutes > 59) {
            throw new DateTimeException("no offset");
        }
        long offset = (long) hours * HOUR + (long) minutes * MINUTE;
        return sign == '-' ? -offset : offset;
    }

    private int number(int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            if (at >= text.length || !isDigit(text[at])) {
                throw new DateTimeException("no digit");
            }
            number = 10 * number + text[at++] - '0';
        }
        return number;
    }

    private void expect(char c) {
        if (at >= text.length || text[at] != c) {
            throw new DateTimeException("no " + c);
        }
        at++;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** The text of a time that is {@link #isPossible possible}. */
    static byte[] text(long millis) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(millis, DAY));
        int time = (int) Math.floorMod(millis, DAY);
        byte[] text = MODEL.clone();
        put(text, 0, 4, date.getYear());
        put(text, 5, 2, date.getMonthValue());
        put(text, 8, 2, date.getDayOfMonth());
        put(text, 11, 2, time / HOUR);
        put(text, 14, 2, time / MINUTE % 60);
        put(text, 17, 2, time / SECOND % 60);
        put(text, 20, 3, time % SECOND);
        return text;
    }

    private static void put(byte[] text, int from, int digits, int number) {
        int rest = number;
        for (int i = from + digits - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
