package sluice.adapters.rdb;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.adapters.rdb.RdbBytes.ascii;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;
import sluice.protocol.Value;

/** Files that are not what they should be: each gets a clear word, and what is good of it. */
class DamageTest {
    @TempDir
    Path folder;

    @Test
    void refusesWhatIsNotThere() {
        assertRefused(Reading.of(folder.resolve("none.rdb")), "none.rdb: there is no such file");
    }

    @Test
    void refusesAnAddressWithoutAPathAndAnOddDatabase() {
        assertRefused(Reading.of(new SourceSettings("rdb:", null, null, null, 1, 1, 0)), "no path follows");
        assertRefused(Reading.of(new SourceSettings("a.rdb", null, "-1", null, 1, 1, 0)), "cannot read database '-1'");
        assertRefused(Reading.of(new SourceSettings("a.rdb", null, "x", null, 1, 1, 0)), "cannot read database 'x'");
    }

    @Test
    void refusesADirectory() throws IOException {
        assertRefused(Reading.of(Files.createDirectory(folder.resolve("d.rdb"))), "it is a directory");
    }

    @ParameterizedTest
    @CsvSource({
        "'', it is empty",
        "REDIS00, 'it ends at offset 7, inside its head of 9 bytes'",
        "SQLite format 3, begins with 'SQLit' at offset 0",
        "REDIS0001x, at offset 5 it says RDB version '0001'",
        "REDIS0013x, and versions 2 to 12 are known",
        "REDIS00x1x, at offset 5 it says RDB version '00x1'",
    })
    void refusesWhatDoesNotBeginAsAnRdbFile(String content, String why) {
        assertRefused(Reading.of(RdbBytes.write(folder, ascii(content))), why);
    }

    @Test
    void namesAnUnknownTypeAndItsPlace() {
        Reading reading =
                read(new RdbBytes(9).text("good", "1").entry(99, "bad").raw(new byte[50]));

        assertThat(reading.rows()).hasSize(1);
        assertFailed(reading, "beyond offset 17", "nobody knows the value type 99");
    }

    @Test
    void namesAnUnknownOpcode() {
        assertFailed(read(new RdbBytes(9).raw(243)), "beyond offset 9", "nobody knows the value type 243");
    }

    @Test
    void noticesAChangedChecksum() {
        byte[] file = new RdbBytes(9).text("a", "b").closed();
        file[file.length - 1] ^= 1;

        Reading reading = Reading.of(RdbBytes.write(folder, file));

        String stored = HexFormat.of()
                .toHexDigits(Long.reverseBytes(ByteBuffer.wrap(file).getLong(file.length - 8)));
        assertThat(reading.rows()).hasSize(1);
        assertFailed(reading, "its checksum at offset 15 is " + stored, "and its content has ");
    }

    @Test
    void takesAFileWhoseChecksumIsSwitchedOff() {
        byte[] file = new RdbBytes(9).text("a", "b").closed();
        Arrays.fill(file, file.length - 8, file.length, (byte) 0);

        Reading reading = Reading.of(RdbBytes.write(folder, file));

        assertThat(reading.fault()).isNull();
    }

    @Test
    void doesNotTakeTheSnapshotOfAnAppendOnlyFileForAllOfIt() {
        byte[] file = new RdbBytes(9).text("a", "b").closed();
        byte[] longer = Arrays.copyOf(file, file.length + 30);

        assertFailed(Reading.of(RdbBytes.write(folder, longer)), "the file goes on for 30 bytes", "append-only file");
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "4", "5", "7", "9", "10", "14", "15", "18", "20", "24", "25"})
    void believesNoLengthBeyondTheEndOfTheFile(int type) {
        for (long claimed : new long[] {1L << 20, (1L << 32) - 1, 1L << 40, Long.MAX_VALUE, -1}) {
            RdbBytes file = new RdbBytes(12).text("good", "1").entry(type, "liar");
            if (type == 24 || type == 25) {
                file.littleEndian(5, 8);
            }
            if (type == 7) {
                file.length(1).length(5);
            }
            Reading reading = read(file.length(claimed).raw(new byte[20]));

            assertThat(reading.rows()).hasSize(1);
            assertFailed(reading, "beyond offset 17");
        }
    }

    @Test
    void keepsADamagedValueAsARejectAndGoesOn() {
        byte[] pack = RdbBytes.listPackBytes("a", "b", "c");
        pack[6] = (byte) 0xfa;
        byte[] oddHash = RdbBytes.listPackBytes("a", "b", "c");
        byte[] zipList = RdbBytes.zipListBytes(new byte[] {9, 'a'});
        RdbBytes file = new RdbBytes(11)
                .entry(20, "set")
                .string(pack)
                .entry(16, "hash")
                .string(oddHash)
                .entry(10, "list")
                .string(zipList)
                .entry(17, "zset")
                .string(RdbBytes.listPackBytes("a", "nan"))
                .entry(11, "ints")
                .string("shortish")
                .entry(0, "bomb")
                .lzf(new byte[] {1, 'a', 'b'}, 500_000_000)
                .entry(0, "lzf")
                .lzf(new byte[] {(byte) 0xe0, 1, 9, 0}, 30)
                .entry(1, "empty")
                .length(0)
                .entry(15, "stream")
                .length(1)
                .string(new byte[16])
                .string(pack)
                .length(1)
                .length(1)
                .length(1)
                .length(0)
                .text("good", "1");

        Reading reading = read(file);

        assertThat(reading.fault()).isNull();
        assertThat(reading.rows()).hasSize(10);
        assertThat(reading.rows().subList(0, 9))
                .allSatisfy(row -> assertThat(row.value()).isInstanceOf(Value.Undecodable.class));
        Value.Undecodable first = (Value.Undecodable) reading.rows().getFirst().value();
        assertThat(first.payload()[0]).isEqualTo((byte) 20);
        assertThat(Arrays.copyOfRange(first.payload(), 2, 2 + pack.length)).isEqualTo(pack);
        assertThat(first.payload()).hasSize(2 + pack.length + 10);
    }

    @Test
    void endsABigKeyWithARejectWhenItsEndIsDamaged() {
        byte[] bad = RdbBytes.listPackBytes("a");
        bad[bad.length - 1] = 1;
        RdbBytes file = new RdbBytes(11).entry(18, "list").length(3);
        file.length(2)
                .listPack("a", "b", "c")
                .length(2)
                .listPack("d", "e")
                .length(2)
                .string(bad);
        RdbBytes.write(folder, file.text("good", "1").closed());

        Reading reading = Reading.of(Reading.settings(folder.resolve("test.rdb"), 2));

        assertThat(reading.fault()).isNull();
        assertThat(reading.rows())
                .extracting(row -> row.part().name())
                .containsExactly("FIRST", "MIDDLE", "LAST", "WHOLE");
        assertThat(reading.rows().get(2).value()).isInstanceOf(Value.Undecodable.class);
    }

    @Test
    void givesWhatWasGoodBeforeTheFaultAndACursorThere() {
        RdbBytes file = new RdbBytes(9);
        for (int i = 0; i < 10; i++) {
            file.text("key:" + i, "value");
        }
        int end = file.size();
        RdbBytes.write(folder, file.entry(0, "cut").length(100).raw(1, 2, 3).open());

        Reading reading = Reading.of(folder.resolve("test.rdb"));

        assertThat(reading.rows()).hasSize(10);
        assertThat(RdbPosition.of(reading.batches().getLast().next(), Long.MAX_VALUE)
                        .offset())
                .isEqualTo(end);
        assertFailed(reading, "beyond offset " + end, "in string 'cut'", "where the file has 3 left", "--fresh");
    }

    @Test
    void refusesAnotherFileThanTheOneBefore() throws IOException {
        Path file = RdbBytes.write(folder, new RdbBytes(9).text("a", "b").closed());
        String before;
        try (var source = new RdbSourceProvider().open(Reading.settings(file, 10))) {
            before = source.info().identity();
            assertThat(source.continuation(before)).isEqualTo(Source.Continuation.GO_ON);
        }
        RdbBytes.write(folder, new RdbBytes(9).text("a", "c").closed());
        try (var source = new RdbSourceProvider().open(Reading.settings(file, 10))) {
            assertThat(source.continuation(before)).isEqualTo(Source.Continuation.REFUSE);
        }
    }

    private Reading read(RdbBytes file) {
        return Reading.of(RdbBytes.write(folder, file.closed()));
    }

    private static void assertRefused(Reading reading, String... words) {
        assertThat(reading.why()).contains(words).doesNotContain("\n");
        assertThat(reading.fault()).extracting(MigrationException::fault).isEqualTo(MigrationException.Fault.REFUSED);
    }

    static void assertFailed(Reading reading, String... words) {
        assertThat(reading.why()).contains(words).doesNotContain("\n");
        assertThat(reading.fault()).extracting(MigrationException::fault).isEqualTo(MigrationException.Fault.FATAL);
        assertThat(reading.batches())
                .allSatisfy(batch -> assertThat(batch.last()).isFalse());
        assertThat(reading.rows()).allSatisfy(row -> assertThat(row.origin()).isNotEqualTo(Row.UNKNOWN));
    }
}
