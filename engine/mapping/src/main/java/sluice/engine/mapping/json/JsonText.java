package sluice.engine.mapping.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Strings as JSON writes them. */
public final class JsonText {
    private JsonText() {}

    /**
     * The UTF-8 of a string that was found between these bounds, quotes included and checked before; null where it
     * has half of a surrogate pair, which is no text.
     */
    public static byte @Nullable [] decode(byte[] json, int from, int to) {
        int at = from + 1;
        while (at < to - 1 && json[at] != '\\') {
            at++;
        }
        if (at == to - 1) {
            return Arrays.copyOfRange(json, from + 1, to - 1);
        }
        StringBuilder text = new StringBuilder(to - from);
        byte[] plain = Arrays.copyOfRange(json, from + 1, to - 1);
        String escaped = new String(plain, StandardCharsets.UTF_8);
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char letter = escaped.charAt(++i);
            if (letter == 'u') {
                text.append((char) HexFormat.fromHexDigits(escaped, i + 1, i + 5));
                i += 4;
            } else {
                text.append(meant(letter));
            }
        }
        return hasLoneSurrogate(text) ? null : text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static char meant(char letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    private static boolean hasLoneSurrogate(CharSequence text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** A string literal of text that is UTF-8, in ASCII escapes only where JSON asks for them. */
    public static byte[] quoted(byte[] utf8) {
        ByteSink out = new ByteSink(utf8.length + 2);
        appendQuoted(out, utf8);
        return out.toBytes();
    }

    /** The same at the end of something longer. */
    public static void appendQuoted(ByteSink out, byte[] utf8) {
        out.add('"');
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                out.add('\\');
                out.add(b);
            } else if (b >= 0 && b < ' ') {
                out.add(
                        switch (b) {
                            case '\b' -> "\\b";
                            case '\f' -> "\\f";
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            default -> "\\u00" + HexFormat.of().toHexDigits(b);
                        });
            } else {
                out.add(b);
            }
        }
        out.add('"');
    }
}
