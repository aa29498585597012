package sluice.engine.cli;

import java.util.Locale;

/** How a constant is written on the command line. */
final class Word {
    private Word() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
