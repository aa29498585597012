package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** Content that looks like SQL, like our own tables and texts, or like next to nothing, is content. */
class LookalikesTest {
    private static final List<String> TEXTS = List.of(
            "'; DROP TABLE redis_key; --",
            "x'); DELETE FROM sluice_run; --",
            "\"; ATTACH DATABASE 'other.db' AS other; --",
            "' OR '1'='1",
            "CAST(? AS TEXT)",
            "?1",
            ":key",
            "%s",
            "%n%d",
            "x'00'",
            "NULL",
            "redis_key",
            "rkey",
            "sluice_run",
            "sluice_checkpoint",
            "sqlite_master",
            "sqlite_sequence",
            "main.redis_key",
            "PRAGMA writable_schema = ON",
            "{\"run\": \"7f2c\", \"status\": \"verified\", \"rows\": {\"read\": 0, \"written\": 0}}",
            "{\"partitions\": [], \"ledger\": \"\"}",
            "offset 9",
            "9:0",
            "0",
            "-1",
            "9223372036854775807",
            "1e308",
            "0x10",
            "true",
            "SQLite format 3",
            "REDIS0011",
            "sluice-1",
            "raw",
            "*",
            "user:*",
            "[a-z]*",
            " ",
            "\t",
            "\n",
            "\u0001",
            "\u202e",
            "\uFEFF",
            "",
            "ключ",
            "👩‍👩‍👧");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"native", "redka"})
    void areCopiedAsTheyAreBesideOddTables(String layout) throws Exception {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            fill(redis);
            Path sink = folder.resolve("it's \"odd\" 50% #1?.db");
            List<String> mine = makeOddTables(sink);
            Sluice sluice = new Sluice(folder);
            String uri = "sqlite:" + sink;

            sluice.run("copy", server.uri(), uri, "--layout", layout, "--verify", "full")
                    .exits(0);
            sluice.run("copy", server.uri(), uri, "--layout", layout, "--verify", "full", "--fresh")
                    .exits(0);
            sluice.run("verify", server.uri(), uri).exits(0);
            sluice.run("copy", server.save().toString(), "plain.db", "--layout", layout)
                    .exits(0);

            assertThat(Sluice.content(sink))
                    .hasSize(2 * TEXTS.size() + 4)
                    .isEqualTo(Sluice.content(folder.resolve("plain.db")));
            assertThat(odd(sink)).isEqualTo(mine);
            assertThat(folder.toFile().list()).doesNotContain("other.db");
        }
    }

    private static void fill(Resp redis) {
        List<Object> hash = new ArrayList<>(List.of("HSET", "hash"));
        List<Object> list = new ArrayList<>(List.of("RPUSH", "list"));
        List<Object> set = new ArrayList<>(List.of("SADD", "set"));
        List<Object> zset = new ArrayList<>(List.of("ZADD", "zset"));
        for (int i = 0; i < TEXTS.size(); i++) {
            String text = TEXTS.get(i);
            String other = TEXTS.get(TEXTS.size() - 1 - i);
            redis.call("SET", text, other);
            redis.call("HSET", "h" + text, text, other, other, text);
            hash.addAll(List.of(text, other));
            list.add(text);
            set.add(text);
            zset.addAll(List.of(String.valueOf(i), text));
        }
        for (List<Object> command : List.of(hash, list, set, zset)) {
            redis.call(command.toArray());
        }
    }

    /** Tables of somebody else, with names that need quoting. */
    private static List<String> makeOddTables(Path sink) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + sink.toUri().toASCIIString());
                Statement statement = connection.createStatement()) {
            for (String name : List.of(
                    "select", "quo\"\"te", "it's", "[brackets]", "Sluice", "redis key", "sluice run", "", "ключ")) {
                statement.execute("CREATE TABLE \"" + name + "\"(\"order\" TEXT, \"group by\")");
                statement.execute("INSERT INTO \"" + name + "\" VALUES ('mine', 42)");
            }
            statement.execute("CREATE VIEW \"from\" AS SELECT * FROM \"select\"");
            statement.execute("CREATE TRIGGER \"where\" AFTER INSERT ON \"select\" BEGIN DELETE FROM \"it's\"; END");
        }
        return odd(sink);
    }

    private static List<String> odd(Path sink) throws Exception {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + sink.toUri().toASCIIString());
                Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet master = statement.executeQuery(
                    "SELECT type || '|' || name || '|' || sql, type, name FROM sqlite_master WHERE tbl_name IN"
                            + " ('select', 'quo\"te', 'it''s', '[brackets]', 'Sluice', 'redis key', 'sluice run', '',"
                            + " 'ключ', 'from') ORDER BY 1")) {
                while (master.next()) {
                    found.add(master.getString(1));
                    if (master.getString(2).equals("table")) {
                        names.add(master.getString(3));
                    }
                }
            }
            for (String name : names) {
                try (ResultSet row = statement.executeQuery("SELECT * FROM \"" + name.replace("\"", "\"\"") + "\"")) {
                    found.add(name + ": " + row.getString(1) + ", " + row.getInt(2));
                }
            }
        }
        assertThat(found).hasSize(20);
        return found;
    }

    /** Every key of one byte and of two, an empty one, and nothing in most of them. */
    @Test
    void tinyKeysFitIntoASmallHeap() throws Exception {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            List<Object[]> commands = new ArrayList<>();
            commands.add(new Object[] {"SET", new byte[0], new byte[0]});
            for (int i = 0; i < 1 << 16; i++) {
                byte[] two = {(byte) (i >> 8), (byte) i};
                commands.add(new Object[] {"SET", two, i % 3 == 0 ? new byte[] {(byte) i} : new byte[0]});
                if (i < 1 << 8) {
                    commands.add(new Object[] {"SADD", new byte[] {(byte) i}, new byte[0], new byte[] {(byte) i}});
                }
            }
            redis.pipeline(commands);
            int keys = 1 + (1 << 8) + (1 << 16);
            Sluice small = new Sluice(folder).jvm("-Xmx48m");

            small.run("copy", server.uri(), "tiny.db", "--verify", "full", "--report", "tiny.json")
                    .exits(0);

            assertThat(small.report("tiny.json").get("rows").get("written").asInt())
                    .isEqualTo(keys);
            assertThat(small.report("tiny.json")
                            .get("verification")
                            .get("compared")
                            .asInt())
                    .isEqualTo(keys);
            assertThat(Files.exists(folder.resolve("tiny.db-wal"))).isFalse();
        }
    }
}
