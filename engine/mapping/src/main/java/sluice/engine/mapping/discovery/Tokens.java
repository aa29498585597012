package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts the name of a key into tokens: at separators, but for ids that hold some, and between letters and digits. */
final class Tokens {
    private static final int MAX = 12;
    private static final int WORD_MAX = 32;
    private static final int MIXED_MIN = 6;
    private static final int HEX_MIN = 8;
    private static final int HEX_SURE = 16;

    private static final String END = "(?=$|[:/|{}#._-])";
    private static final String HARD_END = "(?=$|[:/|{}#])";
    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}" + END);
    private static final Pattern DATE =
            Pattern.compile("(?:19|20|21)\\d\\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])" + END);
    private static final Pattern DAY = Pattern.compile("(?:19|20|21)\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}" + HARD_END);
    private static final Pattern PHONE = Pattern.compile(
            "(?:\\+\\d{7,15}|(?:\\+|00)[\\d ()-]{8,24}(?<=\\d)" + "|\\d{2,}[ (][\\d ()-]{5,20}(?<=\\d))" + HARD_END);
    private static final Pattern EMAIL =
            Pattern.compile("[^:/|{}#@\\s]{1,64}@[^:/|{}#@\\s]+\\.\\p{Alpha}{2,}" + HARD_END);

    private static final long SECONDS_MIN = 1_000_000_000L;
    private static final long SECONDS_MAX = 4_102_444_800L;

    private Tokens() {}

    static List<Token> of(String name) {
        List<Token> tokens = new ArrayList<>();
        boolean mayHoldEmail = name.indexOf('@') >= 0;
        String separator = "";
        int at = 0;
        while (at <= name.length()) {
            if (tokens.size() >= MAX) {
                tokens.add(new Token(separator, TokenType.REST, name.substring(at)));
                break;
            }
            int end = composite(tokens, separator, name, at, mayHoldEmail);
            if (end < 0) {
                end = endOf(name, at);
                plain(tokens, separator, name.substring(at, end));
            }
            separator = end < name.length() ? name.substring(end, end + 1) : "";
            at = end + 1;
        }
        return tokens;
    }

    private static int endOf(String name, int at) {
        int end = at;
        while (end < name.length() && !Token.separates(name.charAt(end))) {
            end++;
        }
        return end;
    }

    /** An id that may hold separators; its end, or -1 where none begins here. */
    private static int composite(List<Token> tokens, String separator, String name, int at, boolean mayHoldEmail) {
        char first = at < name.length() ? name.charAt(at) : ':';
        TokenType type = null;
        Matcher matcher = null;
        if (Character.digit(first, 16) >= 0 || first == '+') {
            for (TokenType candidate : List.of(TokenType.UUID, TokenType.DATE, TokenType.ADDRESS, TokenType.PHONE)) {
                matcher = patternOf(candidate).matcher(name).region(at, name.length());
                matcher.useTransparentBounds(true);
                if (matcher.lookingAt()) {
                    type = candidate;
                    break;
                }
            }
        }
        if (type == null && mayHoldEmail) {
            matcher = EMAIL.matcher(name).region(at, name.length());
            type = matcher.lookingAt() ? TokenType.EMAIL : null;
        }
        if (type == null || matcher == null) {
            return -1;
        }
        tokens.add(new Token(separator, type, name.substring(at, matcher.end())));
        return matcher.end();
    }

    private static Pattern patternOf(TokenType type) {
        return switch (type) {
            case UUID -> UUID;
            case DATE -> DATE;
            case ADDRESS -> ADDRESS;
            default -> PHONE;
        };
    }

    private static void plain(List<Token> tokens, String separator, String text) {
        int digitsFrom = text.length();
        while (digitsFrom > 0 && isDigit(text.charAt(digitsFrom - 1))) {
            digitsFrom--;
        }
        int digits = text.length() - digitsFrom;
        if (digitsFrom == 0) {
            tokens.add(new Token(separator, digits == 0 ? TokenType.WORD : numberType(text), text));
        } else if (digits > 0 && isWordBefore(text, digitsFrom, digits)) {
            tokens.add(new Token(separator, TokenType.WORD, text.substring(0, digitsFrom)));
            String number = text.substring(digitsFrom);
            tokens.add(new Token("", numberType(number), number));
        } else {
            tokens.add(new Token(separator, typeOf(text), text));
        }
    }

    /** A word with a number behind it, as in user42; what could be a hexadecimal id is none. */
    private static boolean isWordBefore(String text, int digitsFrom, int digits) {
        String word = text.substring(0, digitsFrom);
        boolean letters = word.chars().allMatch(Character::isLetter);
        boolean hex = text.length() >= HEX_MIN && word.chars().allMatch(c -> Character.digit(c, 16) >= 0);
        return letters && !hex && word.length() + digits > 2 && text.length() < WORD_MAX;
    }

    private static TokenType numberType(String digits) {
        if (digits.length() > 13) {
            return TokenType.DIGITS;
        }
        long number = Long.parseLong(digits);
        if (digits.length() == 10 && number >= SECONDS_MIN && number < SECONDS_MAX) {
            return TokenType.SECONDS;
        }
        if (digits.length() == 13 && number >= SECONDS_MIN * 1_000 && number < SECONDS_MAX * 1_000) {
            return TokenType.MILLISECONDS;
        }
        return digits.length() == 8 && DAY.matcher(digits).matches() ? TokenType.DAY : TokenType.DIGITS;
    }

    private static TokenType typeOf(String text) {
        boolean digit = text.chars().anyMatch(Tokens::isDigit);
        boolean letter = text.chars().anyMatch(Character::isLetter);
        boolean hex = text.length() >= HEX_MIN && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
        if (hex && ((digit && letter) || text.length() >= HEX_SURE)) {
            return TokenType.HEX;
        }
        boolean mixed = digit && letter && text.length() >= MIXED_MIN && text.indexOf(' ') < 0;
        return mixed || text.length() > WORD_MAX ? TokenType.MIXED : TokenType.WORD;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
