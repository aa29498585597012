package sluice.engine.mapping.discovery;

/** Text as YAML takes it, whatever characters it is made of. */
final class Yaml {
    private Yaml() {}

    /** A string in double quotes, in which all but letters, digits and common signs of ASCII are escaped. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else {
                append(quoted, c);
            }
        });
        return quoted.append('"').toString();
    }

    /** Text that may stand in a comment: on one line, and nothing that YAML forbids. */
    static String comment(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> append(shown, c));
        return shown.toString();
    }

    private static void append(StringBuilder to, int c) {
        boolean plain = c >= ' ' && c < 0x7f;
        boolean letter = c > 0xa0 && c < 0x1_0000 && Character.isLetterOrDigit(c);
        if (plain || letter) {
            to.appendCodePoint(c);
        } else {
            to.append(c < 0x1_0000 ? String.format("\\u%04X", c) : String.format("\\U%08X", c));
        }
    }
}
