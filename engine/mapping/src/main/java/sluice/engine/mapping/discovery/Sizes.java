package sluice.engine.mapping.discovery;

/** How big keys are, in buckets that grow by an eighth. Mutable; belongs to one thread. */
final class Sizes {
    private static final int STEPS = 8;

    private final long[] buckets = new long[Long.SIZE * STEPS];
    private long keys;
    private long most;

    void add(long bytes) {
        keys++;
        most = Math.max(most, bytes);
        buckets[bucketOf(Math.max(1, bytes))]++;
    }

    /** The size that half of all keys do not exceed, an eighth too big at most. */
    long median() {
        long seen = 0;
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            seen += buckets[bucket];
            if (seen > 0 && 2 * seen >= keys) {
                return Math.min(most, lastOf(bucket));
            }
        }
        return 0;
    }

    long most() {
        return most;
    }

    private static int bucketOf(long bytes) {
        int exponent = 63 - Long.numberOfLeadingZeros(bytes);
        int step = exponent < 3 ? 0 : (int) (bytes >>> (exponent - 3)) & (STEPS - 1);
        return exponent * STEPS + step;
    }

    private static long lastOf(int bucket) {
        int exponent = bucket / STEPS;
        int step = bucket % STEPS + 1;
        return exponent < 3 ? (2L << exponent) - 1 : (1L << exponent) + ((long) step << (exponent - 3)) - 1;
    }
}
