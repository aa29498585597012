package sluice.adapters.rdb;

import java.nio.charset.StandardCharsets;

/** Numbers as Redis spells them, without a detour over String. */
final class Decimal {
    private Decimal() {}

    /** The decimal digits of a number, as ASCII. */
    static byte[] ascii(long number) {
        if (number == Long.MIN_VALUE) {
            return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        }
        long rest = Math.abs(number);
        int length = digits(rest) + (number < 0 ? 1 : 0);
        byte[] text = new byte[length];
        for (int at = length - 1; at >= 0; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        if (number < 0) {
            text[0] = '-';
        }
        return text;
    }

    /** The score that is spelled by these bytes; never NaN. */
    static double score(byte[] bytes, int from, int length) throws DamagedValueException {
        String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        double score = switch (text) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> parse(text);
        };
        return score(score);
    }

    /** The same score, if it is one. */
    static double score(double score) throws DamagedValueException {
        if (Double.isNaN(score)) {
            throw new DamagedValueException("a score is not a number");
        }
        return score;
    }

    private static double parse(String text) throws DamagedValueException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException malformed) {
            throw new DamagedValueException("a score is not a number");
        }
    }

    private static int digits(long positive) {
        int digits = 1;
        for (long rest = positive; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
