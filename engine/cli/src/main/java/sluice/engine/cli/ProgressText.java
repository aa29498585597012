package sluice.engine.cli;

import java.util.ArrayList;
import java.util.List;
import sluice.engine.core.Progress;

/** A moment of a run in words. */
final class ProgressText {
    private static final int BAR_MAX = 30;
    private static final int BAR_MIN = 8;

    private ProgressText() {}

    /** A line for a log. */
    static String plain(Progress progress) {
        String percent = isKnown(progress) ? " " + Shown.percent(progress.fraction()) : "";
        return progress.stage() + percent + ": " + String.join(", ", facts(progress));
    }

    /** A line that fits into a terminal of so many columns, with a bar where the total is known and there is room. */
    static String bar(Progress progress, int columns) {
        String head = String.format("%-9s ", progress.stage());
        String facts = String.join("  ", facts(progress));
        int room = Math.min(BAR_MAX, columns - head.length() - facts.length() - 11);
        String bar = isKnown(progress) ? bar(progress.fraction(), room) : "";
        return cut(head + bar + facts, columns - 1);
    }

    private static String bar(double fraction, int width) {
        String percent = String.format("%5s  ", Shown.percent(fraction));
        if (width < BAR_MIN) {
            return percent;
        }
        int full = (int) Math.round(Math.min(1, fraction) * width);
        return "[" + "#".repeat(full) + "-".repeat(width - full) + "]" + percent;
    }

    private static List<String> facts(Progress progress) {
        List<String> facts = new ArrayList<>();
        facts.add(Shown.count(progress.read(), "row"));
        if (progress.rowsPerSecond() >= 1) {
            facts.add(Shown.count(Math.round(progress.rowsPerSecond())) + " rows/s");
        }
        facts.add(Shown.bytes(progress.bytes()));
        if (isKnown(progress) && !Double.isNaN(progress.secondsLeft())) {
            facts.add(Shown.left(progress.secondsLeft()));
        }
        if (progress.rejected() > 0) {
            facts.add(Shown.count(progress.rejected()) + " rejected");
        }
        if (progress.attempt() > 1) {
            facts.add("attempt " + progress.attempt());
        }
        if (!progress.waiting().isEmpty()) {
            facts.add("waiting: " + progress.waiting());
        }
        return facts;
    }

    /** A fraction is of the source; once all is read it tells nothing of what follows. */
    private static boolean isKnown(Progress progress) {
        return progress.fraction() < 1
                || (progress.fraction() == 1 && progress.stage().equals("landing"));
    }

    private static String cut(String line, int length) {
        return line.length() <= length ? line : line.substring(0, Math.max(0, length - 1)) + "…";
    }
}
