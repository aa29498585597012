package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.contract.Samples.string;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.MigrationException;
import sluice.protocol.SinkSettings;

/**
 * What lies in the folder of a killed run when somebody tidied up or put a copy back. Either rows and checkpoint of one
 * and the same commit are found, or it is told that they do not go together.
 */
class MixedUpFilesTest {
    private static final int STEP = 2_000;
    private static final int PAGE_BYTES = 8_192;

    private final SqliteSinkProvider provider = new SqliteSinkProvider();

    @TempDir
    private Path folder;

    private Path early;
    private Path moved;
    private Path late;

    /** As a kill would have left the files: after one step, after two with the log moved, and after three. */
    @BeforeEach
    void land() throws IOException, SQLException {
        try (SinkSession session = SinkSession.begin(provider, settings(folder.resolve("app.db")), 1)) {
            early = step(session, 0, "early");
            try (Database beside = Database.forWriting(folder.resolve("app.db"))) {
                beside.truncateLog();
            }
            moved = step(session, 1, "moved");
            try (Database beside = Database.forWriting(folder.resolve("app.db"))) {
                beside.truncateLog();
            }
            late = step(session, 2, "late");
        }
    }

    @Test
    void aKilledRunGoesOnWhereItWas() {
        assertThat(keysAfterResume(late)).isEqualTo(3 * STEP);
    }

    @Test
    void withoutItsLogTheFileGoesBackToWhereTheLogBegan() throws IOException {
        Files.delete(Database.beside(late, "-wal"));

        assertThat(keysAfterResume(late)).isEqualTo(2 * STEP);
    }

    @Test
    void withACutLogTheFileGoesBackToACommit() throws IOException {
        Path log = Database.beside(late, "-wal");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.setLength(file.length() * 2 / 3);
        }

        assertThat(keysAfterResume(late)).isIn(2 * STEP, 3 * STEP);
    }

    @Test
    void anOlderCopyWithItsLogGoesOnFromThere() {
        assertThat(keysAfterResume(early)).isEqualTo(STEP);
    }

    @Test
    void garbageInSharedMemoryIsNoticed() throws IOException {
        byte[] garbage = new byte[32_768];
        new Random(1).nextBytes(garbage);
        Files.write(Database.beside(late, "-shm"), garbage);

        assertThat(keysAfterResume(late)).isEqualTo(3 * STEP);
    }

    @Test
    void anOlderCopyUnderANewerLogIsTold() throws IOException {
        Files.copy(early, late, StandardCopyOption.REPLACE_EXISTING);

        isTold(late);
    }

    /** The log was being moved when the process was killed, and then somebody removed it. */
    @Test
    void aFileThatHoldsHalfOfItsLogIsTold() throws IOException {
        byte[] half = Files.readAllBytes(early.resolveSibling("moved.db"));
        Files.write(late, Arrays.copyOf(half, half.length / PAGE_BYTES / 2 * PAGE_BYTES));
        Files.delete(Database.beside(late, "-wal"));

        isTold(late);
    }

    @Test
    void pagesOfTwoCommitsAreTold() throws IOException {
        try (RandomAccessFile target = new RandomAccessFile(moved.toFile(), "rw");
                RandomAccessFile newer = new RandomAccessFile(whole(late).toFile(), "r")) {
            byte[] pages = new byte[(int) target.length() / PAGE_BYTES / 2 * PAGE_BYTES];
            newer.readFully(pages);
            target.write(pages);
        }
        Files.deleteIfExists(Database.beside(moved, "-wal"));

        isTold(moved);
    }

    private static Path whole(Path file) {
        try (Database database = Database.forWriting(file)) {
            database.truncateLog();
            return file;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Path step(SinkSession session, int step, String name) throws IOException {
        for (int i = 0; i < STEP; i++) {
            session.write(0, string("key " + (step * STEP + i), "content that takes some room ".repeat(5) + i));
        }
        session.commit();
        Path copy = folder.resolve(name + ".db");
        Files.copy(folder.resolve("app.db"), copy);
        Files.copy(folder.resolve("app.db-wal"), Database.beside(copy, "-wal"));
        return copy;
    }

    private int keysAfterResume(Path file) {
        try (SinkSession session = SinkSession.resume(provider, settings(file))) {
            session.complete();
        }
        return SinkSession.rows(provider, settings(file)).size();
    }

    private void isTold(Path file) {
        assertThatThrownBy(() -> keysAfterResume(file))
                .isInstanceOf(MigrationException.class)
                .message()
                .containsAnyOf("something else than Sluice changed it", "the file is damaged")
                .containsAnyOf("--fresh", "copy into another file");
    }

    private static SinkSettings settings(Path file) {
        return new SinkSettings(file.toString(), "native", 0);
    }
}
