package sluice.engine.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as they are written in decimal; null where a text is none. */
final class Numbers {
    private static final int SURE_DIGITS = 18;

    /** Reading takes the square of the digits in time; no number that fits anywhere has so many. */
    private static final int DIGITS_MAX = 400;

    private static final double EXACT_MAX = 1L << 53;

    private Numbers() {}

    /** A whole number of 64 bits, also where it is written as 5.0 or 1e3. */
    static @Nullable Long integer(byte[] bytes, int from, int to) {
        int at = from < to && bytes[from] == '-' ? from + 1 : from;
        int digits = to - at;
        if (digits < 1) {
            return null;
        }
        if (digits > SURE_DIGITS) {
            return exact(bytes, from, to);
        }
        long number = 0;
        for (int i = at; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return exact(bytes, from, to);
            }
            number = 10 * number + digit;
        }
        return at == from ? number : -number;
    }

    private static @Nullable Long exact(byte[] bytes, int from, int to) {
        BigDecimal decimal = decimal(bytes, from, to);
        try {
            return decimal == null ? null : decimal.longValueExact();
        } catch (ArithmeticException tooBigOrBroken) {
            return null;
        }
    }

    static @Nullable BigDecimal decimal(byte[] bytes, int from, int to) {
        if (to - from > DIGITS_MAX || !isNumber(bytes, from, to)) {
            return null;
        }
        try {
            return new BigDecimal(new String(bytes, from, to - from, ISO_8859_1));
        } catch (NumberFormatException exponentTooBig) {
            return null;
        }
    }

    /** A finite number, or the infinities as Redis writes them. */
    static @Nullable Double real(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, ISO_8859_1);
        if (isNumber(bytes, from, to)) {
            double real = Double.parseDouble(text);
            return Double.isInfinite(real) ? null : Double.valueOf(real);
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    /** Digits with an optional minus, fraction and exponent. */
    static boolean isNumber(byte[] bytes, int from, int to) {
        int at = from < to && bytes[from] == '-' ? from + 1 : from;
        int whole = afterDigits(bytes, at, to);
        if (whole == at) {
            return false;
        }
        at = whole;
        if (at < to && bytes[at] == '.') {
            int fraction = afterDigits(bytes, at + 1, to);
            if (fraction == at + 1) {
                return false;
            }
            at = fraction;
        }
        if (at < to && (bytes[at] | 0x20) == 'e') {
            int sign = at + 1 < to && (bytes[at + 1] == '+' || bytes[at + 1] == '-') ? at + 2 : at + 1;
            int exponent = afterDigits(bytes, sign, to);
            return exponent > sign && exponent == to;
        }
        return at == to;
    }

    private static int afterDigits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    /** The shortest decimal that reads as the same number; without a fraction where there is none. */
    static String text(double real) {
        if (Double.isInfinite(real)) {
            return real > 0 ? "inf" : "-inf";
        }
        return real == Math.rint(real) && Math.abs(real) < EXACT_MAX
                ? Long.toString((long) real)
                : Double.toString(real);
    }
}
