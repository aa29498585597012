package sluice.engine.core;

/**
 * Durations, counted in buckets that grow by an eighth: 12 % of error at most, in 4 KiB, however many there are.
 * Mutable; belongs to one thread.
 */
public final class LatencyHistogram {
    private static final int STEPS = 8;
    private final long[] counts = new long[64 * STEPS];
    private long total;

    public void record(long nanos) {
        counts[bucketOf(Math.max(nanos, 1))]++;
        total++;
    }

    /** The duration that this share of all did not exceed, in milliseconds; 0 when there were none. */
    public double quantileMillis(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted && seen > 0) {
                return Math.round(upperNanosOf(bucket) / 1e3) / 1e3;
            }
        }
        return 0;
    }

    private static int bucketOf(long nanos) {
        int exponent = 63 - Long.numberOfLeadingZeros(nanos);
        int step = exponent < 3 ? 0 : (int) (nanos >>> (exponent - 3)) & (STEPS - 1);
        return exponent * STEPS + step;
    }

    private static double upperNanosOf(int bucket) {
        int exponent = bucket / STEPS;
        return Math.scalb(1.0 + (bucket % STEPS + 1) / (double) STEPS, exponent);
    }
}
