package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.contract.Samples.string;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.BookedDoubles;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.MigrationException;
import sluice.protocol.MigrationException.Fault;
import sluice.protocol.SinkSettings;

/** Files that are removed or replaced while a run writes to them: nothing is acknowledged that nobody would find. */
class LostFilesTest {
    private final SqliteSinkProvider provider = new SqliteSinkProvider();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "-wal", "-shm", ".sluice-lock"})
    void aRemovedFileEndsTheRun(String suffix) throws IOException {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            commit(session, 1_000);
            Path lost = Database.beside(file(), suffix);
            Files.delete(lost);

            session.write(0, string("one more", "1"));
            tells(lost, session::commit);
        }

        if (suffix.isEmpty()) {
            assertThat(file()).doesNotExist();
        } else {
            assertThat(folder.toFile().list()).doesNotContain("app.db-wal", "app.db-shm");
            completes(1_001);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-wal"})
    void aFileThatIsRemovedBeforeTheSealEndsTheRun(String suffix) throws IOException {
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            commit(session, 100);
            Path lost = Database.beside(file(), suffix);
            Files.delete(lost);

            tells(lost, () -> session.seal(new BookedDoubles(session, true)));
        }
    }

    /** The name means nothing any more, but the rows in the log were acknowledged. */
    @Test
    void theLogOfAFileThatWasMovedStays() throws IOException, SQLException {
        Path moved = folder.resolve("moved.db");
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            commit(session, 1_000);
            Files.move(file(), moved);

            session.write(0, string("one more", "1"));
            tells(file(), session::commit);
        }

        assertThat(folder.toFile().list()).contains("moved.db", "app.db-wal").doesNotContain("app.db");
        Files.move(moved, file());
        completes(1_001);
    }

    @Test
    void whatWasMovedWithItsLogIsWhole() throws IOException, SQLException {
        Path moved = folder.resolve("moved.db");
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            commit(session, 1_000);
            Files.move(file(), moved);
        }
        Files.move(Database.beside(file(), "-wal"), Database.beside(moved, "-wal"));

        assertThat(SqlFile.query(moved, "SELECT count(*) FROM redis_key")).containsExactly("1000");
    }

    /** The keeper of its log ends, too, and its connection is closed after its thread. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLostFileIsLetGo(boolean replaced) throws IOException, SQLException {
        Path other = folder.resolve("other.db");
        SqlFile.run(other, "CREATE TABLE mine(a)");
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            commit(session, 1_000);
            Files.move(file(), folder.resolve("moved.db"));
            if (replaced) {
                Files.move(other, file());
            }
        }

        assertThat(openHere()).noneMatch(path -> path.startsWith(folder.toString()));
    }

    /** Where the system tells. */
    private static List<String> openHere() {
        List<String> open = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors) {
                open.add(Files.readSymbolicLink(descriptor).toString());
            }
        } catch (IOException untold) {
            return List.of();
        }
        return open;
    }

    @Test
    void theFileThatHasItsNameNowIsNotTouched() throws IOException, SQLException {
        Path other = folder.resolve("other.db");
        SqlFile.run(other, "CREATE TABLE mine(a)", "INSERT INTO mine VALUES (42)");
        byte[] before = Files.readAllBytes(other);
        try (SinkSession session = SinkSession.begin(provider, settings(), 1)) {
            commit(session, 1_000);
            Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING);

            session.write(0, string("one more", "1"));
            tells(file(), session::commit);
        }

        assertThat(folder.toFile().list()).containsExactly("app.db");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(SqlFile.query(file(), "SELECT a FROM mine")).containsExactly("42");
    }

    private void commit(SinkSession session, int keys) {
        for (int i = 0; i < keys; i++) {
            session.write(0, string("key " + i, "content " + i));
        }
        session.commit();
    }

    private void tells(Path lost, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.fault()).isEqualTo(Fault.FATAL))
                .hasMessageContaining(
                        lost + (Files.exists(file()) ? " was removed or replaced" : " was moved or removed")
                                + " while Sluice was writing to it")
                .hasMessageContaining("run the same command");
    }

    private void completes(int keys) {
        try (SinkSession session = SinkSession.resume(provider, settings())) {
            session.complete();
        }
        assertThat(SinkSession.rows(provider, settings())).hasSize(keys);
    }

    private Path file() {
        return folder.resolve("app.db");
    }

    private SinkSettings settings() {
        return new SinkSettings(file().toString(), "native", 0);
    }
}
