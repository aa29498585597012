package sluice.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sluice.endtoend.LanguageBuddy.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** The example as a whole, against the mistakes that its product's own script made. */
class LanguageBuddyTest {
    private static final long THROTTLES = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void movesAllThatTheFirstScriptLost() throws Exception {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            LanguageBuddy data = LanguageBuddy.fill(server.uri(), folder, 300, 11);
            throttle(redis);
            Sluice sluice = new Sluice(folder);

            // 3, because there are rejects, and there are to be.
            sluice.run("run", plan(), "--source", server.uri(), "--sink", "app.db", "--report", "report.json")
                    .exits(3);

            JsonNode report = sluice.report("report.json");
            assertThat(report.get("status").asText()).isEqualTo("verified");
            assertThat(report.get("gates"))
                    .isNotEmpty()
                    .allMatch(gate -> gate.get("passed").asBoolean());
            assertCounts(report, data);
            assertThat(report.get("notes")).noneMatch(note -> note.asText().contains("missed"));
            try (Connection sink = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db"))) {
                assertTables(sink, data);
                assertSubscribers(sink, redis);
                assertCheckpoints(sink, redis);
                assertExpiries(sink, data);
            }
        }
    }

    /** Those of the generator last for five seconds; these will still be there. */
    private static void throttle(Resp redis) {
        keys(redis, "whatsapp:throttle:*").forEach(key -> redis.call("DEL", key));
        for (int i = 0; i < THROTTLES; i++) {
            redis.call("SET", "whatsapp:throttle:+49170000999999" + i, "1");
        }
    }

    private static String plan() {
        return LanguageBuddy.example().resolve("plan.yaml").toString();
    }

    private static void assertCounts(JsonNode report, LanguageBuddy data) {
        Map<String, Map<String, Long>> keyspaces = new TreeMap<>();
        for (JsonNode keyspace : report.get("keyspaces")) {
            Map<String, Long> counts = new HashMap<>();
            keyspace.fieldNames()
                    .forEachRemaining(
                            name -> counts.put(name, keyspace.get(name).asLong()));
            // The three kinds of threads are one pattern to the product.
            String name = keyspace.get("name").asText().replaceFirst(" of (a|an old) (phone|name)$", "");
            keyspaces.merge(name, counts, LanguageBuddyTest::sum);
        }
        Map<String, String> patterns = Map.of(
                "subscriber", "subscriber",
                "checkpoint", "checkpoint",
                "writes", "writes",
                "feedback", "feedback",
                "feedback count", "feedback_count",
                "conversation count", "conversation_count",
                "processed message", "whatsapp:msgid",
                "onboarding", "onboarding",
                "user digests", "user_digests",
                "(unmatched)", "other");

        patterns.forEach((name, pattern) -> {
            Map<String, Long> counts = keyspaces.get(name);
            assertThat(counts).as(name).isNotNull();
            assertThat(counts.get("read")).as(name + " read").isEqualTo(data.truth(pattern, "keys"));
            if (!pattern.endsWith("_count")) {
                assertThat(counts.get("collided")).as(name + " collided").isEqualTo(data.truth(pattern, "collisions"));
            }
            assertThat(counts.get("orphaned")).as(name + " orphaned").isEqualTo(data.truth(pattern, "orphans"));
            long unfit = pattern.endsWith("_count") ? data.truth(pattern, "orphans") : 0;
            assertThat(counts.get("rejected")).as(name + " rejected").isEqualTo(data.truth(pattern, "bad") + unfit);
        });
        assertThat(keyspaces.get("throttle").get("ignored")).isEqualTo(THROTTLES);
        assertThat(keyspaces.get("throttle").get("read")).isZero();
        // Each counter that shares its row with another one was merged with it.
        assertThat(keyspaces.get("feedback count").get("collided")
                        + keyspaces.get("conversation count").get("collided"))
                .isEqualTo(counters(data, "feedback_count")
                        + counters(data, "conversation_count")
                        - data.truth("usage", "days"));
    }

    private static long counters(LanguageBuddy data, String pattern) {
        return good(data, pattern) - data.truth(pattern, "orphans");
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new HashMap<>(one);
        other.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return sum;
    }

    private static void assertTables(Connection sink, LanguageBuddy data) throws SQLException {
        assertThat(count(sink, "subscribers")).isEqualTo(data.truth("subscriber", "persons"));
        assertThat(count(sink, "daily_usage")).isEqualTo(data.truth("usage", "days"));
        assertThat(count(sink, "checkpoints"))
                .isEqualTo(good(data, "checkpoint") - data.truth("checkpoint", "collisions"));
        assertThat(count(sink, "checkpoint_writes")).isEqualTo(data.truth("writes", "elements"));
        assertThat(count(sink, "feedback")).isEqualTo(good(data, "feedback") + data.truth("feedback:all", "outlived"));
        assertThat(count(sink, "processed_messages")).isEqualTo(good(data, "whatsapp:msgid"));
        assertThat(count(sink, "pragma_foreign_key_check")).isZero();
    }

    private static long good(LanguageBuddy data, String pattern) {
        return data.truth(pattern, "keys") - data.truth(pattern, "bad");
    }

    /** One row a person, in the product's form of the phone, with the value that was active last. */
    private static void assertSubscribers(Connection sink, Resp redis) throws IOException, SQLException {
        Map<String, JsonNode> newest = new TreeMap<>();
        for (byte[] key : keys(redis, "subscriber:*")) {
            if (redis.text("TYPE", key).equals("string")
                    && redis.text("GET", key).contains("\"signedUpAt\"")) {
                JsonNode value = JSON.readTree(redis.text("GET", key));
                String digits = new String(key, UTF_8).replaceAll("[^0-9]", "");
                newest.merge(
                        "+" + digits.replaceFirst("^00", ""),
                        value,
                        (one, other) -> active(one).compareTo(active(other)) > 0 ? one : other);
            }
        }

        Map<String, JsonNode> migrated = new TreeMap<>();
        for (List<String> row : rows(sink, "select phone_number, data, created_at, last_active_at from subscribers")) {
            JsonNode value = JSON.readTree(row.get(1));
            migrated.put(row.get(0), value);
            assertThat(row.get(2)).isEqualTo(value.get("signedUpAt").asText());
            assertThat(row.get(3)).isEqualTo(active(value));
        }
        assertThat(migrated).isEqualTo(newest);
    }

    private static String active(JsonNode subscriber) {
        return subscriber.get("lastActiveAt").asText();
    }

    /** Under the form of the phone that the product looks up, with ids and times as they were. */
    private static void assertCheckpoints(Connection sink, Resp redis) throws IOException, SQLException {
        Map<String, String> expected = new TreeMap<>();
        for (byte[] key : keys(redis, "checkpoint:*")) {
            String text = redis.text("GET", key);
            if (text.endsWith("}") && text.contains("\"checkpoint\":{\"v\":1,\"id\"")) {
                JsonNode value = JSON.readTree(text).get("checkpoint");
                String thread = new String(key, UTF_8).substring("checkpoint:".length());
                expected.put(
                        value.get("id").asText(),
                        thread.replaceFirst("^([0-9]+)$", "+$1") + " "
                                + value.get("ts").asText() + " "
                                + value.toString().hashCode());
            }
        }

        Map<String, String> migrated = new TreeMap<>();
        for (List<String> row :
                rows(sink, "select checkpoint_id, thread_id, created_at, checkpoint from checkpoints")) {
            int content = JSON.readTree(row.get(3)).toString().hashCode();
            migrated.put(row.get(0), row.get(1) + " " + row.get(2) + " " + content);
        }
        assertThat(migrated).isEqualTo(expected);
        assertThat(rows(sink, "select 1 from checkpoints where length(parent_checkpoint_id) = 36"))
                .isNotEmpty();
    }

    /** What would have expired says when. */
    private static void assertExpiries(Connection sink, LanguageBuddy data) throws SQLException {
        for (String table : List.of("checkpoints", "checkpoint_writes", "daily_usage", "processed_messages")) {
            assertThat(count(sink, table + " where expires_at is null"))
                    .as(table)
                    .isZero();
        }
        assertThat(count(sink, "feedback where expires_at is null")).isEqualTo(data.truth("feedback:all", "outlived"));
        assertThat(count(sink, "checkpoints where expires_at <= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+2 days')"))
                .isZero();
    }

    private static long count(Connection sink, String from) throws SQLException {
        return Long.parseLong(
                rows(sink, "select count(*) from " + from).getFirst().getFirst());
    }

    private static List<List<String>> rows(Connection sink, String query) throws SQLException {
        try (Statement statement = sink.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
