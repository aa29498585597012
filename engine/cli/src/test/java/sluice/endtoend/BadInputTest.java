package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** What is wrong from the start gets one line that says what to do, and nothing is lost. */
class BadInputTest {
    @TempDir
    private Path folder;

    private Sluice sluice;

    @BeforeEach
    void prepare() {
        sluice = new Sluice(folder);
    }

    @Test
    void noServer() throws IOException {
        sluice.run("copy", "redis://127.0.0.1:" + freePort(), "app.db").exits(2).complains("refused");
    }

    @Test
    void aHostThatNeverAnswers() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long begun = System.nanoTime();

            sluice.run("copy", "redis://127.0.0.1:" + silent.getLocalPort(), "app.db")
                    .exits(2)
                    .complains("127.0.0.1:" + silent.getLocalPort());

            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun))
                    .isLessThan(20);
        }
    }

    @Test
    void aWrongPassword() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded(), "requirepass right")) {
            String uri = "redis://:wr0ng-secret@127.0.0.1:" + server.port();

            Sluice.Ended ended = sluice.run("copy", uri, "app.db").exits(2).complains("password");

            assertThat(ended.err() + ended.out()).doesNotContain("wr0ng-secret");
        }
    }

    @Test
    void aPasswordFromTheEnvironmentStaysOutOfEverything() throws IOException {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded(), "requirepass s3cr3t-word")) {
            Sluice.Ended ended = sluice.start(
                            Map.of("SLUICE_SOURCE_PASSWORD", "s3cr3t-word"),
                            "copy",
                            server.uri(),
                            "app.db",
                            "--report",
                            "report.json")
                    .await()
                    .exits(0);

            assertThat(ended.out() + ended.err()).doesNotContain("s3cr3t-word");
            assertThat(Files.readString(folder.resolve("report.json"))).doesNotContain("s3cr3t-word");
            assertThat(new String(
                            Files.readAllBytes(folder.resolve("app.db")), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("s3cr3t-word");
        }
    }

    @Test
    void aMissingPermissionIsNamed() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            redis.call("ACL", "SETUSER", "reader", "on", ">pw", "~*", "+@all", "-hscan");

            sluice.run("copy", "redis://reader:pw@127.0.0.1:" + server.port(), "app.db")
                    .exits(2)
                    .complains("HSCAN", "permission");
        }
    }

    @Test
    void aFileThatIsNotAnRdbFile() throws IOException {
        Files.writeString(folder.resolve("text.rdb"), "this is not what it seems to be");

        sluice.run("copy", "text.rdb", "app.db").exits(2).complains("text.rdb", "not an RDB file");
    }

    @Test
    void anEmptyFile() throws IOException {
        Files.createFile(folder.resolve("empty.rdb"));

        sluice.run("copy", "empty.rdb", "app.db").exits(2).complains("empty.rdb", "empty");
    }

    @Test
    void aFileThatIsNotThere() {
        sluice.run("copy", "nowhere.rdb", "app.db").exits(2).complains("nowhere.rdb");
    }

    @Test
    void aFileThatIsCutShortLeavesAnUnfinishedSink() throws IOException {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            new Keyspace().fill(redis, 5_000);
            byte[] whole = Files.readAllBytes(server.save());
            Files.write(folder.resolve("cut.rdb"), Arrays.copyOf(whole, whole.length / 2));

            sluice.run("copy", "cut.rdb", "app.db").exits(1).complains("cut.rdb", "offset");

            assertThat(Sluice.content(folder.resolve("app.db"))).hasSizeBetween(1_000, 4_000);
            assertThat(sluice.run("status", "app.db").exits(0).out()).contains("unfinished");
        }
    }

    @Test
    void aDamagedFileNamesBothChecksums() throws IOException {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            redis.call("SET", "key", "a value that is long enough to be damaged without notice");
            byte[] whole = Files.readAllBytes(server.save());
            whole[whole.length - 20] ^= 1;
            Files.write(folder.resolve("damaged.rdb"), whole);

            sluice.run("copy", "damaged.rdb", "app.db").exits(1).complains("checksum", "offset");

            assertThat(sluice.run("status", "app.db").exits(0).out()).contains("unfinished");
        }
    }

    @Test
    void anUnknownVersion() throws IOException {
        Files.writeString(folder.resolve("future.rdb"), "REDIS9999 and so on");

        sluice.run("copy", "future.rdb", "app.db").exits(2).complains("version", "offset 5");
    }

    @Test
    void aFolderThatCannotBeWritten() throws IOException {
        Files.createFile(folder.resolve("file"));
        Path source = anRdb();

        sluice.run("copy", source.toString(), "file/app.db").exits(2).complains("file/app.db");
        sluice.run("copy", source.toString(), "nowhere/app.db").exits(2).complains("nowhere");
        sluice.run("copy", source.toString(), "sqlite:/proc/app.db").exits(2).complains("/proc");
    }

    @Test
    void aSinkThatIsNotSqlite() throws IOException {
        Files.writeString(folder.resolve("app.db"), "a shopping list, not a database".repeat(200));

        sluice.run("copy", anRdb().toString(), "app.db").exits(2).complains("app.db", "SQLite");

        assertThat(Files.readString(folder.resolve("app.db"))).startsWith("a shopping list");
    }

    @Test
    void aForeignTableOfTheSameName() throws IOException, SQLException {
        execute("create table redis_key(mine)", "insert into redis_key values ('precious')");

        sluice.run("copy", anRdb().toString(), "app.db").exits(2).complains("redis_key");
        sluice.run("copy", anRdb().toString(), "app.db", "--fresh").exits(2).complains("redis_key");

        execute("insert into redis_key select 'still ' || mine from redis_key");
    }

    @Test
    void aSinkOfANewerSluice() throws IOException, SQLException {
        Path source = anRdb();
        sluice.run("copy", source.toString(), "app.db").exits(0);
        execute("update sluice_run set schema_version = 999");

        sluice.run("copy", source.toString(), "app.db").exits(2).complains("newer");
        sluice.run("status", "app.db").exits(2).complains("newer");
    }

    @Test
    void anotherRunInProgressOnTheSameSink() throws Exception {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            new Keyspace().fill(redis, 3_000);
            Sluice.Running running = sluice.start(Map.of(), "copy", server.uri(), "app.db", "--rate", "300");
            awaitFile(folder.resolve("app.db-wal"));

            sluice.run("copy", server.uri(), "app.db").exits(2).complains("another run");

            running.kill();
            sluice.run("copy", server.uri(), "app.db").exits(0);
        }
    }

    @Test
    void aFinishedRunAndAnotherPlan() throws IOException {
        Path source = anRdb();
        sluice.run("copy", source.toString(), "app.db").exits(0);

        sluice.run("copy", source.toString(), "app.db").exits(2).complains("finished", "--fresh");
        sluice.run("copy", source.toString(), "app.db", "--layout", "redka")
                .exits(2)
                .complains("another plan");
        sluice.run("copy", source.toString(), "app.db", "--fresh").exits(0);
    }

    @Test
    void unknownOptionsAndValues() {
        sluice.run("copy", "a.rdb", "b.db", "--layout", "sideways").exits(2).complains("sideways", "native");
        sluice.run("copy", "a.rdb", "b.db", "--verify", "maybe").exits(2).complains("maybe", "sample");
        sluice.run("copy", "a.rdb", "b.db", "--speed").exits(2).complains("--speed");
        sluice.run("copy", "a.rdb", "b.db", "--readers", "0").exits(2).complains("--readers");
        sluice.run("copy", "a.rdb", "b.db", "--db", "many").exits(2).complains("many");
        sluice.run("copy", "a.xml", "b.db").exits(2).complains("a.xml");
        sluice.run("copy", "a.rdb", "b.xml").exits(2).complains("b.xml");
        sluice.run("levitate").exits(2).complains("levitate");
        sluice.run("status", "nowhere.db").exits(2).complains("nowhere.db");
    }

    private Path anRdb() {
        Path copy = folder.resolve("small.rdb");
        if (!Files.exists(copy)) {
            try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                    Resp redis = server.client()) {
                new Keyspace().fill(redis, 100);
                Files.copy(server.save(), copy);
            } catch (IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        }
        return copy;
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitFile(Path file) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(file) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
