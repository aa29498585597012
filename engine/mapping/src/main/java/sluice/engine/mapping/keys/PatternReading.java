package sluice.engine.mapping.keys;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import sluice.engine.mapping.yaml.Nearest;

/** Reads the text of a pattern, once. */
final class PatternReading {
    /** Names of keys are shorter; a matcher need not be deep. */
    private static final int LENGTH_MAX = 500;

    private final String text;
    private final List<KeyPattern.Part> parts = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    PatternReading(String text) {
        this.text = text;
    }

    /** Text in which braces stand for themselves. */
    static String quoted(String literal) {
        return literal.replace("{", "{{").replace("}", "}}");
    }

    List<KeyPattern.Part> parts() {
        if (text.length() > LENGTH_MAX) {
            throw wrong("it is longer than " + LENGTH_MAX + " characters");
        }
        while (at < text.length()) {
            char c = text.charAt(at);
            if ((c == '{' || c == '}') && at + 1 < text.length() && text.charAt(at + 1) == c) {
                literal.append(c);
                at += 2;
            } else if (c == '{') {
                capture();
            } else if (c == '}') {
                throw wrong("a } without its {: write }} for the character itself");
            } else {
                literal.append(c);
                at++;
            }
        }
        endLiteral();
        if (parts.isEmpty()) {
            throw wrong("it is empty");
        }
        return parts;
    }

    private void capture() {
        int close = text.indexOf('}', at);
        if (close < 0) {
            throw wrong("a { without its }: write {{ for the character itself");
        }
        String inside = text.substring(at + 1, close);
        int colon = inside.indexOf(':');
        String name = colon < 0 ? inside : inside.substring(0, colon);
        CaptureType type = colon < 0 ? CaptureType.TEXT : typeOf(inside.substring(colon + 1));
        if (!name.matches("[A-Za-z_][A-Za-z0-9_-]*")) {
            throw wrong("\"" + name + "\" is no name of a capture: use letters, digits, _ and -");
        }
        if (names.contains(name)) {
            throw wrong("two captures are called " + name);
        }
        endLiteral();
        requireBounds(type);
        names.add(name);
        if (names.size() > KeyPattern.CAPTURES_MAX) {
            throw wrong("it has over " + KeyPattern.CAPTURES_MAX + " captures");
        }
        parts.add(new KeyPattern.Capture(name, type));
        at = close + 1;
    }

    private void requireBounds(CaptureType type) {
        boolean besides = !parts.isEmpty() && parts.getLast() instanceof KeyPattern.Capture;
        if (besides
                && type.length() < 0
                && ((KeyPattern.Capture) parts.getLast()).type().length() < 0) {
            throw wrong("two captures stand side by side: nothing says where the first one ends");
        }
    }

    private CaptureType typeOf(String word) {
        for (CaptureType type : CaptureType.values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        throw wrong("a capture cannot be of type \"" + word + "\""
                + Nearest.hint(word.toLowerCase(Locale.ROOT), CaptureType.words()));
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            parts.add(new KeyPattern.Literal(literal.toString().getBytes(StandardCharsets.UTF_8)));
            literal.setLength(0);
        }
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("the pattern \"" + text + "\" cannot be read: " + why);
    }
}
