package sluice.adapters.sqlite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Which bytes become TEXT and which BLOB, and how SQLite sorts the two. */
final class Text {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    /** The order of a SQLite index: TEXT before BLOB, each by unsigned bytes. */
    static final Comparator<byte[]> ORDER = (a, b) -> {
        boolean text = isText(a);
        return text == isText(b) ? Arrays.compareUnsigned(a, b) : text ? -1 : 1;
    };

    private Text() {}

    /** The same order for these names, and a quicker one where all are text or none is. */
    static <T> Comparator<byte[]> orderOf(List<T> elements, Function<T, byte[]> name) {
        boolean text = elements.isEmpty() || isText(name.apply(elements.getFirst()));
        for (T element : elements) {
            if (isText(name.apply(element)) != text) {
                return ORDER;
            }
        }
        return Arrays::compareUnsigned;
    }

    /** True for valid UTF-8 without NUL: what survives as TEXT in every tool. */
    static boolean isText(byte[] bytes) {
        int at = 0;
        int length = bytes.length;
        while (at < length) {
            if (at + Long.BYTES <= length && isPlain((long) LONGS.get(bytes, at))) {
                at += Long.BYTES;
                continue;
            }
            int next = bytes[at] > 0 ? at + 1 : afterSequence(bytes, at);
            if (next < 0) {
                return false;
            }
            at = next;
        }
        return true;
    }

    /** Eight bytes at a time: none with its high bit, none zero. Exact, because without high bits nothing borrows. */
    private static boolean isPlain(long eight) {
        return ((eight | (eight - ONES)) & HIGHS) == 0;
    }

    /** Where a sequence of two to four bytes ends, or -1 where it is not a character. */
    private static int afterSequence(byte[] bytes, int at) {
        int lead = bytes[at] & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return continues(bytes, at + 1, 0x80, 0xbf) ? at + 2 : -1;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            int low = lead == 0xe0 ? 0xa0 : 0x80;
            int high = lead == 0xed ? 0x9f : 0xbf;
            return continues(bytes, at + 1, low, high) && continues(bytes, at + 2, 0x80, 0xbf) ? at + 3 : -1;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            int low = lead == 0xf0 ? 0x90 : 0x80;
            int high = lead == 0xf4 ? 0x8f : 0xbf;
            boolean whole = continues(bytes, at + 1, low, high)
                    && continues(bytes, at + 2, 0x80, 0xbf)
                    && continues(bytes, at + 3, 0x80, 0xbf);
            return whole ? at + 4 : -1;
        }
        return -1;
    }

    private static boolean continues(byte[] bytes, int at, int low, int high) {
        if (at >= bytes.length) {
            return false;
        }
        int b = bytes[at] & 0xff;
        return b >= low && b <= high;
    }

    static String decode(byte[] text) {
        return new String(text, StandardCharsets.UTF_8);
    }
}
