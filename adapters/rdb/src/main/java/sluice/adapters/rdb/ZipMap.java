package sluice.adapters.rdb;

import java.util.Arrays;

/** A zipmap, the small hash of servers before version 2.6: names and contents in turn, contents with spare room. */
final class ZipMap implements Elements {
    private static final int END = 0xff;
    private static final int WIDE = 0xfe;

    private final byte[] bytes;
    private final int end;
    private int at = 1;
    private boolean atContent;

    ZipMap(Blob blob) throws DamagedValueException {
        this.bytes = blob.bytes();
        this.end = blob.length() - 1;
        if (end < 1 || (bytes[end] & 0xff) != END) {
            throw new DamagedValueException("a zipmap has no end mark");
        }
    }

    @Override
    public boolean hasNext() {
        return at < end;
    }

    @Override
    public byte[] next() throws DamagedValueException {
        int length = length();
        int spare = 0;
        if (atContent) {
            require(1);
            spare = bytes[at++] & 0xff;
        }
        require((long) length + spare);
        byte[] element = Arrays.copyOfRange(bytes, at, at + length);
        at += length + spare;
        atContent = !atContent;
        return element;
    }

    private int length() throws DamagedValueException {
        require(1);
        int first = bytes[at++] & 0xff;
        if (first < WIDE) {
            return first;
        }
        require(Integer.BYTES);
        long wide = Integers.unsigned(bytes, at, Integer.BYTES);
        at += Integer.BYTES;
        require(wide);
        return (int) wide;
    }

    private void require(long wanted) throws DamagedValueException {
        if (wanted > end - at) {
            throw new DamagedValueException("a zipmap's entry goes beyond its end");
        }
    }

    @Override
    public double nextScore() throws DamagedValueException {
        throw new DamagedValueException("a zipmap holds no scores");
    }

    @Override
    public long nextNumber() throws DamagedValueException {
        throw new DamagedValueException("a zipmap holds no numbers");
    }
}
