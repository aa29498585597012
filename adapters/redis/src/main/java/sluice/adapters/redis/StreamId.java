package sluice.adapters.redis;

import java.nio.charset.StandardCharsets;

/** The id of a stream's entry: two unsigned numbers. */
record StreamId(long ms, long seq) {
    static final StreamId FIRST = new StreamId(0, 0);

    static StreamId parse(Object bytes) {
        String text = new String((byte[]) bytes, StandardCharsets.US_ASCII);
        int dash = text.indexOf('-');
        return dash < 0
                ? new StreamId(Long.parseUnsignedLong(text), 0)
                : new StreamId(
                        Long.parseUnsignedLong(text, 0, dash, 10),
                        Long.parseUnsignedLong(text, dash + 1, text.length(), 10));
    }

    /** The id that follows; the highest of all is followed by 0-0. */
    StreamId next() {
        return seq == -1 ? new StreamId(ms + 1, 0) : new StreamId(ms, seq + 1);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(ms) + "-" + Long.toUnsignedString(seq);
    }
}
