package sluice.adapters.rdb;

/** Decompresses what Redis compressed with LZF, without ever leaving the given bounds. */
final class Lzf {
    /** The longest back reference is 264 bytes long and costs three. */
    private static final int RATIO_MAX = 88;

    private static final int LITERALS_BELOW = 1 << 5;
    private static final int LONG_REFERENCE = 7;

    private Lzf() {}

    /** Whether so few bytes can hold so many. */
    static boolean isPlausible(long compressed, long decompressed) {
        return decompressed >= 0 && decompressed / RATIO_MAX <= compressed;
    }

    /** How many bytes come out, told by the compressed ones alone; whether they make sense is not looked at. */
    static long length(byte[] from, int end) {
        long out = 0;
        int in = 0;
        while (in < end) {
            int control = from[in++] & 0xff;
            if (control < LITERALS_BELOW) {
                in += control + 1;
                out += control + 1;
            } else {
                boolean isLong = control >> 5 == LONG_REFERENCE;
                out += (control >> 5) + 2 + (isLong && in < end ? from[in] & 0xff : 0);
                in += isLong ? 2 : 1;
            }
        }
        return out;
    }

    /** Fills {@code to} up to {@code toLength} exactly, from the given range of {@code from}. */
    static void decompress(byte[] from, int start, int end, byte[] to, int toLength) throws DamagedValueException {
        int in = start;
        int out = 0;
        while (in < end) {
            int control = from[in++] & 0xff;
            if (control < LITERALS_BELOW) {
                int length = control + 1;
                check(in + length <= end && out + length <= toLength);
                System.arraycopy(from, in, to, out, length);
                in += length;
                out += length;
                continue;
            }
            int length = control >> 5;
            if (length == LONG_REFERENCE) {
                check(in < end);
                length += from[in++] & 0xff;
            }
            length += 2;
            check(in < end);
            int reference = out - ((control & 0x1f) << 8) - (from[in++] & 0xff) - 1;
            check(reference >= 0 && out + length <= toLength);
            copy(to, reference, out, length);
            out += length;
        }
        check(out == toLength);
    }

    /** The ranges may overlap: then the copy repeats what it has just written. */
    private static void copy(byte[] bytes, int from, int to, int length) {
        if (from + length <= to) {
            System.arraycopy(bytes, from, bytes, to, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            bytes[to + i] = bytes[from + i];
        }
    }

    private static void check(boolean fits) throws DamagedValueException {
        if (!fits) {
            throw new DamagedValueException("compressed bytes do not decompress to the length they claim");
        }
    }
}
