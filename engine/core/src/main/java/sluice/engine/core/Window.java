package sluice.engine.core;

/**
 * How much a reader may have in flight, and how much it has. Immutable. One batch may always fly, however big it is:
 * otherwise a row beyond the bound could never move.
 */
public record Window(int batchesMax, long bytesMax, int batches, long bytes) {
    public Window {
        if (batchesMax < 1 || bytesMax < 1 || batches < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "window of " + batches + "/" + batchesMax + " batches, " + bytes + "/" + bytesMax + " bytes");
        }
    }

    public static Window of(int batchesMax, long bytesMax) {
        return new Window(batchesMax, bytesMax, 0, 0);
    }

    /** Whether a batch of this size may be sent now. */
    public boolean isOpenFor(long batchBytes) {
        return batches == 0 || (batches < batchesMax && bytes + batchBytes <= bytesMax);
    }

    public boolean isEmpty() {
        return batches == 0;
    }

    public Window sent(long batchBytes) {
        return new Window(batchesMax, bytesMax, batches + 1, bytes + batchBytes);
    }

    public Window acked(int ackedBatches, long ackedBytes) {
        return new Window(batchesMax, bytesMax, batches - ackedBatches, bytes - ackedBytes);
    }
}
