package sluice.adapters.rdb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Writes RDB files by hand, byte by byte, also such as no server would write. */
final class RdbBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int version;

    RdbBytes(int version) {
        this.version = version;
        raw(String.format(Locale.ROOT, "REDIS%04d", version).getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] concat(byte[] head, String tail) {
        byte[] all = Arrays.copyOf(head, head.length + tail.length());
        System.arraycopy(ascii(tail), 0, all, head.length, tail.length());
        return all;
    }

    RdbBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    RdbBytes raw(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
        return this;
    }

    RdbBytes length(long length) {
        if (length < 0 || length > 0xffffffffL) {
            return raw(0x81).raw(ByteBuffer.allocate(8).putLong(length).array());
        }
        if (length >= 1 << 14) {
            return raw(0x80).raw(ByteBuffer.allocate(4).putInt((int) length).array());
        }
        return length < 1 << 6 ? raw((int) length) : raw((int) (0x40 | length >> 8), (int) (length & 0xff));
    }

    RdbBytes string(byte[] content) {
        return length(content.length).raw(content);
    }

    RdbBytes string(String content) {
        return string(ascii(content));
    }

    RdbBytes lzf(byte[] compressed, long claimed) {
        return raw(0xc3).length(compressed.length).length(claimed).raw(compressed);
    }

    RdbBytes littleEndian(long value, int width) {
        for (int i = 0; i < width; i++) {
            raw((int) (value >> (i * 8)) & 0xff);
        }
        return this;
    }

    RdbBytes db(int number) {
        return raw(254).length(number);
    }

    RdbBytes expiry(long millis) {
        return raw(252).littleEndian(millis, 8);
    }

    /** A type and a key; the value follows. */
    RdbBytes entry(int type, String key) {
        return raw(type).string(key);
    }

    RdbBytes text(String key, String value) {
        return entry(0, key).string(value);
    }

    /** A listpack of short strings, as a string. */
    RdbBytes listPack(String... elements) {
        return string(listPackBytes(elements));
    }

    static byte[] listPackBytes(String... elements) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String element : elements) {
            body.write(0x80 | element.length());
            body.writeBytes(ascii(element));
            body.write(element.length() + 1);
        }
        body.write(0xff);
        ByteBuffer pack = ByteBuffer.allocate(6 + body.size()).order(ByteOrder.LITTLE_ENDIAN);
        return pack.putInt(6 + body.size())
                .putShort((short) elements.length)
                .put(body.toByteArray())
                .array();
    }

    /** A ziplist of entries that are given with everything but the length before them. */
    static byte[] zipListBytes(byte[]... entries) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int before = 0;
        for (byte[] entry : entries) {
            if (before < 254) {
                body.write(before);
            } else {
                body.write(254);
                body.writeBytes(ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(before)
                        .array());
            }
            body.writeBytes(entry);
            before = entry.length + (before < 254 ? 1 : 5);
        }
        body.write(0xff);
        ByteBuffer list = ByteBuffer.allocate(10 + body.size()).order(ByteOrder.LITTLE_ENDIAN);
        return list.putInt(10 + body.size())
                .putInt(0)
                .putShort((short) entries.length)
                .put(body.toByteArray())
                .array();
    }

    int size() {
        return out.size();
    }

    /** The file so far, without an end. */
    byte[] open() {
        return out.toByteArray();
    }

    /** The whole file, with its end and checksum. */
    byte[] closed() {
        raw(0xff);
        if (version >= 5) {
            byte[] all = out.toByteArray();
            littleEndian(Crc64.update(0, all, 0, all.length), 8);
        }
        return out.toByteArray();
    }

    /** Writes into the last eight bytes of a file the checksum that its content has. */
    static void mend(byte[] file) {
        int end = file.length - Long.BYTES;
        if (end >= 0) {
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(end, Crc64.update(0, file, 0, end));
        }
    }

    static Path write(Path folder, byte[] content) {
        try {
            return Files.write(folder.resolve("test.rdb"), content);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
