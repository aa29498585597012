package sluice.adapters.rdb;

import java.util.Arrays;

/** A ziplist, which servers before version 7 used: bytes, tail, count, entries with the length before, end mark. */
final class ZipList implements Elements {
    private static final int HEADER = 10;
    private static final int END = 0xff;
    private static final int COUNT = 8;
    /** The count of what has too many entries to count them in two bytes. */
    private static final int UNCOUNTED = 0xffff;

    private static final int WIDE = 0xfe;
    private static final int FIRST_IMMEDIATE = 0xf1;
    private static final int LAST_IMMEDIATE = 0xfd;

    private final byte[] bytes;
    private final int end;
    private final int counted;
    private int at = HEADER;
    private int read;

    private boolean isNumber;
    private long number;
    private int start;
    private int length;

    ZipList(Blob blob) throws DamagedValueException {
        this.bytes = blob.bytes();
        this.end = blob.length() - 1;
        if (end < HEADER || Integers.unsigned(bytes, 0, Integer.BYTES) != blob.length() || (bytes[end] & 0xff) != END) {
            throw new DamagedValueException("a ziplist's length or end mark is wrong");
        }
        this.counted = (int) Integers.unsigned(bytes, COUNT, Short.BYTES);
    }

    @Override
    public boolean hasNext() throws DamagedValueException {
        if (at < end && (bytes[at] & 0xff) == END) {
            throw new DamagedValueException("a ziplist ends before its end");
        }
        if (at == end && read != counted && counted != UNCOUNTED) {
            throw new DamagedValueException("a ziplist of " + read + " entries says that it has " + counted);
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
        throw new DamagedValueException("a ziplist holds no bare numbers");
    }

    private void readEntry() throws DamagedValueException {
        read++;
        require(1);
        skip((bytes[at] & 0xff) < WIDE ? 1 : 5);
        require(1);
        int first = bytes[at] & 0xff;
        switch (first >> 6) {
            case 0 -> string(1, first & 0x3f);
            case 1 -> {
                require(2);
                string(2, Integers.bigEndian(bytes, at, Short.BYTES) & 0x3fff);
            }
            case 2 -> {
                require(5);
                string(5, Integers.bigEndian(bytes, at + 1, Integer.BYTES));
            }
            default -> readNumber(first);
        }
    }

    private void readNumber(int first) throws DamagedValueException {
        isNumber = true;
        switch (first) {
            case 0xc0 -> integer(2);
            case 0xd0 -> integer(4);
            case 0xe0 -> integer(8);
            case 0xf0 -> integer(3);
            case 0xfe -> integer(1);
            default -> {
                if (first < FIRST_IMMEDIATE || first > LAST_IMMEDIATE) {
                    throw new DamagedValueException("no ziplist entry begins with " + RdbInput.hex(first));
                }
                number = (long) first - FIRST_IMMEDIATE;
                at++;
            }
        }
    }

    private void string(int header, long claimed) throws DamagedValueException {
        if (claimed > end - at - header) {
            throw new DamagedValueException("a ziplist's entry goes beyond its end");
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

    private void skip(int width) throws DamagedValueException {
        require(width);
        at += width;
    }

    private void require(int wanted) throws DamagedValueException {
        if (wanted > end - at) {
            throw new DamagedValueException("a ziplist's entry goes beyond its end");
        }
    }
}
