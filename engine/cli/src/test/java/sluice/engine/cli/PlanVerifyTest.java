package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** What is changed in the tables of a plan behind Sluice's back is named: by table, primary key, column and key. */
class PlanVerifyTest {
    private static final String PLAN = """
        tables:
          people:
            columns:
              phone: {type: text, not-null: true}
              age: integer
              seen: timestamp
              data: {type: json, not-null: true}
            primary-key: phone
            collisions: {keep: newest, by: seen}
          visits:
            columns: {phone: text, page: text, position: integer}
            primary-key: [phone, position]
            references: [{columns: phone, table: people, to: phone, orphans: reject}]
          words:
            columns: {word: text}
        keyspaces:
          - pattern: person:{phone}
            type: string
            table: people
            columns:
              phone: {from: "{phone}", normalise: phone}
              age: {from: $.age, optional: true}
              seen: $.seen
              data: value
          - pattern: visits:{phone}
            type: list
            into:
              - table: visits
                each: elements
                columns: {phone: {from: "{phone}", normalise: phone}, page: element, position: position}
          - pattern: words:{any}
            type: set
            into: [{table: words, each: elements, columns: {word: element}}]
          - {pattern: "doc:{id}", layout: document}
          - {pattern: "tmp:{id}", ignore: true}
        """;

    @TempDir
    private static Path folder;

    private static RedisServer server;
    private static Path dump;

    @BeforeAll
    static void copy() throws Exception {
        server = RedisServer.start(RedisBinary.embedded());
        try (Resp redis = server.client()) {
            for (int i = 0; i < 500; i++) {
                redis.call("SET", "person:+49" + i, "{\"age\": " + i + ", \"seen\": \"2024-01-01T00:00:00Z\"}");
                redis.call("RPUSH", "visits:49" + i, "/a", "/b/" + i);
            }
            redis.call("SET", "person:497", "{\"age\": 70, \"seen\": \"2025-01-01T00:00:00Z\"}");
            redis.call("RPUSH", "visits:orphan", "/a");
            redis.call("SADD", "words:1", "a", "b");
            redis.call("SADD", "words:2", "b", "c");
            redis.call("SET", "doc:1", "{\"a\": 1}");
            redis.call("HSET", "other", "field", "content");
            redis.call("SET", "tmp:1", "x");
            dump = server.save();
        }
        Files.writeString(folder.resolve("plan.yaml"), PLAN);
        run(3, "copy", "--plan", "plan.yaml", server.uri(), "app.db");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void findsNothingInWhatTheRunLeftFromEitherSource() throws Exception {
        for (String source : List.of(server.uri(), dump.toString())) {
            Capture ended = run(3, "verify", "--plan", "plan.yaml", source, "app.db", "--report", "report.json");

            JsonNode report = report();
            assertThat(report.get("status").asText()).as(ended.out()).isEqualTo("verified");
            assertThat(report.get("verification").get("statement").asText())
                    .startsWith("every row of 14 tables was compared: 0 of 1,5");
            assertThat(report.get("rows").get("rejected").asInt()).isEqualTo(1);
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.contains(".sluice"));
        }
    }

    @Test
    void namesWhatWasChanged() throws Exception {
        Path tampered = folder.resolve("tampered.db");
        Files.copy(folder.resolve("app.db"), tampered);
        execute(
                tampered,
                "update people set age = 8 where phone = '+497'",
                "delete from visits where phone = '+493' and position = 1",
                "insert into people values ('+1', 1, null, '{}')",
                "update words set word = 'd' where word = 'a'",
                "update redis_hash set value = 'x'",
                "update redis_document set value = '{\"a\": 2}'");

        Capture ended = run(3, "verify", "--plan", "plan.yaml", server.uri(), "tampered.db", "--report", "report.json");

        JsonNode verification = report().get("verification");
        assertThat(verification.get("changed").asInt()).isEqualTo(3);
        assertThat(verification.get("missing").asInt()).isEqualTo(2);
        assertThat(verification.get("extra").asInt()).isEqualTo(2);
        assertThat(ended.out())
                .contains("changed  people: phone=+497; differs in age (key person:")
                .contains("missing  visits: phone=+493, position=1 (key visits:493)")
                .contains("extra    people: phone=+1\n")
                .contains("missing  words: word=a (key words:1)")
                .contains("extra    words: word=d\n")
                .contains("changed  redis_hash: db=0, key=other, field=field; differs in value (key other)")
                .contains("changed  redis_document: ")
                .contains("(key doc:1)");
    }

    @Test
    void refusesToCompareTablesOfAPlanWithoutIt() {
        assertThat(run(2, "verify", server.uri(), "app.db").err())
                .contains("tables of a plan", "sluice verify --plan PLAN");
    }

    @Test
    void comparesDocumentsWithoutAPlanFile() throws Exception {
        run(0, "copy", server.uri(), "documents.db", "--layout", "document");
        run(0, "verify", server.uri(), "documents.db");
        execute(folder.resolve("documents.db"), "delete from redis_document where key = 'other'");

        Capture ended = run(3, "verify", server.uri(), "documents.db");

        assertThat(ended.out()).contains("missing  redis_document: ").contains("(key other)");
    }

    @Test
    void tellsWhatTheSourceChangedSinceFromWhatTheSinkDid() throws Exception {
        try (RedisServer moving = RedisServer.start(RedisBinary.embedded());
                Resp redis = moving.client()) {
            for (int i = 0; i < 20; i++) {
                redis.call("SET", "person:+" + i, "{\"seen\": 1700000000000}");
            }
            run(0, "copy", "--plan", "plan.yaml", moving.uri(), "moving.db");
            redis.call("DEL", "person:+1");
            redis.call("SET", "person:+2", "{\"seen\": 1800000000000}");
            redis.call("SET", "person:+100", "{\"seen\": 1700000000000}");

            run(0, "verify", "--plan", "plan.yaml", moving.uri(), "moving.db", "--report", "report.json");
            assertThat(report().get("verification").get("moved").asInt()).isEqualTo(3);

            execute(
                    folder.resolve("moving.db"),
                    "update people set age = 5 where phone = '+3'",
                    "insert into people values ('+1000', 1, null, '{}')");
            run(3, "verify", "--plan", "plan.yaml", moving.uri(), "moving.db", "--report", "report.json");
            JsonNode verification = report().get("verification");
            assertThat(verification.get("moved").asInt()).isEqualTo(3);
            assertThat(verification.get("differences").findValuesAsText("row"))
                    .containsExactlyInAnyOrder("phone=+3", "phone=+1000");
        }
    }

    /** Names of files are in the test's folder. */
    private static Capture run(int exitCode, String... arguments) {
        Capture capture = new Capture(folder, 0);
        String[] placed = Arrays.stream(arguments)
                .map(word -> word.matches("[a-z]+\\.(db|json|yaml)")
                        ? folder.resolve(word).toString()
                        : word)
                .toArray(String[]::new);
        assertThat(capture.run(placed)).as(capture.out() + capture.err()).isEqualTo(exitCode);
        return capture;
    }

    private static JsonNode report() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    }

    private static void execute(Path sink, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + sink);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
            }
        }
    }
}
