package sluice.engine.core;

/** What a sample proves about the whole, by the exact binomial bound (Clopper and Pearson), one-sided. */
public final class Confidence {
    static final double LEVEL = 0.99;

    private Confidence() {}

    /** The share that differs is at most this, at 99 % confidence, when {@code differing} of {@code drawn} differ. */
    public static double upperBound(long differing, long drawn) {
        if (differing >= drawn) {
            return 1;
        }
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (chanceOfAtMost(differing, drawn, middle) > 1 - LEVEL) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The chance that at most {@code hits} of {@code drawn} differ when a {@code share} of all does. */
    private static double chanceOfAtMost(long hits, long drawn, double share) {
        double logTerm = drawn * Math.log1p(-share);
        double sum = Math.exp(logTerm);
        for (long i = 1; i <= hits; i++) {
            logTerm += Math.log((double) (drawn - i + 1) / i) + Math.log(share) - Math.log1p(-share);
            sum += Math.exp(logTerm);
        }
        return sum;
    }
}
