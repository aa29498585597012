package sluice.adapters.rdb;

import java.util.Arrays;

/** A listpack: total bytes, count, entries with their own length behind them, and an end mark. */
final class ListPack implements Elements {
    private static final int HEADER = 6;
    private static final int END = 0xff;
    private static final int COUNT = 4;
    /** The count of what has too many entries to count them in two bytes. */
    private static final int UNCOUNTED = 0xffff;

    private static final int ONE_BYTE_MAX = 127;
    private static final int SIGN_OF_13_BITS = Long.SIZE - 13;

    private final byte[] bytes;
    private final int end;
    private final int counted;
    private int at = HEADER;
    private int read;

    private boolean isNumber;
    private long number;
    private int start;
    private int length;

    ListPack(Blob blob) throws DamagedValueException {
        this.bytes = blob.bytes();
        this.end = blob.length() - 1;
        if (end < HEADER || Integers.unsigned(bytes, 0, Integer.BYTES) != blob.length() || (bytes[end] & 0xff) != END) {
            throw new DamagedValueException("a listpack's length or end mark is wrong");
        }
        this.counted = (int) Integers.unsigned(bytes, COUNT, Short.BYTES);
    }

    @Override
    public boolean hasNext() throws DamagedValueException {
        if (at < end && (bytes[at] & 0xff) == END) {
            throw new DamagedValueException("a listpack ends before its end");
        }
        if (at == end && read != counted && counted != UNCOUNTED) {
            throw new DamagedValueException("a listpack of " + read + " entries says that it has " + counted);
        }
        return at < end;
    }

    @Override
    public byte[] next() throws DamagedValueException {
        readEntry();
        return isNumber ? Decimal.ascii(number) : Arrays.copyOfRange(bytes, start, start + length);
    }

    @Override
    public double nextScore() throws DamagedValueException {
        readEntry();
        return isNumber ? (double) number : Decimal.score(bytes, start, length);
    }

    @Override
    public long nextNumber() throws DamagedValueException {
        readEntry();
        if (!isNumber) {
            throw new DamagedValueException("a listpack holds bytes where a number belongs");
        }
        return number;
    }

    private void readEntry() throws DamagedValueException {
        read++;
        if (at >= end) {
            throw new DamagedValueException("a listpack ends in the middle of what it holds");
        }
        int begin = at;
        int first = bytes[at] & 0xff;
        isNumber = true;
        if (first < 0x80) {
            number = first;
            at += 1;
        } else if (first < 0xc0) {
            string(1, first & 0x3f);
        } else if (first < 0xe0) {
            require(2);
            number = Integers.bigEndian(bytes, at, Short.BYTES) << SIGN_OF_13_BITS >> SIGN_OF_13_BITS;
            at += 2;
        } else if (first < 0xf0) {
            require(2);
            string(2, Integers.bigEndian(bytes, at, Short.BYTES) & 0x0fff);
        } else {
            readWide(first);
        }
        int size = at - begin;
        if (size <= ONE_BYTE_MAX && (bytes[at] & 0xff) != size) {
            throw new DamagedValueException("a listpack's entry has the wrong length behind it");
        }
        at += lengthOfLength(size);
        if (at > end) {
            throw new DamagedValueException("a listpack's entry goes beyond its end");
        }
    }

    private void readWide(int first) throws DamagedValueException {
        switch (first) {
            case 0xf0 -> {
                require(5);
                string(5, Integers.unsigned(bytes, at + 1, Integer.BYTES));
            }
            case 0xf1 -> integer(2);
            case 0xf2 -> integer(3);
            case 0xf3 -> integer(4);
            case 0xf4 -> integer(8);
            default -> throw new DamagedValueException("no listpack entry begins with " + RdbInput.hex(first));
        }
    }

    private void string(int header, long claimed) throws DamagedValueException {
        if (claimed > end - at - header) {
            throw new DamagedValueException("a listpack's entry goes beyond its end");
        }
        isNumber = false;
        start = at + header;
        length = (int) claimed;
        at = start + length;
    }

    private void integer(int width) throws DamagedValueException {
        require(1 + width);
        number = Integers.signed(bytes, at + 1, width);
        at += 1 + width;
    }

    private void require(int wanted) throws DamagedValueException {
        if (wanted > end - at) {
            throw new DamagedValueException("a listpack's entry goes beyond its end");
        }
    }

    private static int lengthOfLength(int entry) {
        if (entry <= ONE_BYTE_MAX) {
            return 1;
        }
        if (entry < 16_383) {
            return 2;
        }
        if (entry < 2_097_151) {
            return 3;
        }
        return entry < 268_435_455 ? 4 : 5;
    }
}
