package sluice.engine.mapping.yaml;

/** Text of a file, fit for one line of a message. */
final class Shown {
    private static final int MAX = 800;

    private Shown() {}

    /** The same text with everything escaped that would move the cursor or hide what follows, cut where it is long. */
    static String line(String text) {
        int length = Math.min(text.length(), MAX);
        StringBuilder shown = new StringBuilder(length);
        text.substring(0, length).codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return text.length() > MAX ? shown.append("…").toString() : shown.toString();
    }
}
