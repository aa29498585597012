package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.contract.Samples.string;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.MigrationException;
import sluice.protocol.MigrationException.Fault;
import sluice.protocol.SinkSettings;

/** What a user may point at by mistake: one line that says what is wrong and what to do, and nothing changed. */
class BadFilesTest {
    private final SqliteSinkProvider provider = new SqliteSinkProvider();

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("app.db");
    }

    @Test
    void aFolderIsRefused() {
        refuses(folder, "it is a folder; give the name of a file in it");
    }

    @Test
    void aMissingFolderIsRefused() {
        refuses(folder.resolve("missing/app.db"), "there is no folder " + folder.resolve("missing") + "; create it");
    }

    @Test
    void aPathBelowAFileIsRefused() throws IOException {
        Files.createFile(file());

        refuses(file().resolve("app.db"), "app.db is not a folder");
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefused() {
        refuses(Path.of("/proc/app.db"), "cannot be written");
    }

    @Test
    void anotherKindOfFileIsRefusedAndLeftAsItIs() throws IOException {
        Files.writeString(file(), "not a database, but dear to somebody");

        refuses(file(), "it is not a SQLite file; choose another file name");

        assertThat(Files.readString(file())).isEqualTo("not a database, but dear to somebody");
        assertThat(folder.toFile().list()).containsExactly("app.db");
    }

    @Test
    void addressesWithoutAFileAreRefused() {
        assertThatThrownBy(() -> provider.open(new SinkSettings("sqlite:", "native", 0)))
                .hasMessageContaining("it names no file");
        assertThatThrownBy(() -> provider.open(new SinkSettings("sqlite::memory:", "native", 0)))
                .hasMessageContaining("it names no file");
    }

    @Test
    void anUnknownLayoutIsRefused() {
        assertThatThrownBy(() -> provider.open(new SinkSettings(file().toString(), "fancy", 0)))
                .hasMessageContaining("cannot use layout fancy")
                .hasMessageContaining("use native or redka");
    }

    @Test
    void aForeignTableOfTheSameNameIsRefusedAndKept() throws SQLException {
        SqlFile.run(file(), "CREATE TABLE Redis_Key(mine)", "INSERT INTO redis_key VALUES (1)");

        assertThatThrownBy(() -> SinkSession.begin(provider, settings("native"), 1))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED))
                .hasMessageContaining(
                        "it holds a table redis_key that Sluice did not make; choose another file or rename it");

        assertThat(SqlFile.query(file(), "SELECT mine FROM redis_key")).containsExactly("1");
        assertThat(SqlFile.query(file(), "PRAGMA journal_mode")).containsExactly("delete");
    }

    @Test
    void aForeignUserVersionIsRefusedForRedka() throws SQLException {
        SqlFile.run(file(), "CREATE TABLE mine(a)", "PRAGMA user_version = 7");

        assertThatThrownBy(() -> SinkSession.begin(provider, settings("redka"), 1))
                .hasMessageContaining("its user_version is 7 and layout redka needs 1");
    }

    @Test
    void tablesOfOthersStayUntouched() throws SQLException {
        SqlFile.run(file(), "CREATE TABLE mine(a)", "INSERT INTO mine VALUES (42)");
        try (SinkSession session = SinkSession.begin(provider, settings("native"), 1)) {
            session.write(0, string("a", "1"));
            session.complete();
        }
        try (var sink = provider.open(settings("native"))) {
            sink.forget();
        }

        assertThat(SqlFile.query(file(), "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite%'"))
                .containsExactly("mine");
        assertThat(SqlFile.query(file(), "SELECT a FROM mine")).containsExactly("42");
    }

    @Test
    void aNewerSluicesFileIsRefused() throws SQLException {
        try (SinkSession session = SinkSession.begin(provider, settings("native"), 1)) {
            session.commit();
        }
        SqlFile.run(file(), "UPDATE sluice_run SET schema_version = 99");

        refuses(file(), "it was made by a newer Sluice (schema version 99, this one knows 2); update Sluice");
        assertThatThrownBy(() -> provider.read(settings("native"))).hasMessageContaining("newer Sluice");
    }

    @Test
    void readingWhatHoldsNoRunIsRefused() throws SQLException {
        assertThatThrownBy(() -> provider.read(settings("native"))).hasMessageContaining("no such file");

        SqlFile.run(file(), "CREATE TABLE mine(a)");

        assertThatThrownBy(() -> provider.read(settings("native"))).hasMessageContaining("it holds no run of Sluice");
    }

    @Test
    void aDamagedFileIsCalledDamaged() throws IOException {
        try (SinkSession session = SinkSession.begin(provider, settings("native"), 1)) {
            for (int i = 0; i < 2_000; i++) {
                session.write(0, string("key " + i, "content that takes some room " + i));
            }
            session.complete();
        }
        try (RandomAccessFile damage = new RandomAccessFile(file().toFile(), "rw")) {
            for (long at = damage.length() / 2; at < damage.length(); at += 512) {
                damage.seek(at);
                damage.write(new byte[64]);
            }
        }

        assertThatThrownBy(() -> SinkSession.rows(provider, settings("native")))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("the file is damaged");
    }

    @Test
    void namesWithQuestionMarksPercentSignsAndSpacesAreFiles() {
        for (String name : List.of("a?mode=ro.db", "50% of #1.db", "żółć.sqlite")) {
            SinkSettings settings = new SinkSettings("sqlite:" + folder.resolve(name), "native", 0);
            try (SinkSession session = SinkSession.begin(provider, settings, 1)) {
                session.write(0, string("a", "1"));
                session.complete();
            }
            assertThat(SinkSession.rows(provider, settings)).hasSize(1);
            assertThat(folder.resolve(name)).isRegularFile();
        }
    }

    @Test
    void addressesAreRecognised() {
        assertThat(List.of("sqlite:x", "sqlite:/a/b", "x.db", "/a/b.sqlite", "C.sqlite3"))
                .allMatch(provider::accepts);
        assertThat(List.of("redis://h/x.db", "rdb:x.db", "x.rdb", "memory:x.db", "x"))
                .noneMatch(provider::accepts);
        assertThat(provider.redact("x.db")).isEqualTo("sqlite:x.db");
    }

    private SinkSettings settings(String layout) {
        return new SinkSettings(file().toString(), layout, 0);
    }

    private void refuses(Path path, String why) {
        assertThatThrownBy(() -> provider.open(new SinkSettings("sqlite:" + path, "native", 0)))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED))
                .hasMessageStartingWith("cannot open sqlite:" + path)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("\n");
    }
}
