package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.contract.Samples.string;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.Keeper;
import sluice.protocol.Keeper.Loss;
import sluice.protocol.Keeper.Prospect;
import sluice.protocol.MigrationException;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;

/** Restoring a backup and rolling a run back, on real files. */
class WayBackTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T10:32:37Z"));
    private static final String BACKUP = "app.db.backup-20261121T103237Z";
    private static final String REPLACED = "app.db.replaced-20261121T103237Z";

    private final SqliteSinkProvider provider = new SqliteSinkProvider(CLOCK, step -> {});

    @TempDir
    private Path folder;

    private Path sink() {
        return folder.resolve("app.db");
    }

    private Keeper keeper() {
        return provider.keeper(sink().toString());
    }

    private List<String> aSinkOfTheUser(String journal) throws SQLException {
        SqlFile.run(
                sink(),
                "PRAGMA journal_mode = " + journal,
                "PRAGMA user_version = 7",
                "CREATE TABLE \"my orders\"(id INTEGER PRIMARY KEY, name TEXT)",
                "CREATE INDEX by_name ON \"my orders\"(name)",
                "CREATE VIEW named AS SELECT name FROM \"my orders\"",
                "CREATE TABLE log(line)",
                "CREATE TRIGGER logged AFTER INSERT ON \"my orders\" BEGIN INSERT INTO log VALUES (new.name); END",
                "INSERT INTO \"my orders\"(name) VALUES ('one'), ('two')");
        return SqlFile.everything(sink());
    }

    private void aRun(boolean backup) {
        try (SinkSession session = SinkSession.begin(provider, settings(backup), 1)) {
            session.write(0, string("a", "1"), string("b", "2"));
            session.complete();
        }
    }

    private String restores(@Nullable String backup) {
        try (Keeper.Undoing undoing = keeper().restore(backup)) {
            return undoing.carryOut(true).orElse("nothing kept");
        }
    }

    private Prospect rollsBack(boolean keep) {
        try (Keeper.Undoing undoing = keeper().rollback()) {
            Prospect prospect = undoing.prospect();
            assertThat(undoing.carryOut(keep).isPresent()).isEqualTo(keep);
            return prospect;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "WAL"})
    void theRestoreDrill(String journal) throws SQLException, IOException {
        List<String> before = aSinkOfTheUser(journal);
        Files.setPosixFilePermissions(sink(), PosixFilePermissions.fromString("rw-rw----"));
        aRun(true);
        SqlFile.run(sink(), "INSERT INTO \"my orders\"(name) VALUES ('after the run')");
        List<String> after = SqlFile.everything(sink());

        assertThat(restores(null)).isEqualTo(REPLACED);

        assertThat(SqlFile.everything(sink())).isEqualTo(before);
        assertThat(SqlFile.everything(folder.resolve(REPLACED))).isEqualTo(after);
        assertThat(Files.getPosixFilePermissions(sink())).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("app.db", BACKUP, REPLACED);
        assertThat(restores(REPLACED)).isEqualTo(REPLACED + "-2");
        assertThat(SqlFile.everything(sink())).isEqualTo(after);
    }

    @Test
    void aRollbackPutsTheBackupOfTheRunBackAndSaysWhatIsLost() throws SQLException {
        List<String> before = aSinkOfTheUser("DELETE");
        aRun(true);
        SqlFile.run(
                sink(),
                "INSERT INTO \"my orders\"(name) VALUES ('late'), ('later')",
                "CREATE TABLE sessions(id)",
                "DELETE FROM redis_key WHERE key = 'a'");
        keeper().switched(1_800_000_000_000L);
        try (SinkReader reader = provider.read(settings(true))) {
            assertThat(reader.switchedAt()).hasValue(1_800_000_000_000L);
        }

        Prospect prospect = rollsBack(true);

        assertThat(prospect.deed()).isEqualTo("puts back " + BACKUP);
        assertThat(prospect.switchedAt()).hasValue(1_800_000_000_000L);
        assertThat(prospect.losses())
                .containsExactlyInAnyOrder(
                        loss("my orders", 2, 4),
                        loss("log", 2, 4),
                        loss("redis_key", 2, 1),
                        new Loss("sessions", OptionalLong.empty(), OptionalLong.of(0)));
        assertThat(SqlFile.everything(sink())).isEqualTo(before);
    }

    private static Loss loss(String table, long atEnd, long now) {
        return new Loss(table, OptionalLong.of(atEnd), OptionalLong.of(now));
    }

    @Test
    void aFileThatTheRunMadeGoes() {
        aRun(true);

        Prospect prospect = rollsBack(true);

        assertThat(prospect.deed()).startsWith("removes app.db, which holds nothing but");
        assertThat(prospect.losses()).isEmpty();
        assertThat(folder.toFile().list()).containsExactly(REPLACED);
    }

    @Test
    void nothingIsKeptWhereNothingIsToBeKept() {
        aRun(true);

        rollsBack(false);

        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void withoutABackupOnlyWhatTheRunMadeGoes() throws SQLException {
        aSinkOfTheUser("WAL");
        List<String> before = SqlFile.everything(sink());
        aRun(false);
        List<String> after = SqlFile.everything(sink());

        Prospect prospect = rollsBack(true);

        assertThat(prospect.deed()).startsWith("drops what the run made in app.db");
        assertThat(SqlFile.everything(sink())).isEqualTo(before);
        assertThat(SqlFile.everything(folder.resolve(REPLACED))).isEqualTo(after);
    }

    @Test
    void aFileThatWasThereBeforeTheRunStays() throws SQLException {
        aRun(true);
        SqlFile.run(
                sink(),
                "CREATE TABLE sluice_table(name, type, made, first_row, rows)",
                "INSERT INTO sluice_table VALUES ('file', 'file', 0, NULL, 0)");

        Prospect prospect = rollsBack(false);

        assertThat(prospect.deed()).startsWith("drops what the run made in app.db");
        assertThat(sink()).exists();
    }

    @Test
    void whatARunOfAPlanLandedBesideTheSinkGoesAndTheSinkIsNotTouched() throws SQLException, IOException {
        List<String> before = aSinkOfTheUser("DELETE");
        Path staging = folder.resolve("app.db.sluice-staging");
        try (SinkSession session = SinkSession.begin(provider, new SinkSettings("sqlite:" + staging, "native", 0), 1)) {
            session.write(0, string("a", "1"));
            session.commit();
        }
        assertThat(staging).exists();

        Prospect prospect = rollsBack(false);

        assertThat(prospect.deed()).contains("removes app.db.sluice-staging", "was not touched");
        assertThat(prospect.run()).isNotNull();
        assertThat(SqlFile.everything(sink())).isEqualTo(before);
        assertThat(folder.toFile().list()).containsExactly("app.db");
    }

    @Test
    void whatARunMergedIntoCannotBeUndoneWithoutABackup() throws SQLException {
        aSinkOfTheUser("DELETE");
        aRun(false);
        SqlFile.run(
                sink(),
                "CREATE TABLE sluice_table(name, type, made, first_row, rows)",
                "INSERT INTO sluice_table VALUES ('my orders', 'table', 0, NULL, 2)");

        assertThatThrownBy(() -> keeper().rollback()).hasMessageContaining("merged rows into my orders");
    }

    @Test
    void withoutARunThereIsNothingToRollBack() throws SQLException {
        aSinkOfTheUser("DELETE");

        assertThatThrownBy(() -> keeper().rollback()).hasMessageContaining("it holds no run of Sluice");
        assertThatThrownBy(() -> keeper().switched(1)).hasMessageContaining("it holds no run of Sluice");
        assertThatThrownBy(() -> keeper().restore(null)).hasMessageContaining("no backup of it lies in");
    }

    @ParameterizedTest
    @EnumSource(Exchange.Step.class)
    void whereverARestoreIsKilledTheSinkIsThere(Exchange.Step killedAfter) throws Exception {
        List<String> before = aSinkOfTheUser("WAL");
        aRun(true);
        List<String> after = withoutMode(SqlFile.everything(sink()));

        Process killed = start(KilledRestore.class, sink().toString(), killedAfter.name())
                .start();

        assertThat(killed.waitFor()).isEqualTo(KilledRestore.EXIT_CODE);
        assertThat(withoutMode(SqlFile.everything(sink())))
                .isEqualTo(killedAfter == Exchange.Step.PLACED ? withoutMode(before) : after);
        restores(BACKUP);
        assertThat(SqlFile.everything(sink())).isEqualTo(before);
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        killedAfter == Exchange.Step.PLACED
                                ? new String[] {"app.db", BACKUP, REPLACED, replacedByTheKilled()}
                                : new String[] {"app.db", BACKUP, REPLACED});
    }

    /** A file that was held when its holder died goes without a log from then on. */
    private static List<String> withoutMode(List<String> everything) {
        return everything.stream()
                .filter(line -> !line.startsWith("journal_mode"))
                .toList();
    }

    private String replacedByTheKilled() throws IOException {
        return Beside.all(sink(), Beside.Kind.REPLACED).stream()
                .map(file -> String.valueOf(file.getFileName()))
                .filter(name -> !name.equals(REPLACED))
                .findFirst()
                .orElse("none");
    }

    private static ProcessBuilder start(Class<?> program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    }

    @Test
    void aRestoreThatFailsLeavesTheSinkAsItWas() throws SQLException {
        aSinkOfTheUser("WAL");
        aRun(true);
        List<String> after = SqlFile.everything(sink());
        Keeper keeper = SqliteKeeper.of(sink().toString(), CLOCK, step -> {
            if (step == Exchange.Step.HELD) {
                throw new IllegalStateException("failed");
            }
        });

        assertThatThrownBy(() -> carriesOut(keeper.restore(null))).hasMessage("failed");

        assertThat(SqlFile.everything(sink())).isEqualTo(after);
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("app.db", BACKUP);
    }

    private static void carriesOut(Keeper.Undoing undoing) {
        try (undoing) {
            undoing.carryOut(true);
        }
    }

    /** One inode under two names would be written to through both. */
    @Test
    void aSecondNameThatAKilledRestoreLeftIsTakenAwayAgain() throws SQLException, IOException {
        aSinkOfTheUser("DELETE");
        aRun(true);
        Files.createLink(folder.resolve("app.db.replaced-20200101T000000Z"), sink());

        restores(null);

        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("app.db", BACKUP, REPLACED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRAGMA user_version", "BEGIN IMMEDIATE", "SELECT count(*) FROM log"})
    void aSinkThatAnotherProgramHasOpenIsNotReplaced(String does) throws Exception {
        aSinkOfTheUser("WAL");
        aRun(true);
        List<String> after = SqlFile.everything(sink());
        Process holder = start(LockHolder.class, sink().toString(), does).start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("held");

            assertThatThrownBy(() -> restores(null))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("cannot restore")
                    .hasMessageContaining("end every program that uses the file");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(SqlFile.everything(sink())).isEqualTo(after);
        restores(null);
    }

    @Test
    void aSinkThatThisProcessHasOpenIsNotReplacedEither() throws SQLException {
        aSinkOfTheUser("WAL");
        aRun(true);
        try (Connection reading = DriverManager.getConnection("jdbc:sqlite:" + sink())) {
            reading.createStatement().executeQuery("SELECT * FROM log").next();

            assertThatThrownBy(() -> restores(null)).hasMessageContaining("another program uses it");
        }
        restores(null);
    }

    @Test
    void aRunInProgressKeepsEverybodyOut() throws SQLException {
        aSinkOfTheUser("DELETE");
        try (SinkSession session = SinkSession.begin(provider, settings(true), 1)) {
            session.commit();

            assertThatThrownBy(() -> keeper().restore(null)).hasMessageContaining("another run is in progress");
            assertThatThrownBy(() -> keeper().rollback()).hasMessageContaining("another run is in progress");
            assertThatThrownBy(() -> keeper().switched(1)).hasMessageContaining("another run is in progress");
            assertThat(keeper().backups()).hasSize(1);
        }
    }

    @Test
    void twoAtOnceAreOne() throws SQLException {
        aSinkOfTheUser("DELETE");
        aRun(true);

        try (Keeper.Undoing first = keeper().restore(null)) {
            assertThatThrownBy(() -> keeper().restore(null)).hasMessageContaining("another run is in progress");
            first.carryOut(true);
        }
    }

    @Test
    void aDamagedBackupIsNotPutBack() throws SQLException, IOException {
        aSinkOfTheUser("DELETE");
        aRun(true);
        Path backup = folder.resolve(BACKUP);
        byte[] bytes = Files.readAllBytes(backup);
        bytes[4096 + 100] ^= 1;
        Files.delete(backup);
        Files.write(backup, bytes);
        List<String> after = SqlFile.everything(sink());

        assertThatThrownBy(() -> keeper().restore(null)).hasMessageContaining("is damaged");
        assertThatThrownBy(() -> keeper().rollback()).hasMessageContaining(BACKUP);
        assertThat(keeper().backups().getFirst().flaw()).isNotEmpty();

        Files.write(backup, new byte[100]);
        assertThatThrownBy(() -> keeper().restore(null)).hasMessageContaining("is damaged");
        assertThat(SqlFile.everything(sink())).isEqualTo(after);
    }

    @Test
    void aBackupThatSomebodyWroteToIsNotTheOneThatWasMade() throws SQLException, IOException {
        aSinkOfTheUser("DELETE");
        aRun(true);
        SqlFile.run(folder.resolve(BACKUP), "DELETE FROM log");

        assertThatThrownBy(() -> keeper().restore(null)).hasMessageContaining("it is not the file that was made");
        assertThatThrownBy(() -> keeper().rollback()).hasMessageContaining("is not the file that was made");
        Files.delete(folder.resolve(BACKUP));
        assertThatThrownBy(() -> keeper().rollback()).hasMessageContaining("is gone");
    }

    @Test
    void theBackupOfAnotherFileIsNone() throws SQLException {
        aSinkOfTheUser("DELETE");
        Path other = folder.resolve("other.db");
        SqlFile.run(other, "CREATE TABLE t(a)");
        String name = Backup.take(other, CLOCK).name();

        assertThatThrownBy(() -> keeper().restore(name)).hasMessageContaining("is no backup of it");
        assertThatThrownBy(() -> keeper().restore("20260101T000000Z")).hasMessageContaining("there is no backup");
        assertThat(keeper().backups()).isEmpty();
    }

    /** That is what backups are for. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aSinkThatIsDamagedOrGoneIsRestoredAllTheSame(int kind) throws SQLException, IOException {
        List<String> before = aSinkOfTheUser("WAL");
        aRun(true);
        Files.write(folder.resolve("app.db-wal"), new byte[5_000]);
        switch (kind) {
            case 0 -> Files.delete(sink());
            case 1 -> Files.write(sink(), "no database at all".getBytes(StandardCharsets.UTF_8));
            default -> Files.write(sink(), new byte[20_000], StandardOpenOption.WRITE);
        }

        restores("20261121T103237Z");

        assertThat(SqlFile.everything(sink())).isEqualTo(before);
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder("app.db", BACKUP, kind == 0 ? REPLACED + "-wal" : REPLACED);
    }

    @Test
    void aLinkStaysALink() throws SQLException, IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(sink(), Path.of("elsewhere/real one.db"));
        List<String> before = aSinkOfTheUser("DELETE");
        aRun(true);

        restores(null);

        assertThat(SqlFile.everything(sink())).isEqualTo(before);
        assertThat(sink()).isSymbolicLink();
        assertThat(elsewhere.toFile().list())
                .containsExactlyInAnyOrder(
                        "real one.db", "real one.db.backup-20261121T103237Z", "real one.db.replaced-20261121T103237Z");
    }

    private SinkSettings settings(boolean backup) {
        return new SinkSettings(sink().toString(), "native", 0, null, backup);
    }
}
