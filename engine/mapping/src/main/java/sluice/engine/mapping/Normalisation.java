package sluice.engine.mapping;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A named function from text to text, so that two ways to write one thing become one. */
public enum Normalisation {
    /** Without blanks at both ends. */
    TRIM,
    LOWER,
    UPPER,
    /** Only what is a digit from 0 to 9. */
    DIGITS,
    /** Only digits and plus signs. */
    DIGITS_AND_PLUS,
    /** A number to call: a plus and digits; 00 at the beginning is a plus, and where there is none it is added. */
    PHONE,
    /** The same where the text looks like a number to call, else the text as it is. */
    PHONE_OR_TEXT,
    /** Unicode in its composed form. */
    NFC;

    private static final int PHONE_DIGITS_LEAST = 7;
    private static final int PHONE_DIGITS_MOST = 17;
    private static final Pattern LIKE_A_PHONE = Pattern.compile("\\+*[0-9 ()\\-\\u00a0]+");
    private static final Pattern LIKE_A_DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}.*");

    /** The word in a plan. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(Normalisation::word).toList();
    }

    /** Whether a text of which it leaves nothing is not what it is for. */
    boolean leavesSomething() {
        return switch (this) {
            case DIGITS, DIGITS_AND_PLUS, PHONE -> true;
            case TRIM, LOWER, UPPER, PHONE_OR_TEXT, NFC -> false;
        };
    }

    String apply(String text) {
        return switch (this) {
            case TRIM -> text.strip();
            case LOWER -> text.toLowerCase(Locale.ROOT);
            case UPPER -> text.toUpperCase(Locale.ROOT);
            case DIGITS -> only(text, false);
            case DIGITS_AND_PLUS -> only(text, true);
            case PHONE -> phone(text);
            case PHONE_OR_TEXT -> looksLikeAPhone(text) ? phone(text) : text;
            case NFC -> Normalizer.normalize(text, Normalizer.Form.NFC);
        };
    }

    private static String only(String text, boolean plus) {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isDigit(c) || (plus && c == '+')) {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    /** Empty where there is no digit. */
    private static String phone(String text) {
        boolean plus = false;
        StringBuilder digits = new StringBuilder(text.length() + 1).append('+');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plus |= c == '+';
            if (isDigit(c)) {
                digits.append(c);
            }
            if (!plus && digits.length() == 3 && digits.indexOf("+00") == 0) {
                digits.setLength(1);
                plus = true;
            }
        }
        return digits.length() == 1 ? "" : digits.toString();
    }

    private static boolean looksLikeAPhone(String text) {
        String bare = text.strip();
        long digits = bare.chars().filter(c -> isDigit((char) c)).count();
        return digits >= PHONE_DIGITS_LEAST
                && digits <= PHONE_DIGITS_MOST
                && LIKE_A_PHONE.matcher(bare).matches()
                && !LIKE_A_DATE.matcher(bare).matches();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
