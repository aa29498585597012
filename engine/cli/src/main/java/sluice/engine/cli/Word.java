package sluice.engine.cli;

import java.util.Locale;

/** How constants and arguments are written on the command line. */
final class Word {
    private Word() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** A word as a shell reads it. */
    static String quoted(String word) {
        return word.matches("[\\w:/.@,=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
