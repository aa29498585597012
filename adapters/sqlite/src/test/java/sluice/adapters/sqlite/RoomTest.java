package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static sluice.adapters.sqlite.Planned.row;
import static sluice.adapters.sqlite.Planned.table;
import static sluice.adapters.sqlite.Planned.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.adapters.contract.BookedDoubles;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;
import sluice.protocol.Schema.Existing;
import sluice.protocol.Schema.Policy;
import sluice.protocol.Schema.Type;
import sluice.protocol.SinkTrial;

/** What the disk has no room for is not begun, and the error says how much is missing. */
class RoomTest {
    private static final int KEYS = 2_000;
    private static final long DISK_BYTES = 64L << 20;
    private static final long FREE_BYTES = 200_000;

    @TempDir
    private Path folder;

    private Path disk;

    @BeforeEach
    void aSmallDisk() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "sluice-test", disk.toString()))
                .as("this process may mount a small disk")
                .isZero();
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @ParameterizedTest
    @CsvSource({"WAL, its log needs", "DELETE, the file needs"})
    void rowsThatComeIntoASinkThatIsThere(String journal, String needs) throws Exception {
        PlannedSink sink = aSink(journal);
        byte[] before = Files.readAllBytes(sink.file());
        SqliteSinkProvider tight = new SqliteSinkProvider(InstantSource.system(), step -> {
            if (step == MappedSeal.Step.BACKUP) {
                fillUp();
            }
        });

        try (SinkSession session = SinkSession.begin(tight, sink.settings(), 1)) {
            session.write(0, rows());
            session.commit();
            assertThatThrownBy(() -> session.seal(new BookedDoubles(session, true)))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContainingAll(
                            "cannot seal", needs, "bytes, and the disk has", "bytes free", "nothing was written to it");
        }

        assertThat(Files.readAllBytes(sink.file())).isEqualTo(before);
        assertThat(disk.toFile().list((in, name) -> name.contains(".backup-"))).isEmpty();
        makeRoom();
        try (SinkSession session = SinkSession.resume(new SqliteSinkProvider(), sink.settings())) {
            sink.seal(session, rows());
        }
        assertThat(sink.query("SELECT count(*) FROM items")).containsExactly("" + (KEYS + 1));
    }

    /** They only take the place of pages that are free. */
    @Test
    void aFileWithPagesThatAreFreeNeedsNoneOfTheDisk() throws Exception {
        PlannedSink sink = aSink("DELETE");
        SqlFile.run(sink.file(), "CREATE TABLE gone AS SELECT zeroblob(" + (8 << 20) + ") AS a", "DROP TABLE gone");

        try (SinkSession session = SinkSession.begin(
                new SqliteSinkProvider(InstantSource.system(), step -> {
                    if (step == MappedSeal.Step.BACKUP) {
                        fillUp();
                    } else if (step == MappedSeal.Step.TRANSFER) {
                        makeRoom();
                    }
                }),
                sink.settings(),
                1)) {
            session.write(0, rows());
            session.commit();
            session.seal(new BookedDoubles(session, true));
        }

        assertThat(sink.query("SELECT count(*) FROM items")).containsExactly("" + (KEYS + 1));
    }

    @ParameterizedTest
    @EnumSource(SinkTrial.Content.class)
    void aCopyOfTheSinkToTryAPlanOn(SinkTrial.Content content) throws Exception {
        PlannedSink sink = aSink("WAL");
        SqlFile.run(sink.file(), "CREATE TABLE more AS SELECT randomblob(" + 10 * FREE_BYTES + ") AS a");
        fillUp();

        assertThatThrownBy(() -> new SqliteSinkProvider().trial(sink.settings(), content))
                .isInstanceOf(MigrationException.class)
                .hasMessageContainingAll("cannot try out", "the copy needs", "bytes free", "free some space");

        assertThat(disk.toFile().list()).containsExactlyInAnyOrder("app.db", "filler");
    }

    private PlannedSink aSink(String journal) throws SQLException {
        Path file = disk.resolve("app.db");
        SqlFile.run(
                file,
                "PRAGMA journal_mode = " + journal,
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT)",
                "INSERT INTO items VALUES (-5, 'mine')");
        return new PlannedSink(
                file,
                table("items")
                        .notNull("id", Type.INTEGER)
                        .column("name", Type.TEXT)
                        .key("id")
                        .existing(Existing.UPDATE)
                        .collisions(Policy.FIRST, null));
    }

    private static List<Row> rows() {
        return IntStream.range(0, KEYS)
                .mapToObj(i -> row("key " + i, tuple(0, 0, i, "name ".repeat(200) + i)))
                .toList();
    }

    private Path filler() {
        return disk.resolve("filler");
    }

    private void makeRoom() {
        try {
            Files.delete(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fillUp() {
        try {
            long free = Files.getFileStore(disk).getUsableSpace();
            Files.write(filler(), new byte[(int) (free - FREE_BYTES)]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
