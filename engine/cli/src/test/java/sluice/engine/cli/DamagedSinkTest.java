package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The drill: whatever happens to a finished sink, status and verify say in one line what is wrong and what to do, never
 * call it verified, and do not touch it.
 */
class DamagedSinkTest {
    private static final int PAGE = 8_192;

    @TempDir
    private static Path origin;

    @TempDir
    private Path folder;

    /** What is done to a file. */
    private interface Harm {
        void to(Path sink) throws Exception;
    }

    @BeforeAll
    static void copy() {
        assertThat(new Capture(origin, 0).run("demo")).isZero();
    }

    static Stream<Arguments> harms() {
        return Stream.of(harmsOfTheFile(), harmsOfTables(), harmsOfTheBooks(), harmsOfRows())
                .flatMap(harms -> harms);
    }

    private static Stream<Arguments> harmsOfTheFile() {
        return Stream.of(
                harm("the magic is overwritten", at(0, 16), 2, "it is not a SQLite file", 2, "it is not a SQLite file"),
                harm("the header is overwritten", at(16, 84), 2, "header is damaged", 2, "header is damaged"),
                harm("the first page is overwritten", at(100, PAGE - 100), 1, "damaged", 1, "damaged"),
                harm("nothing is left of it", sink -> truncate(sink, 0), 2, "holds no run", 2, "holds no run"),
                harm("half of it is left", sink -> truncate(sink, Files.size(sink) / 2), 1, "damaged", 1, "damaged"),
                harm("a page is cut", sink -> truncate(sink, Files.size(sink) - 100), 1, "damaged", 1, "damaged"),
                harm("pages of the keys", page("redis_key"), 1, "redis_key", 1, "redis_key"),
                harm("pages of an index", page("redis_key_key_db"), 1, "redis_key", 1, "redis_key"),
                harm("pages of a set", page("redis_set"), 1, "redis_set", 1, "redis_set"),
                harm("pages of the runs", page("sluice_run"), 1, "damaged", 1, "damaged"),
                harm("an index lacks a row", indexLacksARow(), 1, "redis_key_key_db", 1, "redis_key_key_db"));
    }

    private static Stream<Arguments> harmsOfTables() {
        return Stream.of(
                harm("no index", sql("drop index redis_key_key_db"), 1, "redis_key_key_db", 1, "redis_key_key_db"),
                harm("no table of sets", sql("drop table redis_set"), 1, "redis_set", 1, "redis_set"),
                harm("no table of runs", sql("drop table sluice_run"), 2, "holds no run", 2, "holds no run"),
                harm("no checkpoints", sql("drop table sluice_checkpoint"), 1, "checkpoint", 1, "checkpoint"),
                harm("no rejects", sql("drop table sluice_reject"), 1, "sluice_reject", 1, "sluice_reject"));
    }

    private static Stream<Arguments> harmsOfTheBooks() {
        return Stream.of(
                harm("an unknown phase", sql("update sluice_run set phase = 'DREAMING'"), 1, "DREAMING", 1, "DREAMING"),
                harm("no phase", sql("update sluice_run set phase = ''"), 1, "phase", 1, "phase"),
                harm("an unknown layout", sql("update sluice_run set layout = 'odd'"), 1, "layout", 1, "layout"),
                harm("a run without a name", sql("update sluice_run set id = null"), 1, "id is missing", 1, "id"),
                harm(
                        "a run with an absurd name",
                        sql("update sluice_run set id = char(27) || '[2J' || hex(zeroblob(5000))"),
                        1,
                        "id is '?[2J0000",
                        1,
                        "sluice_run is damaged"),
                harm("attempts", sql("update sluice_run set attempts = 'a few'"), 1, "attempts", 1, "attempts"),
                harm(
                        "books that do not balance",
                        sql("update sluice_checkpoint set read = read + 1"),
                        1,
                        "books do not balance",
                        1,
                        "books do not balance"),
                harm(
                        "negative books",
                        sql("update sluice_checkpoint set read = read - written - 5, written = -5"),
                        1,
                        "written is '-5'",
                        1,
                        "written is '-5'"),
                harm(
                        "books of words",
                        sql("update sluice_checkpoint set bytes = 'plenty'"),
                        1,
                        "bytes is 'plenty'",
                        1,
                        "bytes is 'plenty'"),
                harm("a garbage cursor", sql("update sluice_checkpoint set cursor = x'00ff'"), 0, "", 0, ""));
    }

    private static Stream<Arguments> harmsOfRows() {
        return Stream.of(
                harm("a value", sql("update redis_key set value = 'x' where rowid = 7"), 0, "", 3, "1 changed"),
                harm(
                        "a row less",
                        sql("delete from redis_key where type = 'string' and rowid < 9 and id = (select"
                                + " min(id) from redis_key where type = 'string')"),
                        0,
                        "",
                        3,
                        "1 missing"),
                harm(
                        "a row more",
                        sql("insert into redis_key(db, key, type, value) values (0, 'x', 'string', 'y')"),
                        0,
                        "",
                        3,
                        "1 extra"),
                harm(
                        "elements of no key",
                        sql("insert into redis_set values (99999999, 'x')"),
                        1,
                        "redis_set",
                        1,
                        "redis_set"),
                harm(
                        "a wrong type",
                        sql("update redis_key set type = 'list' where type = 'string' and id = (select"
                                + " min(id) from redis_key where type = 'string')"),
                        0,
                        "",
                        3,
                        "1 changed"),
                harm(
                        "an unknown type",
                        sql("update redis_key set type = 'tree' where id = (select min(id) from" + " redis_key)"),
                        0,
                        "",
                        3,
                        "1 missing, 1 extra"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harms")
    void isNamedAndLeftAlone(String name, Harm harm, int checked, String checkSays, int verified, String verifySays)
            throws Exception {
        Path sink = Files.copy(origin.resolve("sluice-demo.db"), folder.resolve("app.db"));
        harm.to(sink);
        byte[] before = Files.readAllBytes(sink);

        assertTold(run("status", sink.toString(), "--check"), checked, checkSays);
        assertTold(run("verify", source(), sink.toString()), verified, verifySays);

        assertThat(Files.readAllBytes(sink)).isEqualTo(before);
        assertThat(folder).isDirectoryContaining(file -> file.equals(sink));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(sink);
        }
    }

    /** The books of a killed run stand in its log. Whatever happens to that, nothing is called verified. */
    @ParameterizedTest
    @ValueSource(strings = {"whole", "cut", "garbage", "missing", "index garbage", "index missing"})
    void aLogThatWaitsIsLeftAlone(String fate) throws Exception {
        Path sink = unfinished();
        Path log = folder.resolve("app.db-wal");
        Path index = folder.resolve("app.db-shm");
        switch (fate) {
            case "cut" -> truncate(log, Files.size(log) / 2);
            case "garbage" -> overwrite(log, 0, (int) Files.size(log));
            case "missing" -> Files.delete(log);
            case "index garbage" -> overwrite(index, 0, (int) Files.size(index));
            case "index missing" -> Files.delete(index);
            default -> {}
        }
        byte[] before = Files.readAllBytes(sink);
        byte[] logBefore = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];

        Capture status = run("status", sink.toString(), "--check");
        Capture verify = run("verify", source(), sink.toString());

        boolean logIsLost = fate.equals("garbage") || fate.equals("missing") || fate.equals("cut");
        assertTold(status, 0, logIsLost ? "" : "unfinished");
        assertTold(verify, logIsLost ? 3 : 2, logIsLost ? "1 extra" : "unfinished");
        assertThat(Files.readAllBytes(sink)).isEqualTo(before);
        assertThat(Files.exists(log) ? Files.readAllBytes(log) : new byte[0]).isEqualTo(logBefore);
    }

    @Test
    void whatIsNoSinkAtAllIsNamed() throws Exception {
        Path foreign = folder.resolve("foreign.db");
        execute(foreign, "create table subscribers(name)", "insert into subscribers values ('mine')");
        Path lookalike = folder.resolve("lookalike.db");
        execute(lookalike, "create table sluice_run(mine)");
        Path text = Files.writeString(folder.resolve("text.db"), "no database".repeat(2_000));
        Path directory = Files.createDirectory(folder.resolve("folder.db"));
        Path missing = folder.resolve("missing.db");

        assertBoth(foreign, 2, "holds no run of Sluice");
        assertBoth(lookalike, 2, "that Sluice did not make");
        assertBoth(text, 2, "not a SQLite file");
        assertBoth(directory, 2, "it is a folder");
        assertBoth(missing, 2, "no such file");
    }

    private void assertBoth(Path sink, int code, String says) {
        assertTold(run("status", sink.toString()), code, says);
        assertTold(run("verify", source(), sink.toString()), code, says);
    }

    private static void assertTold(Capture capture, int code, String says) {
        String all = capture.out() + capture.err();
        assertThat(capture.exitCode()).as(all).isEqualTo(code);
        assertThat(all).contains(says).doesNotContain("\tat ", "Exception", "internal error");
        assertThat(capture.err().lines().filter(line -> line.startsWith("sluice: ")))
                .as(all)
                .hasSize(code == 1 || code == 2 ? 1 : 0)
                .allMatch(line -> line.length() < 600 && line.contains("; "));
        if (code != 0) {
            assertThat(capture.out()).doesNotContain("verified:");
        }
    }

    private Capture run(String... arguments) {
        Capture capture = new Capture(folder, 0);
        capture.run(arguments);
        return capture;
    }

    private static String source() {
        return origin.resolve("sluice-demo.rdb").toString();
    }

    private static Arguments harm(String name, Harm harm, int checked, String checkSays, int verified, String says) {
        return arguments(name, harm, checked, checkSays, verified, says);
    }

    /** A sink whose last commits are still in the log: a row more, and a run that has not finished. */
    private Path unfinished() throws Exception {
        Path busy = Files.copy(origin.resolve("sluice-demo.db"), folder.resolve("busy.db"));
        Path sink = folder.resolve("app.db");
        execute(busy, "insert into redis_key(db, key, type, value) values (0, 'x', 'string', 'y')");
        try (Connection connection = open(busy);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma wal_autocheckpoint = 0");
            statement.execute("update sluice_run set phase = 'LANDING', status = 'running'");
            for (String suffix : new String[] {"", "-wal", "-shm"}) {
                Files.copy(folder.resolve("busy.db" + suffix), folder.resolve("app.db" + suffix));
            }
        }
        Files.delete(busy);
        return sink;
    }

    private static Harm at(long offset, int length) {
        return sink -> overwrite(sink, offset, length);
    }

    /** The root page of a table or index. */
    private static Harm page(String name) {
        return sink -> {
            long root;
            try (Connection connection = open(sink);
                    Statement statement = connection.createStatement();
                    ResultSet found =
                            statement.executeQuery("select rootpage from sqlite_master where name = '" + name + "'")) {
                root = found.getLong(1);
            }
            overwrite(sink, (root - 1) * PAGE, PAGE);
        };
    }

    private static Harm sql(String... statements) {
        return sink -> execute(sink, statements);
    }

    /** A row is written while SQLite takes the index for one of nothing. */
    private static Harm indexLacksARow() {
        return sql(
                "pragma writable_schema = 1",
                "update sqlite_master set sql = replace(sql, 'redis_key_key_db ON redis_key(key, db)',"
                        + " 'redis_key_key_db ON redis_key(key, db) WHERE 0') where name = 'redis_key_key_db'",
                "pragma writable_schema = reset",
                "insert into redis_key(db, key, type, value) values (0, 'x', 'string', 'y')",
                "pragma writable_schema = 1",
                "update sqlite_master set sql = replace(sql, ' WHERE 0', '') where name = 'redis_key_key_db'");
    }

    private static void execute(Path sink, String... statements) throws SQLException {
        try (Connection connection = open(sink);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Connection open(Path sink) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + sink);
    }

    private static void overwrite(Path file, long offset, int length) throws IOException {
        byte[] garbage = new byte[length];
        Arrays.fill(garbage, (byte) 0x5a);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(offset);
            open.write(garbage);
        }
    }

    private static void truncate(Path file, long length) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(length);
        }
    }
}
