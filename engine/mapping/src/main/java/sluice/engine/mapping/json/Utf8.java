package sluice.engine.mapping.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Which bytes are text. */
public final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Utf8() {}

    /** True for valid UTF-8 without NUL: what every tool reads as text. */
    public static boolean isText(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (at + Long.BYTES <= to && isPlain((long) LONGS.get(bytes, at))) {
                at += Long.BYTES;
            } else if (bytes[at] > 0) {
                at++;
            } else {
                at = afterSequence(bytes, at, to);
                if (at < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    public static boolean isText(byte[] bytes) {
        return isText(bytes, 0, bytes.length);
    }

    /** Eight bytes, none zero and none with its high bit: without high bits the subtraction borrows from nobody. */
    private static boolean isPlain(long eight) {
        return ((eight | (eight - ONES)) & HIGHS) == 0;
    }

    /** Where a character of two to four bytes ends, or -1 where there is none. */
    static int afterSequence(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return isWithin(bytes, at + 1, to, 0x80, 0xbf) ? at + 2 : -1;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            boolean second = isWithin(bytes, at + 1, to, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
            return second && isWithin(bytes, at + 2, to, 0x80, 0xbf) ? at + 3 : -1;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            boolean second = isWithin(bytes, at + 1, to, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
            boolean third = second && isWithin(bytes, at + 2, to, 0x80, 0xbf);
            return third && isWithin(bytes, at + 3, to, 0x80, 0xbf) ? at + 4 : -1;
        }
        return -1;
    }

    private static boolean isWithin(byte[] bytes, int at, int to, int low, int high) {
        if (at >= to) {
            return false;
        }
        int b = bytes[at] & 0xff;
        return b >= low && b <= high;
    }
}
