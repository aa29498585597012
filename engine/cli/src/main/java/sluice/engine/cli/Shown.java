package sluice.engine.cli;

import java.util.Locale;

/** How numbers are shown to people: the same everywhere. */
final class Shown {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Shown() {}

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A number with its noun: "1 attempt", "2 attempts". */
    static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    static String bytes(long bytes) {
        int unit = 0;
        double size = bytes;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : String.format(Locale.ROOT, size < 100 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
    }

    /** Seconds in the precision that their length deserves: "0.21 s", "12.3 s", "4:05 min", "2:03:04 h". */
    static String duration(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.2f s", seconds);
        }
        return seconds < 60 ? String.format(Locale.ROOT, "%.1f s", seconds) : clock(seconds);
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d h", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** Time left, in whole seconds. */
    static String left(double seconds) {
        return (seconds < 60 ? Math.max(1, Math.round(seconds)) + " s" : clock(seconds)) + " left";
    }

    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%d %%", (int) (Math.min(1, fraction) * 100));
    }
}
