package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands around a switch: backups, restore, rollback, switched. */
class WayBackCommandsTest {
    @TempDir
    private static Path origin;

    @TempDir
    private Path folder;

    @BeforeAll
    static void aSource() {
        assertThat(new Capture(origin, 0).run("demo")).isZero();
    }

    private Path sink() {
        return folder.resolve("my app.db");
    }

    private Capture run(String... arguments) {
        Capture capture = new Capture();
        capture.run(arguments);
        return capture;
    }

    private Capture copies(String... options) {
        String source = origin.resolve("sluice-demo.rdb").toString();
        String[] arguments = {"copy", source, sink().toString(), "--verify", "full"};
        String[] all = Arrays.copyOf(arguments, arguments.length + options.length);
        System.arraycopy(options, 0, all, arguments.length, options.length);
        return run(all);
    }

    private Capture aRunIntoASinkOfTheUser(String... options) throws SQLException {
        execute(
                "CREATE TABLE orders(id INTEGER PRIMARY KEY, name)",
                "INSERT INTO orders(name) VALUES ('one'), ('two')");
        Capture copied = copies(options);
        assertThat(copied.exitCode()).as(copied.err()).isZero();
        return copied;
    }

    @Test
    void theWholeWayThereAndBack() throws Exception {
        Capture copied = aRunIntoASinkOfTheUser();
        String backup = backups().getFirst();
        assertThat(copied.out()).contains("note: what the sink held before was copied to " + backup);

        Capture switched = run("switched", sink().toString());
        assertThat(switched.exitCode()).as(switched.err()).isZero();
        assertThat(switched.out()).contains("switched to at 20", " Z, run ");
        assertThat(run("status", sink().toString()).out()).contains("switched to at 20");
        assertThat(run("status", sink().toString(), "--json").out()).contains("\"switchedAt\" : \"20");
        execute("INSERT INTO orders(name) VALUES ('three')", "CREATE TABLE late(a)");

        Capture listed = run("backups", sink().toString());
        assertThat(listed.exitCode()).isZero();
        assertThat(listed.out()).contains(backup, "sound", "sluice restore 'sqlite:" + sink() + "' BACKUP");
        Capture undone = run("rollback", sink().toString(), "--yes");

        assertThat(undone.exitCode()).as(undone.err()).isZero();
        assertThat(undone.out())
                .contains("Rolling back puts back " + backup + ".", "switched to at 20", "from rdb:", "verified, ended")
                .containsPattern("orders +2 +3 +\\+1\n")
                .containsPattern("late +- +0 +new\n")
                .contains("Rolled back: sqlite:" + sink(), "it comes back with: sluice restore '");
        assertThat(query("SELECT group_concat(name) FROM orders")).isEqualTo("one,two");
        assertThat(query("SELECT count(*) FROM sqlite_master")).isEqualTo("1");
    }

    @Test
    void backupsTellThemselvesToScripts() throws Exception {
        assertThat(run("backups", sink().toString()).out()).isEqualTo("sqlite:" + sink() + ": no backups\n");
        aRunIntoASinkOfTheUser();
        Files.write(folder.resolve("my app.db.backup-20200101T000000Z-2"), new byte[7]);

        JsonNode listed = new ObjectMapper()
                .readTree(run("backups", sink().toString(), "--json").out());

        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).path("sound").asBoolean()).isTrue();
        assertThat(listed.get(0).path("run").asText()).isNotEmpty();
        assertThat(listed.get(0).path("bytes").asLong()).isPositive();
        assertThat(listed.get(1).path("sound").asBoolean()).isFalse();
        assertThat(listed.get(1).path("flaw").asText()).isNotEmpty();
        assertThat(listed.get(1).path("madeAt").asText()).isEqualTo("2020-01-01T00:00:00Z");
    }

    @Test
    void noBackupIsMadeWhereItIsRefused() throws Exception {
        aRunIntoASinkOfTheUser("--no-backup");

        assertThat(backups()).isEmpty();
        Capture undone = run("rollback", sink().toString(), "--yes", "--no-keep");

        assertThat(undone.exitCode()).as(undone.err()).isZero();
        assertThat(undone.out())
                .contains("Rolling back drops what the run made in my app.db", "What is taken away is not kept.");
        assertThat(query("SELECT group_concat(name) FROM sqlite_master")).isEqualTo("orders");
        assertThat(files()).containsExactly("my app.db");
    }

    @Test
    void whoeverCannotBeAskedHasToAgreeBeforehand() throws Exception {
        aRunIntoASinkOfTheUser();

        for (String command : new String[] {"rollback", "restore"}) {
            Capture asked = run(command, sink().toString());

            assertThat(asked.exitCode()).isEqualTo(2);
            assertThat(asked.err())
                    .isEqualTo("sluice: nothing was changed: nobody can be asked, because there is no"
                            + " terminal; add --yes\n");
        }
        assertThat(query("SELECT count(*) > 0 FROM redis_key")).isEqualTo("1");
    }

    @Test
    void whoeverIsAskedMaySayNo() throws Exception {
        aRunIntoASinkOfTheUser();
        for (String answer : new String[] {"n\n", "\n", "", "maybe\n"}) {
            Capture no = Capture.answering(folder, answer);

            assertThat(no.run("rollback", sink().toString())).isEqualTo(2);
            assertThat(no.err()).contains("Roll back? [y/N] ", "nothing was changed: the answer was no");
        }
        assertThat(query("SELECT count(*) > 0 FROM redis_key")).isEqualTo("1");

        Capture yes = Capture.answering(folder, "Yes\n");
        assertThat(yes.run("rollback", sink().toString())).as(yes.err()).isZero();
        assertThat(query("SELECT count(*) FROM sqlite_master")).isEqualTo("1");
    }

    @Test
    void restoreTakesABackupByItsNameAndNotAnother() throws Exception {
        aRunIntoASinkOfTheUser();
        String backup = backups().getFirst();
        execute("DELETE FROM orders");
        Capture wrong = run("restore", sink().toString(), "20200101T000000Z", "--yes");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("there is no backup 20200101T000000Z", "sluice backups");

        Capture restored = run("restore", sink().toString(), backup, "--yes");

        assertThat(restored.exitCode()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("Restoring puts back " + backup, "Restored: ");
        assertThat(query("SELECT group_concat(name) FROM orders")).isEqualTo("one,two");
        String replaced = files().stream()
                .filter(name -> name.contains(".replaced-"))
                .findFirst()
                .orElseThrow();
        assertThat(run("restore", sink().toString(), replaced, "--yes").exitCode())
                .isZero();
        assertThat(query("SELECT count(*) FROM orders")).isEqualTo("0");
    }

    @Test
    void aFileThatTheRunMadeIsTakenAway() throws Exception {
        assertThat(copies().exitCode()).isZero();

        Capture undone = run("rollback", sink().toString(), "--yes");

        assertThat(undone.exitCode()).as(undone.err()).isZero();
        assertThat(undone.out())
                .contains("removes my app.db, which holds nothing but", "no table has gained or lost rows");
        assertThat(files()).singleElement().asString().startsWith("my app.db.replaced-");
        assertThat(run("rollback", sink().toString(), "--yes").exitCode()).isEqualTo(2);
        assertThat(copies().exitCode()).isZero();
    }

    @Test
    void onlyARunThatIsGoodEnoughIsSwitchedTo() throws Exception {
        assertThat(copies("--verify", "none").exitCode()).isEqualTo(2);
        String source = origin.resolve("sluice-demo.rdb").toString();
        run("copy", source, sink().toString(), "--verify", "none");

        Capture unverified = run("switched", sink().toString());
        assertThat(unverified.exitCode()).isEqualTo(2);
        assertThat(unverified.err()).contains("was not verified: it ended as copied", "--force");
        Capture forced = run("switched", sink().toString(), "--force");
        assertThat(forced.exitCode()).isZero();
        assertThat(forced.out()).contains("Note: run ", "was not verified");

        execute("UPDATE sluice_run SET status = 'verified', report ="
                + " '{\"gates\":[{\"name\":\"rejects\",\"passed\":false},{\"name\":\"orphans\",\"passed\":true}]}'");
        assertThat(run("switched", sink().toString()).err()).contains("failed its gates: rejects; ");
        execute("UPDATE sluice_run SET phase = 'LANDING'");
        assertThat(run("switched", sink().toString()).err()).contains("has not finished");
    }

    @Test
    void theMomentOfTheSwitchCanBeTold() throws Exception {
        assertThat(copies().exitCode()).isZero();
        execute("UPDATE sluice_run SET finished_at = 1700000000000");

        Capture told = run("switched", sink().toString(), "--at", "2024-05-06T07:08:09+02:00");
        assertThat(told.exitCode()).as(told.err()).isZero();
        assertThat(told.out()).contains("switched to at 2024-05-06 05:08:09 Z");
        assertThat(run("switched", sink().toString(), "--at", "2024-05-07 00:00:00")
                        .out())
                .contains("switched to at 2024-05-07 00:00:00 Z", "(before: 2024-05-06 05:08:09 Z)");
        assertThat(run("switched", sink().toString(), "--at", "2001-01-01T00:00:00Z")
                        .err())
                .contains("only ended at 2023-11-14");
        assertThat(run("switched", sink().toString(), "--at", "2999-01-01T00:00:00Z")
                        .err())
                .contains("has not come yet");
        assertThat(run("switched", sink().toString(), "--at", "yesterday").err())
                .contains("it is no time");
    }

    @Test
    void whatIsNoSinkIsToldInOneLine() throws IOException {
        Path text = Files.writeString(folder.resolve("text.db"), "no database, only words");
        for (String command : new String[] {"rollback", "restore", "switched"}) {
            for (Path path : new Path[] {text, folder.resolve("none.db"), folder.resolve("no folder/none.db")}) {
                Capture capture = run(command, path.toString());

                assertThat(capture.exitCode()).as(command + " " + path).isEqualTo(2);
                assertThat(capture.err().lines()).as(command + " " + path).hasSize(1);
            }
        }
        assertThat(Files.readString(text)).isEqualTo("no database, only words");
        assertThat(files()).containsExactly("text.db");
    }

    private List<String> files() {
        return List.of(Objects.requireNonNull(folder.toFile().list()));
    }

    private List<String> backups() {
        return files().stream().filter(name -> name.contains(".backup-")).toList();
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
