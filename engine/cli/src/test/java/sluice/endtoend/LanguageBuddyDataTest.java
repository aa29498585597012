package sluice.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static sluice.endtoend.LanguageBuddy.keys;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** The generator of the example makes what it says, and each kind of trouble that a migration has to find. */
class LanguageBuddyDataTest {
    private static final List<String> SINGLE =
            List.of("subscriber", "checkpoint", "writes", "feedback_count", "conversation_count", "onboarding");

    @TempDir
    private Path folder;

    @Test
    void makesWhatItSaysItMade() throws IOException {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            LanguageBuddy data = LanguageBuddy.fill(server.uri(), folder, 400, 7);
            assertThrottles(redis, data);

            for (String pattern : SINGLE) {
                assertThat(strings(redis, pattern)).as(pattern).isEqualTo(data.truth(pattern, "keys"));
            }
            assertThat(keys(redis, "whatsapp:msgid:*")).hasSize((int) data.truth("whatsapp:msgid", "keys"));
            assertThat(keys(redis, "user_digests:*")).hasSize((int) data.truth("user_digests", "keys"));
            assertThat(size(redis)).isEqualTo(data.truth("all", "keys") - data.truth("whatsapp:throttle", "keys"));
            assertThat(persons(redis)).isEqualTo(data.truth("subscriber", "persons"));
            assertThat(data.truth("subscriber", "keys"))
                    .isEqualTo(data.truth("subscriber", "persons")
                            + data.truth("subscriber", "collisions")
                            + data.truth("subscriber", "bad"));
            assertTroubles(data);
            assertFeedbackOfAll(redis, data);
            assertCheckpoints(redis, data);
            assertExpiries(redis, data);
        }
    }

    @Test
    void makesTheSameFromTheSameSeedAndOthersFromAnother() throws IOException {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            LanguageBuddy.fill(server.uri() + "/0", folder, 60, 5);
            LanguageBuddy.fill(server.uri() + "/1", folder, 60, 5);
            LanguageBuddy.fill(server.uri() + "/2", folder, 60, 6);

            assertThat(content(redis, 1)).isEqualTo(content(redis, 0)).isNotEqualTo(content(redis, 2));
        }
    }

    /** Some are gone by now; the server has counted them. Those that are there go as well. */
    private static void assertThrottles(Resp redis, LanguageBuddy data) {
        long there = keys(redis, "whatsapp:throttle:*").stream()
                .mapToLong(key -> (Long) redis.call("DEL", key))
                .sum();
        long expired = redis.text("INFO", "stats")
                .lines()
                .filter(line -> line.startsWith("expired_keys:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .sum();

        assertThat(there + expired).isEqualTo(data.truth("whatsapp:throttle", "keys"));
    }

    private static void assertTroubles(LanguageBuddy data) {
        for (String pattern : List.of("checkpoint", "feedback", "feedback_count", "conversation_count")) {
            assertThat(data.truth(pattern, "orphans"))
                    .as("orphans of " + pattern)
                    .isPositive();
        }
        for (String pattern : List.of("subscriber", "checkpoint", "feedback_count", "conversation_count")) {
            assertThat(data.truth(pattern, "collisions"))
                    .as("collisions of " + pattern)
                    .isPositive();
            assertThat(data.truth(pattern, "legacy"))
                    .as("old forms of " + pattern)
                    .isPositive();
            assertThat(data.truth(pattern, "bad")).as("bad ones of " + pattern).isPositive();
        }
        assertThat(data.truth("subscriber", "newest in a legacy form"))
                .isBetween(1L, data.truth("subscriber", "collisions") - 1);
        assertThat(data.truth("checkpoint", "free text")).isPositive();
    }

    private static void assertFeedbackOfAll(Resp redis, LanguageBuddy data) {
        List<String> repeated = list(redis, "feedback:all");
        Set<String> withKey = new HashSet<>();
        for (byte[] key : keys(redis, "feedback:[+0-9]*")) {
            withKey.add(redis.text("GET", key));
        }

        assertThat(repeated)
                .hasSize((int) data.truth("feedback:all", "elements"))
                .hasSizeLessThanOrEqualTo(1_000);
        assertThat(repeated.stream().filter(withKey::contains).count())
                .isEqualTo(data.truth("feedback:all", "repeated"))
                .isPositive();
        assertThat(repeated.stream()
                        .filter(feedback -> !withKey.contains(feedback))
                        .count())
                .isEqualTo(data.truth("feedback:all", "outlived"))
                .isPositive();
        // One that matches no pattern, because its time is a word.
        assertThat(withKey).hasSize((int) data.truth("feedback", "keys") + 1);
    }

    private static void assertCheckpoints(Resp redis, LanguageBuddy data) throws IOException {
        Set<Integer> depths = new HashSet<>();
        for (byte[] key : keys(redis, "checkpoint:*")) {
            byte[] value = (byte[]) redis.call("GET", key);
            assertThat(value).isNotNull();
            // A bad one is cut short.
            if (value.length > 4_000) {
                depths.add(depth(value));
                assertThat(value.length).isBetween(4_400, 352_000);
            }
        }

        assertThat(depths).contains(6, 19).allMatch(depth -> depth >= 6 && depth <= 19);
        assertThat(data.truth("checkpoint", "bytes min")).isBetween(4_500L, 4_700L);
        assertThat(data.truth("checkpoint", "bytes max")).isBetween(345_000L, 352_000L);
    }

    private static int depth(byte[] json) throws IOException {
        int depth = 0;
        int deepest = 0;
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                deepest = Math.max(deepest, depth);
            }
        }
        return deepest;
    }

    private static void assertExpiries(Resp redis, LanguageBuddy data) {
        long expiring = 0;
        for (byte[] key : keys(redis, "*")) {
            long seconds = (Long) redis.call("TTL", key);
            String name = new String(key, UTF_8);
            String pattern = name.startsWith("whatsapp:") ? "whatsapp:msgid" : name.substring(0, name.indexOf(':'));
            long full = name.equals("feedback:all") ? 0 : data.truth(pattern, "ttlSeconds");
            if (seconds >= 0) {
                expiring++;
                assertThat(seconds).as(name).isBetween(full - 300, full);
            }
        }
        assertThat(expiring).isEqualTo(data.truth("all", "keys with a TTL") - data.truth("whatsapp:throttle", "keys"));
    }

    private static long strings(Resp redis, String pattern) {
        return keys(redis, pattern + ":*").stream()
                .filter(key -> redis.text("TYPE", key).equals("string"))
                .count();
    }

    /** By the rule of the product: digits with one plus in front, where 00 means plus. */
    private static long persons(Resp redis) {
        return keys(redis, "subscriber:*").stream()
                .filter(key -> redis.text("TYPE", key).equals("string"))
                .filter(key -> redis.text("GET", key).contains("\"signedUpAt\""))
                .map(key -> new String(key, UTF_8).replaceAll("[^0-9]", "").replaceFirst("^00", ""))
                .distinct()
                .count();
    }

    private static long size(Resp redis) {
        return (Long) redis.call("DBSIZE");
    }

    private static List<String> list(Resp redis, String key) {
        return ((List<?>) redis.call("LRANGE", key, "0", "-1"))
                .stream().map(element -> new String((byte[]) element, UTF_8)).toList();
    }

    private static List<String> content(Resp redis, int database) {
        redis.call("SELECT", database);
        return keys(redis, "*").stream()
                .filter(key -> redis.text("TYPE", key).equals("string"))
                .map(key -> new String(key, UTF_8) + " = " + redis.text("GET", key))
                .filter(line -> !line.startsWith("whatsapp:throttle:"))
                .sorted()
                .toList();
    }
}
