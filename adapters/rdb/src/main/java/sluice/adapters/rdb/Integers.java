package sluice.adapters.rdb;

/** Integers of any width as they lie in packed values. Bounds are the caller's business. */
final class Integers {
    private Integers() {}

    static long unsigned(byte[] bytes, int from, int width) {
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[from + i] & 0xff);
        }
        return value;
    }

    static long signed(byte[] bytes, int from, int width) {
        int unused = Long.SIZE - width * Byte.SIZE;
        return unsigned(bytes, from, width) << unused >> unused;
    }

    static long bigEndian(byte[] bytes, int from, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = (value << 8) | (bytes[from + i] & 0xff);
        }
        return value;
    }
}
