package sluice.engine.core;

/** Keeps a number of rows a second over all readers. Safe for several threads. */
public final class Pace {
    private static final long SECOND_NANOS = 1_000_000_000L;
    /**
     * So much lateness is made good by going on at once: timers wake tens of milliseconds late, which at short waits
     * would cost most of the rate. Who comes later than that was idle, and is owed nothing.
     */
    private static final long CATCH_UP_NANOS = 250_000_000L;

    private final long rowsPerSecond;
    private long freeAtNanos;
    private boolean started;

    /** {@code rowsPerSecond} of 0 means without limit. */
    public Pace(long rowsPerSecond) {
        this.rowsPerSecond = rowsPerSecond;
    }

    /** Books the rows and says how many nanoseconds to wait before reading on. */
    public synchronized long book(long rows, long nowNanos) {
        if (rowsPerSecond == 0) {
            return 0;
        }
        if (!started || freeAtNanos - nowNanos < -CATCH_UP_NANOS) {
            freeAtNanos = nowNanos;
            started = true;
        }
        freeAtNanos += rows * SECOND_NANOS / rowsPerSecond;
        return Math.max(0, freeAtNanos - nowNanos);
    }
}
