package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of a plan did is undone, however far it came. */
class PlanWayBackTest {
    private static final String PLAN = """
        otherwise: ignore
        tables:
          kept:
            columns: {name: {type: text, not-null: true}, content: blob}
            primary-key: name
            EXTRA
        keyspaces:
          - pattern: "checkpoint:{rest}"
            table: kept
            columns: {name: NAME, content: {from: value, optional: true}}
        """;

    @TempDir
    private static Path origin;

    @TempDir
    private Path folder;

    @BeforeAll
    static void aSource() {
        assertThat(new Capture(origin, 0).run("demo")).isZero();
    }

    private Path sink() {
        return folder.resolve("app.db");
    }

    private Capture copies(String extra, String name, String... options) throws IOException {
        Path plan = Files.writeString(
                folder.resolve("plan.yaml"), PLAN.replace("EXTRA", extra).replace("NAME", name));
        List<String> arguments = new ArrayList<>(List.of(
                "copy",
                "--plan",
                plan.toString(),
                origin.resolve("sluice-demo.rdb").toString(),
                sink().toString()));
        arguments.addAll(List.of(options));
        return run(arguments.toArray(String[]::new));
    }

    private static Capture run(String... arguments) {
        Capture capture = new Capture();
        capture.run(arguments);
        return capture;
    }

    private Capture rollsBack() {
        Capture undone = run("rollback", sink().toString(), "--yes");
        assertThat(undone.exitCode()).as(undone.err()).isZero();
        return undone;
    }

    @Test
    void aFileThatAPlanMadeIsTakenAwayAndWhatWasWrittenSinceIsTold() throws Exception {
        Capture copied = copies("", "key");
        assertThat(copied.exitCode()).as(copied.out() + copied.err()).isZero();
        execute("INSERT INTO kept(name) VALUES ('of the product')");

        Capture undone = rollsBack();

        assertThat(undone.out())
                .contains("Rolling back removes app.db, which holds nothing but what Sluice made")
                .containsPattern("kept +[\\d,]+ +[\\d,]+ +\\+1\n");
        assertThat(files()).hasSize(2).noneMatch("app.db"::equals);
    }

    @Test
    void freshKeepsWhatTheProductWroteIntoThePlansTables() throws Exception {
        copies("", "key");
        execute("INSERT INTO kept(name) VALUES ('of the product')");

        Capture again = copies("", "key", "--fresh");

        assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
        assertThat(again.out()).contains("note: what the sink held before was copied to app.db.backup-");
        assertThat(query("SELECT count(*) FROM kept WHERE name = 'of the product'"))
                .isEqualTo("0");
        rollsBack();
        assertThat(query("SELECT count(*) FROM kept WHERE name = 'of the product'"))
                .isEqualTo("1");
    }

    @Test
    void rowsThatWereMergedIntoAnExistingTableGoByTheBackup() throws Exception {
        execute(
                "CREATE TABLE kept(name TEXT PRIMARY KEY, content, more DEFAULT 'mine')",
                "INSERT INTO kept(name, content) VALUES ('mine', 'as it was')");
        Capture copied = copies("existing: update", "key");
        assertThat(copied.exitCode()).as(copied.out() + copied.err()).isZero();
        assertThat(query("SELECT count(*) > 1 FROM kept")).isEqualTo("1");

        rollsBack();

        assertThat(query("SELECT group_concat(name || content || more) FROM kept"))
                .isEqualTo("mineas it wasmine");
        assertThat(query("SELECT count(*) FROM sqlite_master WHERE name LIKE 'sluice%'"))
                .isEqualTo("0");
    }

    /** Rows that collide are settled in a second try; it is of the same moment as the first. */
    @Test
    void aRunMakesOneBackupHoweverOftenItTries() throws Exception {
        execute("CREATE TABLE mine(a)", "INSERT INTO mine VALUES (1)");

        copies("collisions: {keep: first}", "{constant: same}");

        assertThat(query("SELECT count(*) FROM kept")).isEqualTo("1");
        assertThat(files()).filteredOn(name -> name.contains(".backup-")).hasSize(1);
    }

    @Test
    void withoutABackupAMergeCannotBeUndone() throws Exception {
        execute("CREATE TABLE kept(name TEXT PRIMARY KEY, content)");
        copies("existing: update", "key", "--no-backup");

        Capture refused = run("rollback", sink().toString(), "--yes");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("merged rows into kept, which stood there before, and made no backup");
    }

    @Test
    void ofARunThatCameToNothingOnlyWhatItLandedGoes() throws Exception {
        execute("CREATE TABLE mine(a)", "INSERT INTO mine VALUES (1)");
        byte[] before = Files.readAllBytes(sink());
        Capture failed = copies("collisions: {keep: fail}", "{constant: same}");
        assertThat(failed.exitCode()).as(failed.out()).isEqualTo(1);
        assertThat(files()).contains("app.db.sluice-staging");

        Capture undone = rollsBack();

        assertThat(undone.out()).contains("removes app.db.sluice-staging", "app.db itself was not touched by it");
        assertThat(Files.readAllBytes(sink())).isEqualTo(before);
        assertThat(files()).containsExactlyInAnyOrder("app.db", "plan.yaml");
    }

    private List<String> files() {
        return List.of(Objects.requireNonNull(folder.toFile().list()));
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sink());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sink());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return found.next() ? found.getString(1) : "";
        }
    }
}
