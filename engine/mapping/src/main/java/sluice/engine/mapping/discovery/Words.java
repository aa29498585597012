package sluice.engine.mapping.discovery;

import java.time.Duration;
import java.util.Locale;

/** Numbers as comments of a plan show them. */
final class Words {
    private static final int NAME_MAX = 80;

    private Words() {}

    /** A name of bounded length. */
    static String cut(String name) {
        return name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX) + "...";
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** So many of all: "3 of 1,204". */
    static String of(long some, long all) {
        return count(some) + " of " + count(all);
    }

    static String percent(double share) {
        double percent = share * 100;
        if (percent > 0 && percent < 0.01) {
            return "under 0.01 %";
        }
        String form = percent >= 10 || percent == 0 ? "%.0f %%" : percent >= 1 ? "%.1f %%" : "%.2f %%";
        return String.format(Locale.ROOT, form, percent);
    }

    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        while (size >= 1_000 && unit < 3) {
            size /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, size < 10 ? "%.1f %s" : "%.0f %s", size, "kMGT".charAt(unit) + "B");
    }

    /** In the unit that it deserves: "5 s", "30 min", "24 h", "90 d". */
    static String duration(long millis) {
        Duration duration = Duration.ofMillis(millis);
        if (duration.toMinutes() < 2) {
            return Math.max(1, duration.toSeconds()) + " s";
        }
        if (duration.toHours() < 2) {
            return duration.toMinutes() + " min";
        }
        return duration.toHours() < 72 ? duration.toHours() + " h" : duration.toDays() + " d";
    }
}
