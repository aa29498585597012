package sluice.adapters.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.adapters.rdb.RdbBytes.ascii;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.protocol.Row;
import sluice.protocol.SourceSettings;
import sluice.protocol.Value;

/** Encodings byte by byte, those included that no server of today writes. */
class EncodingsTest {
    private static final long FAR = 4_000_000_000_000L;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void readsEveryKnownVersion(int version) {
        Reading reading = read(new RdbBytes(version).db(3).text("a", "b"));

        Row row = reading.rows().getFirst();
        assertThat(reading.fault()).isNull();
        assertThat(row.key().toString()).isEqualTo("db3:a");
        assertThat(row.expiresAt()).isEqualTo(Row.NEVER);
        assertThat(row.origin()).isEqualTo(11);
    }

    @Test
    void readsStringsThatAreNumbersOrCompressed() {
        RdbBytes file = new RdbBytes(9)
                .entry(0, "8")
                .raw(0xc0, 0xfe)
                .entry(0, "16")
                .raw(0xc1, 0x00, 0x80)
                .entry(0, "32")
                .raw(0xc2, 0xff, 0xff, 0xff, 0x7f)
                .entry(0, "lzf")
                .lzf(new byte[] {0, 'a', (byte) 0xe0, 91, 0}, 101);

        assertThat(strings(read(file))).containsExactly("-2", "-32768", "2147483647", "a".repeat(101));
    }

    @Test
    void readsPlainCollections() {
        RdbBytes file = new RdbBytes(9)
                .entry(1, "list")
                .length(2)
                .string("x")
                .raw(0xc0, 7)
                .entry(2, "set")
                .length(1)
                .string("m")
                .entry(4, "hash")
                .length(1)
                .string("f")
                .string("v")
                .entry(3, "zset")
                .length(4)
                .string("a")
                .raw(3)
                .raw(ascii("1.5"))
                .string("b")
                .raw(254)
                .string("c")
                .raw(255)
                .string("d")
                .raw(2)
                .raw(ascii("-0"))
                .entry(5, "zset2")
                .length(1)
                .string("a")
                .littleEndian(Double.doubleToLongBits(0.1), 8);

        assertThat(shown(read(file)))
                .containsExactly("x 7", "m", "f=v@-1", "a=1.5 b=Infinity c=-Infinity d=-0.0", "a=0.1");
    }

    @Test
    void readsZiplistsWithEveryNumber() {
        byte[][] entries = {
            {3, 'a', 'b', 'c'},
            {(byte) 0xfe, -5},
            {(byte) 0xc0, 0x00, (byte) 0x80},
            {(byte) 0xf0, 0, 0, (byte) 0x80},
            {(byte) 0xd0, 1, 0, 0, 0},
            {(byte) 0xe0, 0, 0, 0, 0, 0, 0, 0, (byte) 0x80},
            {(byte) 0xf1},
            {(byte) 0xfd},
            concat(new byte[] {0x41, 0x2c}, "y".repeat(300)),
            concat(new byte[] {(byte) 0x80, 0, 0, 0, 2}, "zz"),
        };
        RdbBytes file = new RdbBytes(9)
                .entry(10, "list")
                .string(RdbBytes.zipListBytes(entries))
                .entry(14, "quick")
                .length(2)
                .string(RdbBytes.zipListBytes(entries[0]))
                .string(RdbBytes.zipListBytes(entries[1], entries[2]))
                .entry(13, "hash")
                .string(RdbBytes.zipListBytes(entries[0], entries[1]))
                .entry(12, "zset")
                .string(RdbBytes.zipListBytes(entries[0], entries[1], entries[9], new byte[] {3, 'i', 'n', 'f'}));

        assertThat(shown(read(file)))
                .containsExactly(
                        "abc -5 -32768 -8388608 1 -9223372036854775808 0 12 " + "y".repeat(300) + " zz",
                        "abc -5 -32768",
                        "abc=-5@-1",
                        "abc=-5.0 zz=Infinity");
    }

    @Test
    void readsListpacksWithEveryNumber() {
        byte[] body = HexFormat.of()
                .parseHex("7f01dfff02f1008003f200008004f30000008005f4000000000000008009" + "e00361626305"
                        + "f002000000787907" + "817a02");
        byte[] pack = ByteBuffer.allocate(body.length + 7)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(body.length + 7)
                .putShort((short) 0xffff)
                .put(body)
                .put((byte) 0xff)
                .array();
        RdbBytes file =
                new RdbBytes(11).entry(20, "set").string(pack).entry(18, "list").length(2);
        file.length(1).string("one").length(2).string(pack);

        String elements = "127 -1 -32768 -8388608 -2147483648 -9223372036854775808 abc xy z";
        assertThat(shown(read(file))).containsExactly(elements, "one " + elements);
    }

    @Test
    void readsZipmapsWithSpareRoomAndLongNames() {
        byte[] wide = concat(new byte[] {(byte) 0xfe, 0x2c, 1, 0, 0}, "n".repeat(300));
        byte[] map =
                concat(concat(new byte[] {2, 1, 'f', 3, 2}, "vvv??"), concat(wide, new byte[] {0, 0, (byte) 0xff}));

        Reading reading = read(new RdbBytes(2).entry(9, "map").string(map));

        assertThat(shown(reading)).containsExactly("f=vvv@-1 " + "n".repeat(300) + "=@-1");
    }

    @Test
    void readsIntsetsOfEveryWidth() {
        RdbBytes file = new RdbBytes(9);
        for (int width : new int[] {2, 4, 8}) {
            byte[] set = ByteBuffer.allocate(8 + 2 * width)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(width)
                    .putInt(2)
                    .put(
                            8,
                            new RdbBytes(9)
                                    .littleEndian(-3, width)
                                    .littleEndian(9, width)
                                    .open(),
                            9,
                            2 * width)
                    .array();
            file.entry(11, "set" + width).string(set);
        }

        assertThat(shown(read(file))).containsExactly("-3 9", "-3 9", "-3 9");
    }

    @Test
    void readsFieldExpiriesOfEveryForm() {
        RdbBytes file = new RdbBytes(12).entry(22, "early").length(2);
        file.length(FAR).string("f").string("v").length(0).string("g").string("w");
        file.entry(24, "hash").littleEndian(FAR, 8).length(2);
        file.length(1).string("f").string("v").length(0).string("g").string("w");
        file.entry(23, "earlyPack").string(packed(FAR));
        file.entry(25, "pack").littleEndian(FAR, 8).string(packed(FAR));
        file.entry(25, "expired").littleEndian(1, 8).string(packed(1));

        Reading reading = read(file);

        String fields = "f=v@" + FAR + " g=w@-1";
        assertThat(shown(reading)).containsExactly(fields, fields, fields, fields, "g=w@-1");
    }

    @Test
    void countsAHashWhoseFieldsHaveAllExpiredAsExpired() {
        RdbBytes file = new RdbBytes(12).entry(24, "gone").littleEndian(5, 8).length(1);
        file.length(1).string("f").string("v").text("k", "v");

        Reading reading = read(file);

        assertThat(reading.expired()).isEqualTo(1);
        assertThat(strings(reading)).containsExactly("v");
    }

    @Test
    void givesModuleValuesAsDumpWould() {
        RdbBytes value = new RdbBytes(10).length(0x1234_5678_9abc_def0L);
        value.length(2)
                .length(7)
                .length(5)
                .string("part")
                .length(4)
                .littleEndian(0, 8)
                .length(0);
        byte[] raw = Arrays.copyOfRange(value.open(), 9, value.size());

        Reading reading = read(new RdbBytes(10).entry(7, "m").raw(raw).text("k", "v"));

        byte[] payload = ((Value.ModuleValue) reading.rows().getFirst().value()).payload();
        ByteBuffer tail = ByteBuffer.wrap(payload, payload.length - 10, 10).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(payload[0]).isEqualTo((byte) 7);
        assertThat(Arrays.copyOfRange(payload, 1, payload.length - 10)).isEqualTo(raw);
        assertThat(tail.getShort()).isEqualTo((short) 10);
        assertThat(tail.getLong()).isEqualTo(Crc64.update(0, payload, 0, payload.length - 8));
        assertThat(reading.rows()).hasSize(2);
    }

    @Test
    void passesEverythingThatIsNotAKey() {
        RdbBytes file = new RdbBytes(12)
                .raw(250)
                .string("redis-ver")
                .string("7.2.0")
                .raw(247)
                .length(0x7fff_0000_0000_0000L)
                .length(2)
                .length(2)
                .length(5)
                .string("aux")
                .length(0)
                .raw(245)
                .string("#!lua name=lib")
                .raw(246)
                .string("n")
                .string("LUA")
                .length(1)
                .string("about")
                .string("code")
                .db(0)
                .raw(251)
                .length(2)
                .length(1)
                .raw(244)
                .length(1)
                .length(2)
                .length(0)
                .raw(253)
                .littleEndian(2_000_000_000L, 4)
                .raw(249, 5)
                .text("seconds", "a")
                .expiry(FAR)
                .raw(248)
                .length(70_000)
                .text("millis", "b");

        Reading reading = read(file);

        assertThat(reading.fault()).isNull();
        assertThat(reading.rows()).extracting(Row::expiresAt).containsExactly(2_000_000_000_000L, FAR);
        try (var source = new RdbSourceProvider().open(settings(0))) {
            assertThat(source.info().notes())
                    .anyMatch(note -> note.contains("Redis 7.2.0"))
                    .anyMatch(note -> note.startsWith("2 function libraries"))
                    .anyMatch(note -> note.startsWith("1 parts of modules"));
        }
    }

    @Test
    void countsWhatHasExpiredAndGivesWhatHasNot() {
        RdbBytes file = new RdbBytes(9)
                .expiry(1000)
                .text("past", "a")
                .expiry(1001)
                .text("ahead", "b")
                .expiry(-1)
                .text("never", "c")
                .expiry(-7)
                .text("longPast", "d");
        RdbBytes.write(folder, file.closed());

        Reading reading = Reading.of(settings(1000));

        assertThat(reading.expired()).isEqualTo(2);
        assertThat(reading.rows()).extracting(Row::expiresAt).containsExactly(1001L, Row.NEVER);
    }

    @Test
    void readsOnlyWhatIsSelectedAndStillChecksTheFile() {
        RdbBytes file =
                new RdbBytes(9).db(0).text("user:1", "a").text("x", "b").db(7).text("user:2", "c");
        Path path = RdbBytes.write(folder, file.closed());

        Reading byName = Reading.of(new SourceSettings(path.toString(), null, "all", "user:*", 10, 1 << 20, 0));
        Reading byDb = Reading.of(new SourceSettings(path.toString(), null, "7", null, 10, 1 << 20, 0));

        assertThat(strings(byName)).containsExactly("a", "c");
        assertThat(strings(byDb)).containsExactly("c");
    }

    private static byte[] packed(long expiry) {
        byte[] body = new RdbBytes(9)
                .raw(0x81, 'f', 2, 0x81, 'v', 2, 0xf4)
                .littleEndian(expiry, 8)
                .raw(9, 0x81, 'g', 2, 0x81, 'w', 2, 0, 1, 0xff)
                .open();
        return ByteBuffer.allocate(6 + body.length - 9)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(6 + body.length - 9)
                .putShort((short) 6)
                .put(body, 9, body.length - 9)
                .array();
    }

    private static byte[] concat(byte[] head, String tail) {
        return concat(head, ascii(tail));
    }

    private static byte[] concat(byte[] head, byte[] tail) {
        return ByteBuffer.allocate(head.length + tail.length)
                .put(head)
                .put(tail)
                .array();
    }

    private SourceSettings settings(long asOf) {
        return new SourceSettings("rdb:" + folder.resolve("test.rdb"), null, null, null, 1000, 1 << 20, asOf);
    }

    private Reading read(RdbBytes file) {
        RdbBytes.write(folder, file.closed());
        Reading reading = Reading.of(settings(100));
        assertThat(reading.why()).isEmpty();
        return reading;
    }

    private static List<String> strings(Reading reading) {
        return reading.rows().stream()
                .map(row -> text(((Value.StringValue) row.value()).content()))
                .toList();
    }

    private static List<String> shown(Reading reading) {
        return reading.rows().stream().map(row -> shown(row.value())).toList();
    }

    private static String shown(Value value) {
        List<String> texts = new ArrayList<>();
        switch (value) {
            case Value.ListSlice list -> list.elements().forEach(element -> texts.add(text(element)));
            case Value.SetSlice set -> set.members().forEach(member -> texts.add(text(member)));
            case Value.HashSlice hash ->
                hash.fields()
                        .forEach(
                                one -> texts.add(text(one.name()) + "=" + text(one.content()) + "@" + one.expiresAt()));
            case Value.SortedSlice sorted ->
                sorted.members().forEach(one -> texts.add(text(one.member()) + "=" + one.score()));
            default -> texts.add(value.toString());
        }
        return String.join(" ", texts);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
