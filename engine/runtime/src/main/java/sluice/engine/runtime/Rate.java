package sluice.engine.runtime;

import java.util.ArrayDeque;

/** The speed over the last seconds, from readings of a counter. Mutable; belongs to one thread. */
final class Rate {
    private static final double SPAN_SECONDS = 5;

    private record Reading(long rows, double seconds) {}

    private final ArrayDeque<Reading> readings = new ArrayDeque<>();

    double perSecond(long rows, double seconds) {
        readings.addLast(new Reading(rows, seconds));
        while (readings.size() > 2 && seconds - readings.getFirst().seconds() > SPAN_SECONDS) {
            readings.removeFirst();
        }
        Reading first = readings.getFirst();
        double span = seconds - first.seconds();
        return span > 0 ? Math.max(0, (rows - first.rows()) / span) : 0;
    }
}
