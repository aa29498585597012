package sluice.engine.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A chained 128-bit MurmurHash3 (x64 variant): each part is hashed with the state of the parts before it as its seed
 * and closed with its length, so that parts cannot run into each other. For finding accidents, not for defence against
 * somebody who forges. Belongs to one thread.
 *
 * <p>Our own because the row digest runs once for every row and element: library versions return a new array for each
 * call and do not take a 128-bit seed, which the chaining needs.
 */
final class Hasher {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private long h1;
    private long h2;

    long high() {
        return h1;
    }

    long low() {
        return h2;
    }

    Hasher start(long seed) {
        h1 = seed;
        h2 = ~seed;
        return this;
    }

    /** Goes on from a state that {@link #high} and {@link #low} gave. */
    Hasher resume(long high, long low) {
        h1 = high;
        h2 = low;
        return this;
    }

    Hasher number(long value) {
        mixBlock(value, 0x9e3779b97f4a7c15L);
        finish(8);
        return this;
    }

    Hasher bytes(byte[] bytes) {
        int blocksEnd = bytes.length & ~15;
        for (int i = 0; i < blocksEnd; i += 16) {
            mixBlock((long) LONGS.get(bytes, i), (long) LONGS.get(bytes, i + 8));
        }
        mixTail(bytes, blocksEnd);
        finish(bytes.length);
        return this;
    }

    private void mixBlock(long k1, long k2) {
        h1 ^= Long.rotateLeft(k1 * C1, 31) * C2;
        h1 = (Long.rotateLeft(h1, 27) + h2) * 5 + 0x52dce729;
        h2 ^= Long.rotateLeft(k2 * C2, 33) * C1;
        h2 = (Long.rotateLeft(h2, 31) + h1) * 5 + 0x38495ab5;
    }

    private void mixTail(byte[] bytes, int from) {
        int left = bytes.length - from;
        if (left > 8) {
            h2 ^= Long.rotateLeft(partOf(bytes, from + 8, left - 8) * C2, 33) * C1;
        }
        if (left > 0) {
            h1 ^= Long.rotateLeft(partOf(bytes, from, Math.min(left, 8)) * C1, 31) * C2;
        }
    }

    private static long partOf(byte[] bytes, int from, int length) {
        if (length == 8) {
            return (long) LONGS.get(bytes, from);
        }
        long part = 0;
        for (int i = length - 1; i >= 0; i--) {
            part = part << 8 | (bytes[from + i] & 0xff);
        }
        return part;
    }

    private void finish(int length) {
        h1 ^= length;
        h2 ^= length;
        h1 += h2;
        h2 += h1;
        h1 = scramble(h1);
        h2 = scramble(h2);
        h1 += h2;
        h2 += h1;
    }

    /** Spreads every bit of a number over all of them. */
    static long scramble(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
