package sluice.engine.mapping.yaml;

/** Text of a file, fit for one line of a message. */
final class Shown {
    private Shown() {}

    /** The same text with everything escaped that would move the cursor or hide what follows. */
    static String line(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }
}
