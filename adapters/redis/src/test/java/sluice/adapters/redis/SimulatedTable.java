package sluice.adapters.redis;

import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A hash table as servers keep it: a power of two of buckets, and while it is being resized a second table into which
 * the buckets of the first move one after the other. SCAN walks it in reverse-binary order.
 */
final class SimulatedTable {
    private static final int BITS_MAX = 10;

    private final List<Long> hashes;
    private long oldSize;
    private long newSize;
    private long moved;

    SimulatedTable(List<Long> hashes, int sizeBits) {
        this.hashes = hashes;
        this.oldSize = 1L << sizeBits;
    }

    /** Begins, continues or ends a resizing, or leaves things as they are. */
    void changeAtRandom(Random random) {
        if (random.nextInt(3) != 0) {
            return;
        }
        if (newSize == 0) {
            newSize = 1L << random.nextInt(BITS_MAX);
            newSize = newSize == oldSize ? 0 : newSize;
            moved = 0;
            return;
        }
        moved += random.nextLong(oldSize) + 1;
        if (moved >= oldSize) {
            oldSize = newSize;
            newSize = 0;
        }
    }

    /** SCAN with a COUNT, which makes steps until it has so many names, or has looked at ten times as many buckets. */
    long page(long cursor, int count, Set<Long> found) {
        long next = cursor;
        int steps = 10 * count;
        do {
            next = scan(next, found);
        } while (next != 0 && --steps > 0 && found.size() < count);
        return next;
    }

    /** One step of SCAN: visits the buckets under the cursor and returns the next one. */
    long scan(long cursor, Set<Long> found) {
        if (newSize == 0) {
            visit(cursor, oldSize, false, found);
            return following(cursor, oldSize - 1);
        }
        long smallMask = Math.min(oldSize, newSize) - 1;
        long largeMask = Math.max(oldSize, newSize) - 1;
        boolean smallIsNew = newSize < oldSize;
        visit(cursor, smallMask + 1, smallIsNew, found);
        long next = cursor;
        do {
            visit(next, largeMask + 1, !smallIsNew, found);
            next = following(next, largeMask);
        } while ((next & (smallMask ^ largeMask)) != 0);
        return next;
    }

    private static long following(long cursor, long mask) {
        return Long.reverse(Long.reverse(cursor | ~mask) + 1);
    }

    private void visit(long cursor, long size, boolean inNew, Set<Long> found) {
        for (long hash : hashes) {
            boolean hasMoved = newSize != 0 && (hash & (oldSize - 1)) < moved;
            if (hasMoved == inNew && (hash & (size - 1)) == (cursor & (size - 1))) {
                found.add(hash);
            }
        }
    }
}
