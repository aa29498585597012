package sluice.engine.core;

import java.time.Duration;

/** How long to wait before trying again, and how often to try: the wait doubles from the first to the longest. */
public record Backoff(int triesMax, Duration first, Duration longest) {
    public Backoff {
        if (triesMax < 0 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("back-off of " + triesMax + " tries, " + first + " to " + longest);
        }
    }

    /** Whether another try is left after so many failures in a row. */
    public boolean allows(int failures) {
        return failures <= triesMax;
    }

    public Duration after(int failures) {
        long factor = 1L << Math.min(Math.max(failures - 1, 0), 30);
        Duration wait = first.multipliedBy(factor);
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
