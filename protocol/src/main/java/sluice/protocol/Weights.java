package sluice.protocol;

import java.util.List;

/** What data weighs. */
final class Weights {
    /** Bytes that a small object costs beside its content: header, reference, length. */
    static final int OBJECT = 24;

    private Weights() {}

    static long ofAll(List<byte[]> arrays) {
        long sum = 0;
        for (byte[] array : arrays) {
            sum += array.length;
        }
        return sum;
    }
}
