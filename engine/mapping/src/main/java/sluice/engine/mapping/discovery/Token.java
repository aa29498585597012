package sluice.engine.mapping.discovery;

/**
 * A piece of a key's name.
 *
 * @param separator what stands before it: one character, or nothing
 */
record Token(String separator, TokenType type, String text) {
    private static final String SEPARATORS = ":/|{}#.-_";
    private static final String WEAK = ".-_";

    static boolean separates(char c) {
        return SEPARATORS.indexOf(c) >= 0;
    }

    /** Whether such a separator, or none, may as well stand inside of an id. */
    static boolean isWeak(String separator) {
        return WEAK.contains(separator);
    }

    boolean isConstant() {
        return type == TokenType.WORD;
    }

    /** Equal for tokens that clustering does not tell apart: constants by their text, all others by their type. */
    String label() {
        return separator + (isConstant() ? "=" + text : "<" + type);
    }
}
