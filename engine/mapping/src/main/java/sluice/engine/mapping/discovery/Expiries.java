package sluice.engine.mapping.discovery;

import sluice.protocol.Row;

/** How long keys were still to live when they were read. Mutable; belongs to one thread. */
final class Expiries {
    /** The end of the year 9999, after which times have no usual text. */
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private final long now;
    private long keys;
    private long expiring;
    private long shortest = Long.MAX_VALUE;
    private long longest;
    private boolean far;

    Expiries(long now) {
        this.now = now;
    }

    void add(long expiresAt) {
        keys++;
        if (expiresAt != Row.NEVER) {
            expiring++;
            long left = Math.max(0, expiresAt - now);
            shortest = Math.min(shortest, left);
            longest = Math.max(longest, left);
            far |= expiresAt > LAST_MILLIS;
        }
    }

    /** How many keys expire. */
    long expiring() {
        return expiring;
    }

    /** Whether some expire after the year 9999. */
    boolean isFar() {
        return far;
    }

    @Override
    public String toString() {
        if (expiring == 0) {
            return "none expires";
        }
        String range = Words.duration(shortest).equals(Words.duration(longest))
                ? Words.duration(longest)
                : Words.duration(shortest) + " to " + Words.duration(longest);
        return (expiring == keys ? "all expire" : Words.of(expiring, keys) + " expire") + ", in " + range;
    }
}
