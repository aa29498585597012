package sluice.adapters.sqlite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers of 64 bits that stand for values: the same for the same value, and else hardly ever. No file holds any. */
final class Fingerprint {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    private Fingerprint() {}

    static long of(byte[] bytes) {
        long hash = bytes.length;
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            hash = of(hash ^ (long) LONGS.get(bytes, at));
        }
        long tail = 0;
        for (; at < bytes.length; at++) {
            tail = (tail << Byte.SIZE) | (bytes[at] & 0xff);
        }
        return of(hash ^ tail);
    }

    static long of(long number) {
        long once = (number ^ (number >>> 32)) * FACTOR;
        return (once ^ (once >>> 29)) * FACTOR;
    }
}
