package sluice.adapters.redis;

/**
 * One of 2^bits slices of a hash table that SCAN walks. A cursor counts in reverse-binary order: its low bits are its
 * most significant digits, so the cursors whose low bits say {@code index} follow each other without a gap, whatever
 * the size of the table, and also while it grows or shrinks.
 *
 * @param bits how many low bits choose the slice; 0 is the whole table
 * @param index which slice: 0 to 2^bits - 1
 */
record ScanSlice(int bits, long index) {
    static final ScanSlice WHOLE = new ScanSlice(0, 0);

    private static final int BITS_MAX = 20;
    static final int SLICES_MAX = 1 << BITS_MAX;

    /** Where so few are left, a third of them is hardly ever spread over more buckets than the slice has left. */
    private static final int KEYS_ONE_BY_ONE = 16;

    ScanSlice {
        if (bits < 0 || bits > BITS_MAX || index < 0 || index >= 1L << bits) {
            throw new IllegalArgumentException("slice " + index + " of 2^" + bits);
        }
    }

    /** Where SCAN begins. */
    long start() {
        return index;
    }

    /** Whether the slice is complete when SCAN returned this cursor. */
    boolean endsAt(long returned) {
        return returned == 0 || (returned & mask()) != index;
    }

    /**
     * Whether the names that came with this cursor lie beyond the slice's end, all of them; they are the next slice's
     * to read. A SCAN with COUNT 1 ends with the first step that finds a name, so all its names come from the bucket
     * just before the cursor. Digits above the slice's own show that the table is larger than the number of slices, so
     * no bucket belongs to two of them; then only a cursor at the very beginning of the next slice follows a bucket of
     * ours.
     */
    boolean isBeyond(int count, long returned) {
        return count == 1 && endsAt(returned) && returned > mask();
    }

    /** How much of the slice lies before this cursor, 0 to 1. */
    double done(long cursor) {
        long digits = Long.reverse(cursor) << bits;
        return (digits >>> 1) / 0x1p63;
    }

    /**
     * The COUNT for the next SCAN: what it reaches beyond the slice's end is read twice, so it shrinks towards the end
     * and is 1 there, see {@link #isBeyond}.
     *
     * @param keys how many keys the whole slice holds, about
     * @param most never more than this
     */
    int count(long cursor, double keys, int most) {
        if (bits == 0) {
            return most;
        }
        double left = keys * (1 - done(cursor));
        return left < KEYS_ONE_BY_ONE ? 1 : Math.clamp((long) (left / 3), 1, most);
    }

    int slices() {
        return 1 << bits;
    }

    private long mask() {
        return (1L << bits) - 1;
    }
}
