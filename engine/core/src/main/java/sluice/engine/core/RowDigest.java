package sluice.engine.core;

import sluice.protocol.Key;
import sluice.protocol.Reference;

/**
 * What is remembered of a row: enough to find it again and to tell whether it is still the same.
 *
 * @param keyHash spreads keys evenly; decides bucket and sample
 * @param high high half of the digest over kind, key and canonical value, without the expiry
 * @param low low half of it
 */
public record RowDigest(Key key, long keyHash, long high, long low, long expiresAt, long origin) {
    public Reference reference() {
        return new Reference(key, origin);
    }

    /** Whether the other row has the same kind, key and value, and an expiry within the tolerance. */
    public boolean matches(RowDigest other, long expiryToleranceMillis) {
        return high == other.high
                && low == other.low
                && key.equals(other.key)
                && expiriesMatch(expiresAt, other.expiresAt, expiryToleranceMillis);
    }

    private static boolean expiriesMatch(long one, long other, long tolerance) {
        return one == other || (one >= 0 && other >= 0 && Math.abs(one - other) <= tolerance);
    }

    /** The high half of what goes into sums: value and expiry. */
    long sumHigh() {
        return Hasher.scramble(high + expiresAt * 0x9e3779b97f4a7c15L);
    }

    /** The low half of what goes into sums: value and expiry. */
    long sumLow() {
        return Hasher.scramble(low ^ Hasher.scramble(expiresAt));
    }
}
