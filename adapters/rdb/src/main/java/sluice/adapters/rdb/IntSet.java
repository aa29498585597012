package sluice.adapters.rdb;

/** An intset: the width of its numbers, how many there are, and the numbers, all little-endian. */
final class IntSet implements Elements {
    private static final int HEADER = 8;

    private final byte[] bytes;
    private final int end;
    private final int width;
    private int at = HEADER;

    IntSet(Blob blob) throws DamagedValueException {
        this.bytes = blob.bytes();
        this.end = blob.length();
        if (end < HEADER) {
            throw new DamagedValueException("an intset is shorter than its head");
        }
        long claimedWidth = Integers.unsigned(bytes, 0, Integer.BYTES);
        long count = Integers.unsigned(bytes, Integer.BYTES, Integer.BYTES);
        boolean widthIsKnown = claimedWidth == 2 || claimedWidth == 4 || claimedWidth == 8;
        if (!widthIsKnown || HEADER + count * claimedWidth != end) {
            throw new DamagedValueException(
                    "an intset of " + end + " bytes claims " + count + " numbers of " + claimedWidth + " bytes each");
        }
        this.width = (int) claimedWidth;
    }

    @Override
    public boolean hasNext() {
        return at < end;
    }

    @Override
    public byte[] next() {
        return Decimal.ascii(nextNumber());
    }

    @Override
    public double nextScore() {
        return (double) nextNumber();
    }

    @Override
    public long nextNumber() {
        long number = Integers.signed(bytes, at, width);
        at += width;
        return number;
    }
}
