package sluice.benchmarks.endtoend;

import java.util.Locale;

/** How figures are shown to people. */
final class Figures {
    private Figures() {}

    /** Three digits that matter. */
    static String plain(double figure) {
        double size = Math.abs(figure);
        int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + digits + "f", figure);
    }

    static String count(double figure) {
        return String.format(Locale.ROOT, "%,.0f", figure);
    }

    /** {@code 2.31 (2.28–2.40)}. */
    static String spread(Spread spread) {
        return plain(spread.median()) + " (" + plain(spread.min()) + "–" + plain(spread.max()) + ")";
    }
}
