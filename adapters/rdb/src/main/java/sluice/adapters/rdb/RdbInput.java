package sluice.adapters.rdb;

import com.moilioncircle.redis.replicator.Constants;
import com.moilioncircle.redis.replicator.io.RedisInputStream;
import com.moilioncircle.redis.replicator.util.ByteArray;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * An RDB file from any offset on: the stream that redis-replicator reads from, but one that knows where it stands,
 * never allocates more than the file has left, and keeps the checksum of what it has passed. Belongs to one thread;
 * any number of them may share a channel, because all reads are positional.
 */
final class RdbInput extends RedisInputStream {
    private static final int ARRAY_MAX = Integer.MAX_VALUE - 8;

    /** Room for so many decompressed bytes is made on a mere claim; for more they are counted first. */
    private static final int BELIEVED_BYTES = 1 << 16;

    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window;
    private long windowStart;

    private long crc;
    private int crcHead;
    private int markHead = -1;
    private long markCrc;

    private boolean encoded;
    private final Blob compressed = new Blob();

    RdbInput(FileChannel channel, long size, int bufferBytes) {
        super(InputStream.nullInputStream(), bufferBytes);
        this.channel = channel;
        this.size = size;
        this.window = ByteBuffer.wrap(buf);
    }

    /** Goes to an offset, with the checksum of everything before it where that is known. */
    void seek(long offset, long crcBefore) {
        if (offset >= windowStart && offset <= windowStart + tail) {
            head = (int) (offset - windowStart);
        } else {
            windowStart = offset;
            head = 0;
            tail = 0;
        }
        crc = crcBefore;
        crcHead = head;
        markHead = -1;
    }

    long offset() {
        return windowStart + head;
    }

    long remaining() {
        return size - offset();
    }

    long size() {
        return size;
    }

    /** The checksum of all bytes up to here. */
    long crc() {
        sumUpTo(head);
        return crc;
    }

    /** Remembers this place, so that its checksum can still be asked for when reading has gone on. */
    void markEntry() {
        markHead = head;
    }

    /** The checksum of all bytes up to the last {@link #markEntry}. */
    long markedCrc() {
        sumToMark();
        return markCrc;
    }

    private void sumToMark() {
        if (markHead >= 0) {
            sumUpTo(markHead);
            markCrc = crc;
            markHead = -1;
        }
    }

    private void sumUpTo(int to) {
        if (to > crcHead) {
            crc = Crc64.update(crc, buf, crcHead, to);
            crcHead = to;
        }
    }

    @Override
    protected void fill() throws IOException {
        sumToMark();
        sumUpTo(tail);
        windowStart += tail;
        head = 0;
        tail = 0;
        crcHead = 0;
        window.clear();
        window.limit((int) Math.min(buf.length, size - windowStart));
        int read = window.hasRemaining() ? channel.read(window, windowStart) : -1;
        if (read < 0) {
            throw new UnreadableException("the file ends there");
        }
        tail = read;
    }

    @Override
    public int read() throws IOException {
        if (head >= tail) {
            fill();
        }
        return buf[head++] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (head >= tail) {
                fill();
            }
            int step = Math.min(length - done, tail - head);
            System.arraycopy(buf, head, to, from + done, step);
            head += step;
            done += step;
        }
        return length;
    }

    @Override
    public long read(ByteArray to, long from, long length) throws IOException {
        return read(to.first(), (int) from, (int) length);
    }

    @Override
    public ByteArray readBytes(long length) throws IOException {
        return new ByteArray(bytes(length));
    }

    @Override
    public long skip(long length, boolean tellListeners) throws IOException {
        requireLeft(length);
        long rest = length;
        while (rest > tail - head) {
            rest -= tail - head;
            head = tail;
            fill();
        }
        head += (int) rest;
        return length;
    }

    /** Exactly so many bytes, in an array of their own. */
    byte[] bytes(long length) throws IOException {
        requireLeft(length);
        byte[] bytes = allocate(length);
        read(bytes, 0, bytes.length);
        return bytes;
    }

    /** A length that is nothing but a length; some are 64 bits wide and may look negative. */
    long length() throws IOException {
        long length = lengthOrEncoding();
        if (encoded) {
            throw new UnreadableException("a length was expected and an encoding found");
        }
        return length;
    }

    private long lengthOrEncoding() throws IOException {
        int first = read();
        int kind = first >> 6;
        encoded = kind == Constants.RDB_ENCVAL;
        return switch (kind) {
            case Constants.RDB_6BITLEN, Constants.RDB_ENCVAL -> first & 0x3f;
            case Constants.RDB_14BITLEN -> (first & 0x3fL) << 8 | read();
            default -> wideLength(first);
        };
    }

    private long wideLength(int first) throws IOException {
        return switch (first) {
            case Constants.RDB_32BITLEN -> readLong(4, false);
            case Constants.RDB_64BITLEN -> readLong(8, false);
            default -> throw new UnreadableException("no length begins with the byte " + hex(first));
        };
    }

    /** A string in any of its encodings. */
    byte[] string() throws IOException {
        long length = lengthOrEncoding();
        if (!encoded) {
            return bytes(length);
        }
        return switch ((int) length) {
            case Constants.RDB_ENC_INT8 -> Decimal.ascii((byte) read());
            case Constants.RDB_ENC_INT16 -> Decimal.ascii((short) readInt(2));
            case Constants.RDB_ENC_INT32 -> Decimal.ascii(readInt(4));
            case Constants.RDB_ENC_LZF -> {
                int claimed = compressedString();
                byte[] bytes = allocate(claimed);
                Lzf.decompress(compressed.bytes(), 0, compressed.length(), bytes, claimed);
                yield bytes;
            }
            default -> throw unknownEncoding(length);
        };
    }

    /** A string in any of its encodings, into an array that is used again. */
    Blob string(Blob into) throws IOException {
        long length = lengthOrEncoding();
        if (!encoded) {
            requireLeft(length);
            read(into.reserve(checkedInt(length)), 0, (int) length);
        } else if (length == Constants.RDB_ENC_LZF) {
            int claimed = compressedString();
            Lzf.decompress(compressed.bytes(), 0, compressed.length(), into.reserve(claimed), claimed);
        } else if (length <= Constants.RDB_ENC_INT32) {
            throw new DamagedValueException("a packed value was expected and a number found");
        } else {
            throw unknownEncoding(length);
        }
        return into;
    }

    /** Reads compressed bytes and says how many they claim to be decompressed. */
    private int compressedString() throws IOException {
        long stored = length();
        long claimed = length();
        requireLeft(stored);
        if (!Lzf.isPlausible(stored, claimed)) {
            throw new DamagedValueException(stored + " compressed bytes claim to be " + Long.toUnsignedString(claimed));
        }
        read(compressed.reserve(checkedInt(stored)), 0, (int) stored);
        int length = checkedInt(claimed);
        if (length > BELIEVED_BYTES && Lzf.length(compressed.bytes(), compressed.length()) != length) {
            throw new DamagedValueException(stored + " compressed bytes do not hold the " + claimed + " they claim");
        }
        return length;
    }

    void skipString() throws IOException {
        long length = lengthOrEncoding();
        if (!encoded) {
            skip(length);
            return;
        }
        switch ((int) length) {
            case Constants.RDB_ENC_INT8 -> skip(1);
            case Constants.RDB_ENC_INT16 -> skip(2);
            case Constants.RDB_ENC_INT32 -> skip(4);
            case Constants.RDB_ENC_LZF -> {
                long stored = length();
                length();
                skip(stored);
            }
            default -> throw unknownEncoding(length);
        }
    }

    private UnreadableException unknownEncoding(long encoding) {
        return new UnreadableException("no string has the encoding " + encoding);
    }

    private void requireLeft(long length) throws UnreadableException {
        if (length < 0 || length > remaining()) {
            throw new UnreadableException(
                    "it needs " + Long.toUnsignedString(length) + " bytes where the file has " + remaining() + " left");
        }
    }

    private static int checkedInt(long length) throws DamagedValueException {
        if (length > ARRAY_MAX) {
            throw new DamagedValueException("a single value of " + length + " bytes is more than can be held");
        }
        return (int) length;
    }

    /** An array of a length that was found plausible. Where memory lacks, that is no fault of the file. */
    static byte[] allocate(long length) throws DamagedValueException {
        return new byte[checkedInt(length)];
    }

    static String hex(int b) {
        return String.format("0x%02x", b);
    }
}
