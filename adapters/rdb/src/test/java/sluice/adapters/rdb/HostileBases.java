package sluice.adapters.rdb;

import static sluice.adapters.rdb.RdbBytes.ascii;
import static sluice.adapters.rdb.RdbBytes.listPackBytes;
import static sluice.adapters.rdb.RdbBytes.zipListBytes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small valid files of every encoding that there ever was, to be damaged; and the packed values in them. */
final class HostileBases {
    private static final long FAR = 4_000_000_000_000L;
    private static final byte[] COMPRESSED = {0, 'a', (byte) 0xe0, 91, 0};

    private HostileBases() {}

    /** Whole files. */
    static List<byte[]> files() {
        List<byte[]> files = new ArrayList<>();
        for (int version = RdbFile.OLDEST; version <= RdbFile.NEWEST; version++) {
            files.add(plain(version));
            files.add(surrounded(version));
        }
        files.add(packed(packedValues()));
        for (Packed value : packedValues()) {
            files.add(packed(List.of(value)));
        }
        for (int type : new int[] {15, 19, 21}) {
            files.add(stream(new RdbBytes(12).text("before", "1"), type)
                    .text("behind", "2")
                    .closed());
        }
        files.add(expiring());
        return files;
    }

    private static byte[] plain(int version) {
        RdbBytes file = new RdbBytes(version).db(0).text("text", "value").text("", "");
        file.entry(0, "lzf").lzf(COMPRESSED, 101).entry(0, "8").raw(0xc0, 0xfe).entry(0, "16");
        file.raw(0xc1, 0, 0x80).entry(0, "32").raw(0xc2, 1, 2, 3, 4);
        file.entry(1, "list").length(3).string("a").raw(0xc0, 7).lzf(COMPRESSED, 101);
        file.entry(2, "set").length(2).string("m").string("n");
        file.entry(4, "hash").length(2).string("f").string("v").string("g").string("w");
        file.entry(3, "zset")
                .length(3)
                .string("a")
                .raw(3)
                .raw(ascii("1.5"))
                .string("b")
                .raw(254);
        file.string("c").raw(255).db(3).expiry(FAR);
        file.entry(5, "zset2").length(1).string("a").littleEndian(Double.doubleToLongBits(0.1), 8);
        return file.text("last", "x".repeat(70)).closed();
    }

    private static byte[] surrounded(int version) {
        RdbBytes file = new RdbBytes(version).raw(250).string("redis-ver").string("7.2.0");
        file.raw(247)
                .length(0x7fff_0000_0000_0000L)
                .length(2)
                .length(2)
                .length(5)
                .string("aux")
                .length(0);
        file.raw(245)
                .string("#!lua name=lib")
                .raw(246)
                .string("n")
                .string("LUA")
                .length(1)
                .string("about");
        file.string("code")
                .db(0)
                .raw(251)
                .length(2)
                .length(1)
                .raw(244)
                .length(1)
                .length(2)
                .length(3);
        file.raw(253)
                .littleEndian(2_000_000_000, 4)
                .raw(249, 5)
                .raw(248)
                .length(300)
                .text("idle", "v");
        file.entry(7, "module")
                .length(0x1234_5678_9abc_def0L)
                .length(2)
                .length(7)
                .length(5)
                .string("part");
        return file.length(4)
                .littleEndian(0, 8)
                .length(3)
                .littleEndian(0, 4)
                .length(0)
                .closed();
    }

    private static byte[] packed(List<Packed> values) {
        RdbBytes file = new RdbBytes(12).text("before", "1");
        values.forEach(value -> value.addTo(file));
        return file.text("behind", "2").closed();
    }

    private static byte[] expiring() {
        RdbBytes file = new RdbBytes(12).entry(22, "early").length(2);
        file.length(FAR).string("f").string("v").length(0).string("g").string("w");
        file.entry(24, "hash").littleEndian(FAR, 8).length(2);
        file.length(1).string("f").string("v").length(0).string("g").string("w");
        return file.text("behind", "2").closed();
    }

    /** A stream of two nodes, two groups, three consumers. */
    private static RdbBytes stream(RdbBytes file, int type) {
        file.entry(type, "stream").length(2);
        file.string(new byte[16]).string(node(1)).string(id(5)).string(node(5));
        file.length(4).length(7).length(1);
        if (type != 15) {
            file.length(0).length(1).length(0).length(3).length(9);
        }
        file.length(2);
        for (String group : List.of("g", "h")) {
            file.string(group).length(5).length(1);
            if (type != 15) {
                file.length(4);
            }
            file.length(2).raw(id(1)).littleEndian(1000, 8).length(1);
            file.raw(id(5)).littleEndian(2000, 8).length(300);
            file.length(2).string("c").littleEndian(1000, 8).raw(new byte[type == 21 ? 8 : 0]);
            file.length(1).raw(id(1));
            file.string("d").littleEndian(1000, 8).raw(new byte[type == 21 ? 8 : 0]);
            file.length(1).raw(id(5));
        }
        return file;
    }

    static byte[] id(long ms) {
        return ByteBuffer.allocate(16).putLong(ms).array();
    }

    /** Two entries, one of them with fields of its own, and one that was deleted. */
    static byte[] node(int milliseconds) {
        Object[] content = {
            2, 1, 1, "field", 0, 2, 0, milliseconds, "one", 4, 0, 1, 0, 1, "own", "two", 6, 3, 2, 0, "x", 4
        };
        return numberPack(content);
    }

    private static byte[] numberPack(Object... elements) {
        RdbBytes body = new RdbBytes(9);
        for (Object element : elements) {
            if (element instanceof Integer number) {
                body.raw(number, 1);
            } else {
                byte[] text = ascii((String) element);
                body.raw(0x80 | text.length).raw(text).raw(text.length + 1);
            }
        }
        byte[] entries = Arrays.copyOfRange(body.open(), 9, body.size());
        return ByteBuffer.allocate(entries.length + 7)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(entries.length + 7)
                .putShort((short) elements.length)
                .put(entries)
                .put((byte) 0xff)
                .array();
    }

    private static byte[] intSet(int width) {
        RdbBytes set = new RdbBytes(9).littleEndian(width, 4).littleEndian(3, 4);
        set.littleEndian(-3, width).littleEndian(9, width).littleEndian(1000, width);
        return Arrays.copyOfRange(set.open(), 9, set.size());
    }

    private static byte[] anyZipList(boolean strings) {
        byte[] text = {3, 'a', 'b', 'c'};
        byte[] wide = RdbBytes.concat(new byte[] {0x41, 0x2c}, "y".repeat(300));
        byte[] number = {(byte) 0xfe, -5};
        return strings
                ? zipListBytes(text, number, wide, new byte[] {(byte) 0xc0, 0, 1}, new byte[] {1, 'z'}, number)
                : zipListBytes(text, number, wide, new byte[] {(byte) 0xf3}, text, new byte[] {4, '-', 'i', 'n', 'f'});
    }

    /** A value of each packed encoding. */
    static List<Packed> packedValues() {
        byte[] zipMap = RdbBytes.concat(new byte[] {2, 1, 'f', 3, 2}, "vvv??\u0001g\u0001\u0000w\u00ff");
        byte[] listPack = listPackBytes("a", "1.5", "b", "-inf", "c", "0");
        byte[] numbers = numberPack("a", 1, "bcd", 127, "e", 0);
        byte[] triples = numberPack("f", "v", 0, "g", "w", 100);
        return List.of(
                new Packed(9, zipMap, 0),
                new Packed(10, anyZipList(true), 4),
                new Packed(11, intSet(2), 0),
                new Packed(11, intSet(4), 0),
                new Packed(11, intSet(8), 0),
                new Packed(12, anyZipList(false), 4),
                new Packed(13, anyZipList(true), 4),
                new Packed(14, anyZipList(true), 4),
                new Packed(16, numbers, 4),
                new Packed(17, listPack, 4),
                new Packed(17, numbers, 4),
                new Packed(18, numbers, 4),
                new Packed(20, listPack, 4),
                new Packed(23, triples, 4),
                new Packed(25, triples, 4),
                new Packed(15, node(1), 4),
                new Packed(19, node(1), 4),
                new Packed(21, node(1), 4));
    }

    /**
     * A packed value that lies in one string.
     *
     * @param totalBytes how many bytes at its beginning say how long it is
     */
    record Packed(int type, byte[] blob, int totalBytes) {
        /** With other content, whose total is mended if asked for. */
        Packed with(byte[] changed, boolean mended) {
            if (mended && totalBytes == Integer.BYTES && changed.length >= Integer.BYTES) {
                ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(0, changed.length);
            }
            return new Packed(type, changed, totalBytes);
        }

        /** Adds a key that holds this and nothing else. */
        void addTo(RdbBytes file) {
            file.entry(type, "packed" + type + "-" + file.size());
            switch (type) {
                case 14 -> file.length(1).string(blob);
                case 18 -> file.length(1).length(2).string(blob);
                case 25 -> file.littleEndian(100, 8).string(blob);
                case 15 ->
                    file.length(1)
                            .string(id(0))
                            .string(blob)
                            .length(3)
                            .length(7)
                            .length(1)
                            .length(0);
                case 19, 21 -> {
                    file.length(1)
                            .string(id(0))
                            .string(blob)
                            .length(3)
                            .length(7)
                            .length(1);
                    file.length(0).length(1).length(0).length(0).length(9).length(0);
                }
                default -> file.string(blob);
            }
        }
    }
}
