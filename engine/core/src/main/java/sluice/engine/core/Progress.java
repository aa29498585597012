package sluice.engine.core;

/**
 * How a run stands at a moment, for people who watch.
 *
 * @param stage what is being done: opening, landing, sealing, verifying, finished
 * @param fraction how much of the source has been read, 0 to 1; NaN where nobody knows
 * @param rowsPerSecond over the last seconds
 * @param waiting why nothing moves; empty when it does
 */
public record Progress(
        String stage,
        long read,
        long written,
        long rejected,
        long expired,
        long bytes,
        double seconds,
        double fraction,
        double rowsPerSecond,
        long inFlightBytes,
        long logBytes,
        int attempt,
        String waiting) {
    public static final Progress NOTHING = new Progress("opening", 0, 0, 0, 0, 0, 0, Double.NaN, 0, 0, 0, 1, "");

    /** Seconds until the source is read, at the speed so far; NaN where nobody knows. */
    public double secondsLeft() {
        return fraction > 0.001 && seconds > 0.5 ? seconds / fraction * (1 - fraction) : Double.NaN;
    }
}
