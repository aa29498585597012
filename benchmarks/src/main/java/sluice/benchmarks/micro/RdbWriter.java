package sluice.benchmarks.micro;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Writes rows into an RDB file, each value in the encoding that is wanted. Belongs to one thread. */
final class RdbWriter implements AutoCloseable {
    private static final int LENGTH_6_BITS = 1 << 6;
    private static final int LENGTH_14_BITS = 1 << 14;
    private static final int PACKED = 2;

    private final OutputStream out;

    RdbWriter(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        out.write("REDIS0011".getBytes(US_ASCII));
        out.write(0xfe);
        out.write(0);
    }

    void write(Row row, RdbEncoding encoding) throws IOException {
        if (row.expiresAt() != Row.NEVER) {
            out.write(0xfc);
            littleEndian(row.expiresAt(), Long.BYTES);
        }
        out.write(encoding.code());
        string(row.key().name());
        List<byte[]> parts = parts(row.value());
        switch (encoding) {
            case STRING -> string(parts.getFirst());
            case LIST_ZIPLIST, HASH_ZIPLIST, ZSET_ZIPLIST -> string(zipList(parts));
            case SET_LISTPACK, HASH_LISTPACK, ZSET_LISTPACK -> string(listPack(parts));
            case LIST_LISTPACK -> {
                length(1);
                length(PACKED);
                string(listPack(parts));
            }
            case SET_INTSET -> string(intSet(parts));
            case SET_PLAIN, HASH_PLAIN -> plain(row.value().size(), parts);
            case ZSET_BINARY -> binary((Value.SortedSlice) row.value());
        }
    }

    private static List<byte[]> parts(Value value) {
        List<byte[]> parts = new ArrayList<>();
        switch (value) {
            case Value.StringValue(byte[] content) -> parts.add(content);
            case Value.ListSlice list -> parts.addAll(list.elements());
            case Value.SetSlice set -> parts.addAll(set.members());
            case Value.HashSlice hash ->
                hash.fields().forEach(field -> parts.addAll(List.of(field.name(), field.content())));
            case Value.SortedSlice sorted ->
                sorted.members().forEach(one -> parts.addAll(List.of(one.member(), score(one.score()))));
            case Value.StreamSlice stream -> throw new IllegalArgumentException("a stream");
            case Value.ModuleValue module -> throw new IllegalArgumentException("a module value");
            case Value.Undecodable undecodable -> throw new IllegalArgumentException("an undecodable value");
            case Value.Mapped mapped -> throw new IllegalArgumentException("a mapped value");
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        }
        return parts;
    }

    private static byte[] score(double score) {
        String text = score == (long) score ? Long.toString((long) score) : Double.toString(score);
        return text.getBytes(US_ASCII);
    }

    private void plain(int count, List<byte[]> parts) throws IOException {
        length(count);
        for (byte[] part : parts) {
            string(part);
        }
    }

    private void binary(Value.SortedSlice sorted) throws IOException {
        length(sorted.size());
        for (Value.Scored scored : sorted.members()) {
            string(scored.member());
            littleEndian(Double.doubleToRawLongBits(scored.score()), Double.BYTES);
        }
    }

    /** Numbers of up to four bytes, sorted, as a server keeps them. */
    private static byte[] intSet(List<byte[]> parts) {
        Map<Integer, Integer> sorted = new TreeMap<>();
        parts.forEach(part -> sorted.put(Integer.parseInt(new String(part, US_ASCII)), 0));
        ByteBuffer set = ByteBuffer.allocate(8 + 4 * sorted.size()).order(ByteOrder.LITTLE_ENDIAN);
        set.putInt(Integer.BYTES).putInt(sorted.size());
        sorted.keySet().forEach(set::putInt);
        return set.array();
    }

    private static byte[] listPack(List<byte[]> parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.write(0x80 | shorterThan64(part));
            body.writeBytes(part);
            body.write(part.length + 1);
        }
        body.write(0xff);
        ByteBuffer pack = ByteBuffer.allocate(6 + body.size()).order(ByteOrder.LITTLE_ENDIAN);
        pack.putInt(6 + body.size()).putShort((short) parts.size());
        return pack.put(body.toByteArray()).array();
    }

    private static byte[] zipList(List<byte[]> parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int before = 0;
        for (byte[] part : parts) {
            body.write(before);
            body.write(shorterThan64(part));
            body.writeBytes(part);
            before = part.length + 2;
        }
        body.write(0xff);
        ByteBuffer list = ByteBuffer.allocate(10 + body.size()).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(10 + body.size()).putInt(0).putShort((short) parts.size());
        return list.put(body.toByteArray()).array();
    }

    private static int shorterThan64(byte[] part) {
        if (part.length >= LENGTH_6_BITS) {
            throw new IllegalArgumentException("an element of " + part.length + " bytes");
        }
        return part.length;
    }

    private void string(byte[] content) throws IOException {
        length(content.length);
        out.write(content);
    }

    private void length(int length) throws IOException {
        if (length < LENGTH_6_BITS) {
            out.write(length);
        } else if (length < LENGTH_14_BITS) {
            out.write(0x40 | length >> 8);
            out.write(length);
        } else {
            throw new IllegalArgumentException("a length of " + length);
        }
    }

    private void littleEndian(long number, int width) throws IOException {
        for (int i = 0; i < width; i++) {
            out.write((int) (number >> (8 * i)));
        }
    }

    /** Ends the file. A stored checksum of 0 is not compared; readers compute their own all the same. */
    @Override
    public void close() throws IOException {
        out.write(0xff);
        littleEndian(0, Long.BYTES);
        out.close();
    }
}
