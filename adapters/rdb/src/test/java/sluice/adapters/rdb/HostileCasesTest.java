package sluice.adapters.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.fuzz.Fuzzing;
import sluice.protocol.Cursor;
import sluice.protocol.Source;
import sluice.protocol.Value;

/** What fuzzing and reading with a sceptic's eye found, each with its smallest input. */
class HostileCasesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1:0:0:0",
                "8:0:0:0",
                "1000:0:0:0",
                "9223372036854775807:0:0:0",
                "9:-1:0:0",
                "9:0:0:-1",
                "9:0:0",
                "9:0:0:0:0",
                "9:0:g:0",
                "99999999999999999999:0:0:0",
                "",
                ":::",
                "end"
            })
    void refusesACursorThatLiesInNoFile(String text) throws IOException {
        Path file = RdbBytes.write(folder, new RdbBytes(9).text("a", "b").closed());
        try (Source source = new RdbSourceProvider().open(Reading.settings(file, 10))) {
            Reading reading = Reading.from(source, new Cursor(text));

            assertThat(reading.why())
                    .contains("no RDB file is read from such a place", "--fresh")
                    .doesNotContain("\n");
            assertThat(reading.rows()).isEmpty();
        }
    }

    @Test
    void doesNotWaitForWhoeverMayWriteIntoAPipe() throws Exception {
        Path pipe = folder.resolve("pipe.rdb");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        Reading reading = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Reading.of(pipe));

        assertThat(reading.why()).contains("it is a pipe or a device");
    }

    /** The file is big enough for a claim of 88 times as much to be believed. */
    @Test
    void makesNoRoomForWhatCompressedBytesMerelyClaim() {
        byte[] literals = new byte[33 * 30_000];
        Arrays.fill(literals, (byte) 31);
        RdbBytes file = new RdbBytes(9).entry(0, "liar").lzf(literals, literals.length * 80L);
        file.entry(1, "list").length(1).lzf(literals, literals.length * 80L);
        file.entry(17, "packed").lzf(literals, literals.length * 80L).text("good", "1");
        Path path = RdbBytes.write(folder, file.closed());
        Reading.of(path);

        long before = Fuzzing.allocated();
        Reading reading = Reading.of(path);

        assertThat(Fuzzing.allocated() - before).isLessThan(30L * literals.length);
        assertThat(reading.fault()).isNull();
        assertThat(reading.rows()).hasSize(4);
        assertThat(reading.rows().subList(0, 3))
                .allSatisfy(row -> assertThat(row.value()).isInstanceOf(Value.Undecodable.class));
    }

    @Test
    void readsWhatReallyIsCompressedThatMuch() {
        byte[] runs = new byte[2 + 3 * 10_000];
        runs[1] = 'a';
        for (int at = 2; at < runs.length; at += 3) {
            runs[at] = (byte) 0xe0;
            runs[at + 1] = (byte) 0xff;
        }
        long length = 1 + 264L * 10_000;
        RdbBytes.write(
                folder, new RdbBytes(9).entry(0, "long").lzf(runs, length).closed());

        Reading reading = Reading.of(folder.resolve("test.rdb"));

        assertThat(reading.rows().getFirst().value().contentBytes()).isEqualTo(length);
    }

    /** With a checksum that agrees, only the count tells that an entry is missing or too many. */
    @Test
    void believesNoPackedValueThatCountsOtherwise() {
        byte[] listPack = RdbBytes.listPackBytes("a", "b");
        listPack[4] = 3;
        byte[] zipList = RdbBytes.zipListBytes(new byte[] {1, 'a'}, new byte[] {1, 'b'});
        zipList[8] = 1;
        RdbBytes file = new RdbBytes(11).entry(20, "listpack").string(listPack);
        file.entry(10, "ziplist").string(zipList).text("good", "1");
        RdbBytes.write(folder, file.closed());

        Reading reading = Reading.of(folder.resolve("test.rdb"));

        assertThat(reading.canonical().values())
                .anySatisfy(value -> assertThat(value).contains("a listpack of 2 entries says that it has 3"))
                .anySatisfy(value -> assertThat(value).contains("a ziplist of 2 entries says that it has 1"));
        assertThat(reading.fault()).isNull();
    }

    /** A field beside the keys may be as long as the file; nobody needs what it says. */
    @Test
    void holdsNoFieldBesideTheKeysThatItDoesNotTell() {
        byte[] script = new byte[20 << 20];
        Path path = RdbBytes.write(
                folder,
                new RdbBytes(9)
                        .raw(250)
                        .string("lua")
                        .string(script)
                        .text("k", "v")
                        .closed());
        Reading.of(path);

        long before = Fuzzing.allocated();
        Reading reading = Reading.of(path);

        assertThat(Fuzzing.allocated() - before).isLessThan(script.length / 2);
        assertThat(reading.rows()).hasSize(1);
    }
}
