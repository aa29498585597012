package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** Whatever is changed in a sink behind Sluice's back is found by a full comparison, and the key is named. */
class TamperTest {
    @TempDir
    private static Path folder;

    private static RedisServer server;

    @BeforeAll
    static void copy() {
        server = RedisServer.start(RedisBinary.embedded());
        try (Resp redis = server.client()) {
            new Keyspace().fill(redis, 2_000);
            redis.call("SET", "victim", "value", "PXAT", "4000000000000");
            redis.call("RPUSH", "list", "a", "b", "c");
            redis.call("HSET", "hash", "field", "content");
            redis.call("ZADD", "zset", "1.5", "member");
            redis.call("XADD", "stream", "1-1", "field", "content");
        }
        new Sluice(folder).run("copy", server.uri(), "app.db").exits(0);
        server.save();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Arguments> tamperings() {
        String ofList = " where key_id = (select id from redis_key where key = 'list')";
        return Stream.of(
                Arguments.of("update redis_key set value = 'other' where key = 'victim'", "changed", "victim"),
                Arguments.of("delete from redis_key where key = 'victim'", "missing", "victim"),
                Arguments.of(
                        "insert into redis_key(db, key, type, value) values (0, 'intruder', 'string', 'x')",
                        "extra",
                        "intruder"),
                Arguments.of(
                        "update redis_key set expires_at = expires_at + 1000 where key = 'victim'",
                        "changed",
                        "victim"),
                Arguments.of("update redis_key set expires_at = null where key = 'victim'", "changed", "victim"),
                Arguments.of(
                        "update redis_list set value = case position when 0 then 'b' when 1 then 'a' else value end"
                                + ofList,
                        "changed",
                        "list"),
                Arguments.of("delete from redis_list" + ofList + " and position = 2", "changed", "list"),
                Arguments.of("update redis_hash set value = x'636f6e74656e7400'", "changed", "hash"),
                Arguments.of(
                        "update redis_zset set score = 1.5000000000000002 where member = 'member'", "changed", "zset"),
                Arguments.of("update redis_stream_entry set seq = 2", "changed", "stream"));
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void isFoundAndNamed(String tampering, String nature, String key) throws Exception {
        Path sink = folder.resolve("tampered.db");
        Files.deleteIfExists(sink);
        Files.copy(folder.resolve("app.db"), sink);
        execute(sink, tampering);
        Sluice sluice = new Sluice(folder);

        sluice.run("verify", server.uri(), "tampered.db", "--report", "report.json")
                .exits(3);

        JsonNode verification = sluice.report("report.json").get("verification");
        assertThat(verification.get(nature).asInt())
                .as(verification.toPrettyString())
                .isGreaterThanOrEqualTo(1);
        assertThat(verification.get("differences").findValuesAsText("key")).contains(key);
    }

    private static void execute(Path sink, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sink);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
        }
    }
}
