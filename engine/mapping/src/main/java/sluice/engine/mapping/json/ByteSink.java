package sluice.engine.mapping.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are written one after the other. */
public final class ByteSink {
    private byte[] bytes;
    private int length;

    public ByteSink(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    public void add(int b) {
        room(1);
        bytes[length++] = (byte) b;
    }

    public void add(String ascii) {
        byte[] more = ascii.getBytes(StandardCharsets.US_ASCII);
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    public byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.max(doubled, Math.addExact(length, more)));
        }
    }
}
