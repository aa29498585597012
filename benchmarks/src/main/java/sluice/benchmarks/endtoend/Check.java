package sluice.benchmarks.endtoend;

import java.util.Locale;

/**
 * A figure beside what it should reach.
 *
 * @param floor whether the bound is the least, and not the most
 */
record Check(String what, boolean floor, double bound, String unit, double figure) {
    static Check atLeast(String what, double bound, String unit, double figure) {
        return new Check(what, true, bound, unit, figure);
    }

    static Check atMost(String what, double bound, String unit, double figure) {
        return new Check(what, false, bound, unit, figure);
    }

    boolean met() {
        return floor ? figure >= bound : figure <= bound;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %s%s, asked for at %s %s%s: %s",
                what,
                Figures.plain(figure),
                unit,
                floor ? "least" : "most",
                Figures.plain(bound),
                unit,
                met() ? "met" : "NOT MET");
    }
}
