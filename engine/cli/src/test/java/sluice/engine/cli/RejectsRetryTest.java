package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** Rejects of a plan that was mended go where they belong, and afterwards the sink is as if the plan had been right. */
class RejectsRetryTest {
    private static final String PLAN = """
        otherwise: reject
        gates: {rejects: 0, collisions: 0, orphans: 0}
        tables:
          people:
            columns: {phone: {type: text, not-null: true}, age: integer, data: {type: json, not-null: true}}
            primary-key: phone
          visits:
            columns: {phone: text, page: text, position: integer}
            primary-key: [phone, position]
            references: [{columns: phone, table: people, to: phone, orphans: reject}]
          words:
            columns: {word: text}
        keyspaces:
          - pattern: person:{phone}
            name: person
            type: string
            table: people
            columns: {phone: "{phone}", age: $.age, data: value}
          - pattern: visits:{phone}
            name: visits
            type: list
            into: [{table: visits, each: elements, columns: {phone: "{phone}", page: element, position: position}}]
          - pattern: words:{any}
            name: words
            type: set
            into: [{table: words, each: elements, columns: {word: element}}]
        """;

    private static final String NOTES = """
          notes:
            columns: {id: text, note: text}
            primary-key: id
        keyspaces:
          - {pattern: "note:{id}", name: note, type: hash, table: notes, columns: {id: "{id}", note: field.note}}
          - {pattern: "other:{id}", name: others, layout: native}
          - {pattern: "tmp:{id}", ignore: true}
        """;

    private static final String MENDED =
            PLAN.replace("age: $.age", "age: {from: $.age, optional: true}").replace("keyspaces:\n", NOTES);

    private static final String COLLIDING = """
        otherwise: ignore
        gates: {rejects: 0, collisions: 0, orphans: 0}
        tables:
          kinds:
            columns: {kind: text, phone: text}
            primary-key: kind
            collisions: reject
        keyspaces:
          - pattern: person:{phone}
            name: person
            type: string
            table: kinds
            columns: {kind: {constant: same}, phone: "{phone}"}
        """;

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static RedisServer server;
    private static Path dump;
    private static Path filled;

    @BeforeAll
    static void copy() throws Exception {
        server = RedisServer.start(RedisBinary.embedded());
        try (Resp redis = server.client()) {
            for (int i = 0; i < 60; i++) {
                redis.call("SET", "person:" + i, i % 3 == 0 ? "{}" : "{\"age\": " + i + "}");
                redis.call("RPUSH", "visits:" + i, "/a", "/b/" + i);
            }
            redis.call("SADD", "words:1", "a", "b");
            redis.call("HSET", "note:1", "note", "one");
            redis.call("RPUSH", "other:1", "x", "y");
            redis.call("SET", "tmp:1", "x");
            dump = server.save();
        }
        Files.writeString(shared.resolve("plan.yaml"), PLAN);
        filled = shared.resolve("app.db");
        run(shared, 3, "copy", "--plan", "plan.yaml", dump.toString(), "app.db");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void bring() throws IOException {
        Files.copy(filled, folder.resolve("app.db"));
        Files.writeString(folder.resolve("plan.yaml"), PLAN);
        Files.writeString(folder.resolve("mended.yaml"), MENDED);
    }

    @Test
    void allGoThroughAndTheSinkIsAsIfThePlanHadBeenRight() throws Exception {
        assertThat(query("select count(distinct key_id) from sluice_reject")).containsExactly("43");

        Capture ended = run(folder, 0, "rejects", "app.db", "--retry", "--plan", "mended.yaml");

        assertThat(ended.out()).contains("42  written", "1  ignored", "0  rejected still", "sluice restore");
        assertThat(query("select count(*), count(age) from people")).containsExactly("60|40");
        assertThat(query("select count(*) from visits")).containsExactly("120");
        assertThat(query("select id, note from notes")).containsExactly("1|one");
        assertThat(query("select value from redis_list order by position")).containsExactly("x", "y");
        assertThat(query("select count(*) from sluice_reject")).containsExactly("0");
        assertThat(run(folder, 0, "rejects", "app.db").out()).isEmpty();
        JsonNode status = new ObjectMapper()
                .readTree(run(folder, 0, "status", "app.db", "--json").out());
        assertThat(status.get("rows").get("rejected").asInt()).isZero();
        assertThat(query("select report from sluice_run").getFirst()).contains("rejects were tried again at");
        run(folder, 0, "verify", "--plan", "mended.yaml", dump.toString(), "app.db");
        run(folder, 0, "verify", "--plan", "mended.yaml", server.uri(), "app.db");
        run(folder, 0, "status", "app.db", "--check");
    }

    @Test
    void theBooksBalanceInAllAndByKeyspace() throws Exception {
        run(folder, 0, "rejects", "app.db", "--retry", "--plan", "mended.yaml", "--no-backup");

        JsonNode report = new ObjectMapper()
                .readTree(query("select report from sluice_run").getFirst());
        JsonNode rows = report.get("rows");
        assertThat(rows.get("read").asLong()).isEqualTo(122 + 1);
        assertThat(rows.get("written").asLong()).isEqualTo(122 + 1);
        for (String name : List.of("read", "written", "rejected")) {
            long sum = 0;
            for (JsonNode keyspace : report.get("keyspaces")) {
                sum += keyspace.get(name).asLong();
            }
            assertThat(sum).as(name).isEqualTo(rows.get(name).asLong());
        }
        assertThat(report.get("gates").findValuesAsText("passed")).containsOnly("true");
        assertThat(query("select sum(read), sum(written), sum(rejected) from sluice_checkpoint"))
                .containsExactly("123|123|0");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("app.db", "plan.yaml", "mended.yaml");
        }
    }

    @Test
    void whatDoesNotGoThroughStaysWithItsNewReason() throws Exception {
        Files.writeString(folder.resolve("mended.yaml"), MENDED.replace("note: field.note", "note: field.other"));

        Capture ended = run(folder, 3, "rejects", "app.db", "--retry", "--plan", "mended.yaml");

        assertThat(ended.out()).contains("41  written", "1  rejected still", "the gate for rejects is not passed");
        assertThat(query("select key, reason from sluice_reject"))
                .hasSize(1)
                .first()
                .asString()
                .isEqualTo("note:1|column note: there is no field other");
        Files.writeString(folder.resolve("mended.yaml"), MENDED);
        run(folder, 0, "rejects", "app.db", "--retry", "--plan", "mended.yaml");
        run(folder, 0, "verify", "--plan", "mended.yaml", dump.toString(), "app.db");
    }

    static List<Arguments> mended() {
        return List.of(
                Arguments.of("orphans again", PLAN, PLAN),
                Arguments.of("orphans no more", PLAN, MENDED),
                Arguments.of("orphans of another name", PLAN, PLAN.replace("name: visits", "name: calls")),
                Arguments.of("orphans that do not fit", PLAN, PLAN.replace("position: position", "position: key")),
                Arguments.of(
                        "orphans that are ignored",
                        PLAN,
                        PLAN.replaceAll("(?s)(visits:\\{phone}\n).*( {2}- pattern: words)", "$1    ignore: true\n$2")),
                Arguments.of("collided again", COLLIDING, COLLIDING),
                Arguments.of(
                        "collided and lost", COLLIDING, COLLIDING.replace("collisions: reject", "collisions: first")),
                Arguments.of("collided no more", COLLIDING, COLLIDING.replace("{constant: same}", "\"{phone}\"")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mended")
    void collidedAndOrphanedAreCountedAndNamedAsByARunOfTheMendedPlan(String name, String plan, String mended)
            throws Exception {
        Files.writeString(folder.resolve("plan.yaml"), plan);
        Files.writeString(folder.resolve("mended.yaml"), mended);
        run(folder, "copy", "--plan", "plan.yaml", dump.toString(), "again.db");
        run(folder, "copy", "--plan", "mended.yaml", dump.toString(), "whole.db");
        List<String> expected = settled("whole.db");

        run(folder, "rejects", "again.db", "--retry", "--plan", "mended.yaml", "--no-backup");

        assertThat(settled("again.db")).isEqualTo(expected);
        run(folder, "rejects", "again.db", "--retry", "--plan", "mended.yaml", "--no-backup");
        assertThat(settled("again.db")).isEqualTo(expected);
    }

    @Test
    void columnsThatThePlanSumsAreSummedWithTheRowThatStandsThere() throws Exception {
        String summing = COLLIDING
                .replace("phone: text", "n: integer")
                .replace("collisions: reject", "collisions: {merge: {n: sum}}")
                .replace("phone: \"{phone}\"", "n: $.age");
        Files.writeString(folder.resolve("plan.yaml"), summing);
        Files.writeString(folder.resolve("mended.yaml"), summing.replace("$.age", "{from: $.age, default: 1}"));
        run(folder, "copy", "--plan", "plan.yaml", dump.toString(), "again.db");
        assertThat(query("again.db", "select * from kinds")).containsExactly("same|1200");

        run(folder, "rejects", "again.db", "--retry", "--plan", "mended.yaml", "--no-backup");

        assertThat(query("again.db", "select * from kinds")).containsExactly("same|1220");
        assertThat(settled("again.db")).contains("person: 59 collided, 0 orphaned");
    }

    @Test
    void aKeyWithoutBytesStaysCountedAndNamedAsItWas() throws Exception {
        query("update sluice_reject set payload = x'' where key = 'visits:3' returning 1");

        run(folder, 3, "rejects", "app.db", "--retry", "--plan", "mended.yaml", "--no-backup");

        assertThat(settled("app.db")).contains("visits: 0 collided, 1 orphaned", "orphans: [visits:3]");
    }

    /** What a report says of collisions and orphans. */
    private List<String> settled(String sink) throws Exception {
        JsonNode report = new ObjectMapper()
                .readTree(query(sink, "select report from sluice_run").getFirst());
        List<String> said = new ArrayList<>();
        for (JsonNode keyspace : report.get("keyspaces")) {
            long collided = keyspace.get("collided").asLong();
            long orphaned = keyspace.get("orphaned").asLong();
            if (collided + orphaned > 0) {
                said.add(keyspace.get("name").asText() + ": " + collided + " collided, " + orphaned + " orphaned");
            }
        }
        for (JsonNode gate : report.get("gates")) {
            if (!gate.get("name").asText().equals("rejects")) {
                said.add(gate.toString());
            }
        }
        for (String list : List.of("collisions", "orphans")) {
            List<String> keys = new ArrayList<>(report.path(list).findValuesAsText("key"));
            keys.sort(null);
            said.add(list + ": " + keys);
        }
        return said;
    }

    @Test
    void tryingOutChangesNothing() throws Exception {
        byte[] before = Files.readAllBytes(folder.resolve("app.db"));

        Capture ended = run(folder, 0, "rejects", "app.db", "--retry", "--plan", "mended.yaml", "--dry-run");

        assertThat(ended.out()).contains("nothing was written", "42  would be written");
        assertThat(Files.readAllBytes(folder.resolve("app.db"))).isEqualTo(before);
    }

    @Test
    void aSinkThatAProductUsesIsOnlyTouchedWhenThatIsWanted() throws Exception {
        run(folder, 0, "switched", "app.db", "--force");

        Capture refused = run(folder, 2, "rejects", "app.db", "--retry", "--plan", "mended.yaml");
        assertThat(refused.err()).contains("a product switched to it at ").contains("--yes");
        run(folder, 0, "rejects", "app.db", "--retry", "--plan", "mended.yaml", "--dry-run");
        Capture done = run(folder, 0, "rejects", "app.db", "--retry", "--plan", "mended.yaml", "--yes", "--json");

        JsonNode outcome = new ObjectMapper().readTree(done.out());
        assertThat(outcome.get("written").asLong()).isPositive();
        assertThat(outcome.get("left").asLong()).isZero();
    }

    @Test
    void theBackupIsTheWayBackToBeforeIt() throws Exception {
        run(folder, 0, "rejects", "app.db", "--retry", "--plan", "mended.yaml");
        run(folder, 0, "restore", "app.db", "--yes");

        assertThat(query("select count(distinct key_id) from sluice_reject")).containsExactly("43");
        assertThat(query("select count(*) from people")).containsExactly("40");
    }

    @Test
    void aSinkOfAPlanWantsOneWhoseTablesFit() throws Exception {
        assertThat(run(folder, 2, "rejects", "app.db", "--retry").err()).contains("--plan");
        Files.writeString(folder.resolve("mended.yaml"), MENDED.replace("age: integer", "age: integer, name: text"));
        assertThat(run(folder, 2, "rejects", "app.db", "--retry", "--plan", "mended.yaml")
                        .err())
                .contains("its table people has no column name");
        assertThat(run(folder, 2, "rejects", "app.db", "--plan", "mended.yaml").err())
                .contains("--retry");
    }

    /** Another database was in the way of two keys, and the time of one is over since. */
    @Test
    void otherLayoutsNeedNoPlan() throws Exception {
        try (RedisServer several = RedisServer.start(RedisBinary.embedded());
                Resp redis = several.client()) {
            redis.call("SET", "a", "0");
            redis.call("SELECT", "1");
            redis.call("SADD", "b", "x", "y");
            redis.call("SET", "c", "1", "PX", "600000");
            run(folder, 3, "copy", several.uri(), "redka.db", "--layout", "redka", "--db", "all");
        }
        Path sink = folder.resolve("redka.db");
        Files.move(sink, folder.resolve("app.db"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(run(folder, 3, "rejects", "app.db", "--retry").out()).contains("2  rejected still");
        assertThat(run(folder, 2, "rejects", "app.db", "--retry", "--plan", "plan.yaml")
                        .err())
                .contains("layout redka");
        query("update sluice_reject set db = 0, expires_at = 1 + expires_at * 0 returning 1");

        Capture ended = run(folder, 0, "rejects", "app.db", "--retry");

        assertThat(ended.out()).contains("1  written", "1  had expired", "0  rejected still");
        assertThat(query("select key, len from vkey order by 1")).containsExactly("a|null", "b|2");
        assertThat(query("select read, written, rejected, expired from sluice_checkpoint where read > 0"))
                .hasSize(2);
        run(folder, 0, "status", "app.db", "--check");
        assertThat(run(folder, 0, "rejects", "app.db", "--retry").out()).contains("0  written");
    }

    @Test
    void rejectsThatTheBooksDoNotKnowAreNotTouched() throws Exception {
        run(folder, 0, "copy", dump.toString(), "app.db", "--layout", "document", "--fresh");
        query("insert into sluice_reject(run, key_id, part, db, key, type, origin, reason, encoding, payload)"
                + " select id, 900, 0, 0, 'x', 'string', 'partition 0', 'because', 'sluice-1', x'010000000161'"
                + " from sluice_run returning 1");

        assertThat(run(folder, 2, "rejects", "app.db", "--retry").err()).contains("more than its books say");
    }

    /** The names of files are in the folder. */
    private static Capture run(Path folder, int exitCode, String... arguments) {
        return run(folder, new int[] {exitCode}, arguments);
    }

    /** Whether the limits of the plan are kept does not matter. */
    private static Capture run(Path folder, String... arguments) {
        return run(folder, new int[] {0, 3}, arguments);
    }

    private static Capture run(Path folder, int[] exitCodes, String... arguments) {
        Capture capture = new Capture(folder, 0);
        String[] placed = Arrays.stream(arguments)
                .map(word -> word.matches("[a-z]+\\.(db|json|yaml)")
                        ? folder.resolve(word).toString()
                        : word)
                .toArray(String[]::new);
        int exitCode = capture.run(placed);
        assertThat(exitCodes).as(capture.out() + capture.err()).contains(exitCode);
        return capture;
    }

    private List<String> query(String sql) throws SQLException {
        return query("app.db", sql);
    }

    private List<String> query(String sink, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(sink));
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    cells.add(found.getString(i));
                }
                rows.add(String.join("|", cells));
            }
        }
        return rows;
    }
}
