package sluice.engine.core;

/**
 * When a run was where, from what its observer was told. The first half of the landing is slower than the rest: the
 * JVM compiles what it runs. Mutable; safe for several threads.
 */
public final class Timeline {
    private static final int POINTS_MAX = 4_096;

    private final double[] seconds = new double[POINTS_MAX];
    private final long[] read = new long[POINTS_MAX];
    private int points;
    private double landingBegan = Double.NaN;
    private double landingEnded = Double.NaN;
    private double verifyingBegan = Double.NaN;
    private double ended;

    public synchronized void at(String stage, double atSeconds, long rowsRead) {
        ended = atSeconds;
        switch (stage) {
            case "landing" -> landed(atSeconds, rowsRead);
            case "verifying" -> {
                endLanding(atSeconds);
                verifyingBegan = Double.isNaN(verifyingBegan) ? atSeconds : verifyingBegan;
            }
            case "sealing", "finishing" -> endLanding(atSeconds);
            default -> {}
        }
    }

    private void landed(double atSeconds, long rowsRead) {
        landingBegan = Double.isNaN(landingBegan) ? atSeconds : landingBegan;
        if (points < POINTS_MAX) {
            seconds[points] = atSeconds;
            read[points++] = rowsRead;
        }
    }

    private void endLanding(double atSeconds) {
        landingEnded = Double.isNaN(landingEnded) ? atSeconds : landingEnded;
    }

    /** Seconds before the first row; 0 where it was not seen. */
    public synchronized double openingSeconds() {
        return Double.isNaN(landingBegan) ? 0 : landingBegan;
    }

    /** Rows a second over the whole landing of so many rows. */
    public synchronized double rate(long rows) {
        double took = (Double.isNaN(landingEnded) ? ended : landingEnded) - openingSeconds();
        return took > 0 ? rows / took : Double.NaN;
    }

    /** Rows a second over the second half of the landing; NaN where it was too short to tell. */
    public synchronized double lateRate() {
        int half = points / 2;
        if (points < 4 || seconds[points - 1] <= seconds[half]) {
            return Double.NaN;
        }
        return (read[points - 1] - read[half]) / (seconds[points - 1] - seconds[half]);
    }

    /** Seconds from the beginning of the verification to the end; 0 where there was none. */
    public synchronized double verifyingSeconds() {
        return Double.isNaN(verifyingBegan) ? 0 : ended - verifyingBegan;
    }
}
