package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.contract.Samples.string;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sluice.adapters.contract.Samples;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.Checkpoint;
import sluice.protocol.MigrationException;
import sluice.protocol.Sink;
import sluice.protocol.SinkSettings;

/** A copy of what stood in a sink, made before a run writes to it. */
class BackupTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:32:37Z"));
    private static final String NAME = "app.db.backup-20261121T103237Z";

    private final SqliteSinkProvider provider = new SqliteSinkProvider(CLOCK, step -> {});

    @TempDir
    private Path folder;

    private Path sink() {
        return folder.resolve("app.db");
    }

    private void aSinkOfTheUser() throws SQLException {
        SqlFile.run(
                sink(),
                "PRAGMA user_version = 7",
                "PRAGMA application_id = 4711",
                "CREATE TABLE \"my orders\"(id INTEGER PRIMARY KEY, name TEXT)",
                "CREATE INDEX by_name ON \"my orders\"(name)",
                "CREATE VIEW named AS SELECT name FROM \"my orders\"",
                "CREATE TRIGGER fill AFTER INSERT ON \"my orders\" BEGIN SELECT 1; END",
                "CREATE VIRTUAL TABLE words USING fts5(word)",
                "INSERT INTO words VALUES ('searched')",
                "INSERT INTO \"my orders\"(name) VALUES ('one'), ('two')");
    }

    @Test
    void aRunKeepsWhatStoodInTheSinkBefore() throws SQLException, IOException {
        aSinkOfTheUser();
        Files.setPosixFilePermissions(sink(), PosixFilePermissions.fromString("rw-r-----"));
        List<String> before = SqlFile.everything(sink());

        try (SinkSession session = SinkSession.begin(provider, settings(true), 1)) {
            session.write(0, string("a", "1"));
            assertThat(session.sink().notes()).singleElement().asString().contains(NAME);
            session.complete();
        }

        Path backup = folder.resolve(NAME);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("app.db", NAME);
        assertThat(SqlFile.everything(backup)).isEqualTo(before);
        assertThat(Soundness.flaw(backup)).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("r--r-----");
        assertThat(SqlFile.query(sink(), "SELECT backup, backup_at, backup_bytes, backup_sha256 FROM sluice_return"))
                .containsExactly(
                        NAME + "|" + CLOCK.millis() + "|" + Files.size(backup) + "|" + Duplicate.sha256(backup));
    }

    @Test
    void aSinkThatHoldsNothingNeedsNone() {
        try (SinkSession session = SinkSession.begin(provider, settings(true), 1)) {
            assertThat(session.sink().notes()).isEmpty();
            session.complete();
        }
        try (Sink again = provider.open(settings(true))) {
            again.forget();
        }

        assertThat(folder.toFile().list()).containsExactly("app.db");
    }

    @Test
    void itCanBeRefused() throws SQLException {
        aSinkOfTheUser();

        try (SinkSession session = SinkSession.begin(provider, settings(false), 1)) {
            session.complete();
        }

        assertThat(folder.toFile().list()).containsExactly("app.db");
    }

    /** What is forgotten is kept with it. */
    @Test
    void oneIsMadeBeforeARunIsForgotten() throws SQLException {
        aSinkOfTheUser();
        try (SinkSession session = SinkSession.begin(provider, settings(false), 1)) {
            session.write(0, string("a", "1"));
            session.complete();
        }

        try (Sink again = provider.open(settings(true))) {
            again.forget();
        }

        assertThat(SqlFile.query(folder.resolve(NAME), "SELECT count(*) FROM redis_key"))
                .containsExactly("1");
    }

    /** A product that has switched writes into the tables that a run made. */
    @Test
    void oneIsMadeOfWhatWasWrittenSinceARunEnded() throws SQLException {
        try (SinkSession session = SinkSession.begin(provider, settings(true), 1)) {
            session.write(0, string("a", "1"));
            session.complete();
        }
        SqlFile.run(sink(), "INSERT INTO redis_set(key_id, member) VALUES (1, 'new')");

        try (Sink again = provider.open(settings(true))) {
            again.forget();
        }

        assertThat(SqlFile.query(folder.resolve(NAME), "SELECT member FROM redis_set"))
                .containsExactly("new");
    }

    @Test
    void aNameThatIsTakenGetsANumber() throws SQLException, IOException {
        aSinkOfTheUser();
        Files.createFile(folder.resolve(NAME));

        assertThat(Backup.take(sink(), CLOCK).name()).isEqualTo(NAME + "-2");
        assertThat(Backup.take(sink(), CLOCK).name()).isEqualTo(NAME + "-3");
        assertThat(Beside.all(sink(), Beside.Kind.BACKUP))
                .extracting(file -> String.valueOf(file.getFileName()))
                .containsExactly(NAME + "-3", NAME + "-2", NAME);
    }

    @Test
    void noneIsLeftWhereTheRunIsRefused() throws SQLException {
        aSinkOfTheUser();
        SqlFile.run(sink(), "CREATE TABLE redis_key(mine)");

        assertThatThrownBy(this::beginARun).hasMessageContaining("it holds a table redis_key");

        assertThat(folder.toFile().list()).doesNotContain(NAME);
    }

    @ParameterizedTest
    @EnumSource(Duplicate.Step.class)
    void whereverItIsKilledOnlyAWholeOneHasTheName(Duplicate.Step killedAfter) throws SQLException {
        aSinkOfTheUser();
        List<String> before = SqlFile.everything(sink());

        assertThatThrownBy(() -> Backup.take(sink(), CLOCK, step -> {
                    if (step == killedAfter) {
                        assertThat(folder.resolve(NAME).toFile().exists()).isEqualTo(step == Duplicate.Step.PLACED);
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");

        assertThat(SqlFile.everything(sink())).isEqualTo(before);
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        killedAfter == Duplicate.Step.PLACED ? new String[] {"app.db", NAME} : new String[] {"app.db"});
    }

    @Test
    void whatAKilledProcessLeftIsSweptUp() throws SQLException, IOException {
        aSinkOfTheUser();
        Files.createFile(folder.resolve("app.db.backup-20200101T000000Z.partial"));
        Files.createFile(folder.resolve("app.db.backup-20200101T000000Z.partial-journal"));
        Files.createFile(folder.resolve("app.db.backup-notes.txt"));

        Backup.take(sink(), CLOCK);

        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("app.db", NAME, "app.db.backup-notes.txt");
    }

    /** Each transaction writes the same number into two tables: a copy of one moment has it in both. */
    @Test
    void whileAnotherProgramWritesItIsOfOneMoment() throws Exception {
        SqlFile.run(
                sink(),
                "PRAGMA journal_mode = WAL",
                "CREATE TABLE a(n INTEGER PRIMARY KEY, filler)",
                "CREATE TABLE b(n INTEGER PRIMARY KEY)");
        AtomicBoolean enough = new AtomicBoolean();
        AtomicReference<Exception> trouble = new AtomicReference<>();
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                writeUntil(enough);
            } catch (SQLException e) {
                trouble.set(e);
            }
        });
        try {
            for (int i = 0; i < 5; i++) {
                awaitMoreRows();
                Path copy = folder.resolve(Backup.take(sink(), CLOCK).name());

                assertThat(Soundness.flaw(copy)).isEmpty();
                assertThat(SqlFile.query(copy, "SELECT count(*) = max(n), count(*) > 0 FROM a"))
                        .containsExactly("1|1");
                assertThat(SqlFile.query(copy, "SELECT (SELECT max(n) FROM a) = (SELECT max(n) FROM b)"))
                        .containsExactly("1");
            }
        } finally {
            enough.set(true);
            writer.join();
        }
        assertThat(trouble.get()).isNull();
        assertThat(SqlFile.query(sink(), "PRAGMA journal_mode")).containsExactly("wal");
    }

    private void writeUntil(AtomicBoolean enough) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sink());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 60000");
            while (!enough.get()) {
                statement.execute("BEGIN IMMEDIATE");
                statement.execute("INSERT INTO a SELECT ifnull(max(n), 0) + 1, randomblob(3000) FROM a");
                statement.execute("INSERT INTO b SELECT ifnull(max(n), 0) + 1 FROM b");
                statement.execute("COMMIT");
            }
        }
    }

    private void awaitMoreRows() throws SQLException {
        String count = "SELECT count(*) FROM a";
        long before = Long.parseLong(SqlFile.query(sink(), count).getFirst());
        while (Long.parseLong(SqlFile.query(sink(), count).getFirst()) < before + 20) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aDamagedSinkIsToldBeforeAnythingIsWrittenToIt() throws SQLException, IOException {
        aSinkOfTheUser();
        SqlFile.run(sink(), "PRAGMA writable_schema = ON", "DELETE FROM sqlite_master WHERE name = 'by_name'");
        byte[] before = Files.readAllBytes(sink());

        assertThatThrownBy(this::beginARun)
                .isInstanceOfSatisfying(
                        MigrationException.class,
                        e -> assertThat(e.fault()).isEqualTo(MigrationException.Fault.REFUSED))
                .hasMessageContaining("the file itself is damaged")
                .hasMessageContaining("--no-backup");

        assertThat(Files.readAllBytes(sink())).isEqualTo(before);
        assertThat(folder.toFile().list()).containsExactly("app.db");
    }

    @Test
    void namesWithBlanksAndQuotesAreNames() throws SQLException, IOException {
        Path odd = folder.resolve("it's my 100% \"app\"?.db");
        SqlFile.run(odd, "CREATE TABLE t(a)", "INSERT INTO t VALUES (1)");

        Path copy = folder.resolve(Backup.take(odd, CLOCK).name());

        assertThat(copy.getFileName()).hasToString("it's my 100% \"app\"?.db.backup-20261121T103237Z");
        assertThat(Beside.all(odd, Beside.Kind.BACKUP)).containsExactly(copy);
        assertThat(Soundness.flaw(copy)).isEmpty();
    }

    private void beginARun() {
        try (Sink sink = provider.open(settings(true))) {
            sink.begin(Samples.run("native"), new Checkpoint(Map.of(), new byte[0]));
        }
    }

    private SinkSettings settings(boolean backup) {
        return new SinkSettings(sink().toString(), "native", 0, null, backup);
    }
}
