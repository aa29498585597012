package sluice.adapters.rdb;

import java.io.IOException;

/** Strings that follow each other in the file, as many as was said before them. */
final class PlainElements implements Elements {
    /** From here on a score's length is no length but the score itself. */
    static final int NAN = 253;

    private static final int INFINITY = 254;
    private static final int MINUS_INFINITY = 255;

    private final RdbInput input;
    private final boolean binaryScores;
    private final byte[] text = new byte[MINUS_INFINITY];
    private long left;

    /** {@code strings} counts the strings alone: scores and expiries between them do not count. */
    PlainElements(RdbInput input, long strings, boolean binaryScores) {
        this.input = input;
        this.left = strings;
        this.binaryScores = binaryScores;
    }

    @Override
    public boolean hasNext() {
        return left != 0;
    }

    @Override
    public byte[] next() throws IOException {
        left--;
        return input.string();
    }

    @Override
    public double nextScore() throws IOException {
        if (binaryScores) {
            return Decimal.score(Double.longBitsToDouble(input.readLong(Long.BYTES)));
        }
        int length = input.read();
        return switch (length) {
            case NAN -> Decimal.score(Double.NaN);
            case INFINITY -> Double.POSITIVE_INFINITY;
            case MINUS_INFINITY -> Double.NEGATIVE_INFINITY;
            default -> {
                input.read(text, 0, length);
                yield Decimal.score(text, 0, length);
            }
        };
    }

    @Override
    public long nextNumber() throws IOException {
        return input.length();
    }
}
