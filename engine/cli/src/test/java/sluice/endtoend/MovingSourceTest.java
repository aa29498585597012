package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.Rows;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.engine.core.Report;
import sluice.engine.core.VerifyMode;
import sluice.engine.runtime.Adapters;
import sluice.protocol.Row;
import sluice.protocol.SinkReader;
import sluice.protocol.Value;

/**
 * A source that is written to while it is copied: what stands still is copied exactly, whatever else is copied it had
 * at some moment, and nobody cries wolf.
 */
class MovingSourceTest {
    private static final int STILL = 6_000;
    private static final int GROWTH = 20_000;
    private static final int RATE = 10_000;
    private static final RedisBinary SERVER = RedisBinary.named("installed").orElse(RedisBinary.embedded());

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private final History history = new History();
    private final MovingCollections collections = new MovingCollections(seed);
    private final CountDownLatch enough = new CountDownLatch(1);
    private final List<Thread> writers = new ArrayList<>();

    @Test
    void isCopiedWithValuesThatItHad() throws Exception {
        try (RedisServer server = RedisServer.start(SERVER);
                Resp redis = server.client()) {
            new Keyspace().fill(redis, STILL);
            List<String> still = content(copied(server.save().toString(), "still.db", VerifyMode.NONE, 0));
            collections.fill(redis);
            writing(server);
            int streamedBefore = collections.streamed();

            Report report = copied(server.uri(), "moving.db", VerifyMode.FULL, RATE);

            int trimmed = collections.streamed() - Math.toIntExact((Long) redis.call("XLEN", "big:stream"));
            List<Row> sink = rows(Path.of("moving.db"));
            assertThat(report.status()).as("%s, seed %s", report, seed).isEqualTo("verified");
            assertThat(report.verification().statement()).contains("0 of ");
            assertStillExact(sink, still);
            assertMovingHad(sink);
            assertCollectionsHad(sink, streamedBefore, trimmed);
            assertTamperingIsNamed(server);
            stopWriting();
        }
    }

    @Test
    void isNotCalledWrongByASample() throws Exception {
        try (RedisServer server = RedisServer.start(SERVER);
                Resp redis = server.client()) {
            new Keyspace().fill(redis, 2_000);
            write(server, new MovingKeys("only", history, seed)::turn);

            Report report = copied(server.uri(), "moving.db", VerifyMode.SAMPLE, 2_000);

            assertThat(report.status()).as("%s, seed %s", report, seed).isEqualTo("verified");
            assertThat(report.verification().moved() + report.verification().expired())
                    .as("seed %s", seed)
                    .isPositive();
            stopWriting();
        }
    }

    @Test
    void mayBeFlushedOrSwappedInTheMiddle() throws Exception {
        for (String command : List.of("FLUSHDB", "SWAPDB")) {
            try (RedisServer server = RedisServer.start(SERVER);
                    Resp redis = server.client()) {
                new Keyspace().fill(redis, 3_000);
                List<String> before = content(copied(server.save().toString(), command + "-before.db"));
                redis.call("SELECT", 1);
                redis.pipeline(IntStream.range(0, 3_000)
                        .mapToObj(n -> new Object[] {"SET", "other:" + n, "value"})
                        .toList());
                redis.call("SELECT", 0);

                try (Watched run = Watched.copy(server.uri(), path(command + ".db"), VerifyMode.SAMPLE, 3_000)) {
                    run.awaitRows(1_000);
                    redis.call(command.equals("SWAPDB") ? new Object[] {command, 0, 1} : new Object[] {command});
                    Report report = run.await();

                    assertThat(report.status()).as(command).isEqualTo("verified");
                    assertThat(report.verification().moved()).as(command).isPositive();
                }
                List<String> copied = content(rows(Path.of(command + ".db")));
                copied.removeAll(before);
                assertThat(copied).as(command).allMatch(line -> line.startsWith("other:"));
            }
        }
    }

    private Report copied(String source, String sink, VerifyMode verify, long rate) {
        try (Watched run = Watched.copy(source, path(sink), verify, rate)) {
            return run.await();
        }
    }

    /** The rows of a file, described. */
    private List<Row> copied(String source, String sink) {
        copied(source, sink, VerifyMode.NONE, 0);
        return rows(Path.of(sink));
    }

    private List<String> content(Report report) {
        return Rows.describe(rows(Path.of(report.sink().replaceFirst("^sqlite:", ""))));
    }

    private static List<String> content(List<Row> rows) {
        return new ArrayList<>(Rows.describe(rows));
    }

    private String path(String sink) {
        return folder.resolve(sink).toString();
    }

    private List<Row> rows(Path sink) {
        List<Row> rows = new ArrayList<>();
        try (SinkReader reader = Adapters.installed().read("sqlite:" + folder.resolve(sink))) {
            reader.addresses().ifPresent(range -> reader.scan(range, rows::add));
        }
        return rows;
    }

    private void writing(RedisServer server) {
        MovingKeys first = new MovingKeys("first", history, seed + 1);
        MovingKeys second = new MovingKeys("second", history, seed + 2);
        write(server, first::turn);
        write(server, second::turn);
        write(server, collections::turn);
        write(server, MovingSourceTest::growAndShrink);
    }

    private void write(RedisServer server, Consumer<Resp> turn) {
        writers.add(Thread.ofPlatform().start(() -> {
            try (Resp redis = server.client()) {
                while (enough.getCount() > 0) {
                    turn.accept(redis);
                }
            }
        }));
    }

    /** When a test fails before, the writers end with the server. */
    private void stopWriting() throws InterruptedException {
        enough.countDown();
        for (Thread writer : writers) {
            writer.join();
        }
    }

    /** The table doubles, twice, and halves again: SCAN walks two tables most of the time. */
    private static void growAndShrink(Resp redis) {
        redis.pipeline(IntStream.range(0, GROWTH)
                .mapToObj(n -> new Object[] {"SET", "growth:" + n, n})
                .toList());
        redis.pipeline(IntStream.range(0, GROWTH)
                .mapToObj(n -> new Object[] {"UNLINK", "growth:" + n})
                .toList());
    }

    private void assertStillExact(List<Row> sink, List<String> still) {
        List<Row> unmoved = sink.stream()
                .filter(row -> !isMoving(History.text(row.key().name())))
                .toList();
        assertThat(Rows.describe(unmoved)).as("seed %s", seed).isEqualTo(still);
    }

    private boolean isMoving(String key) {
        return history.knows(key) || key.startsWith("growth:") || MovingCollections.KEYS.contains(key);
    }

    private void assertMovingHad(List<Row> sink) {
        List<Row> moving = sink.stream()
                .filter(row -> history.knows(History.text(row.key().name())))
                .toList();
        assertThat(moving).as("seed %s", seed).hasSizeGreaterThan(100);
        assertThat(moving).as("seed %s", seed).allMatch(history::has);
        assertThat(sink.stream().filter(row -> History.text(row.key().name()).startsWith("growth:")))
                .as("seed %s", seed)
                .allMatch(row -> History.describe(row.value())
                        .equals("string " + History.text(row.key().name()).substring(7)));
    }

    private void assertCollectionsHad(List<Row> sink, int streamedBefore, int trimmed) {
        List<Row> slices = sink.stream()
                .filter(row ->
                        MovingCollections.KEYS.contains(History.text(row.key().name())))
                .toList();
        assertThat(slices.stream().flatMap(row -> collections.neverThere(row).stream()))
                .as("seed %s", seed)
                .isEmpty();
        assertThat(collections.stillOf(slices)).as("seed %s", seed).hasSize(collections.still());
        List<String> entries = slices.stream()
                .filter(row -> row.value() instanceof Value.StreamSlice)
                .flatMap(row -> ((Value.StreamSlice) row.value()).entries().stream())
                .map(entry -> String.valueOf(entry.ms()))
                .toList();
        assertThat(entries)
                .as("entries that were there throughout, seed %s", seed)
                .containsAll(IntStream.rangeClosed(trimmed + 1, streamedBefore)
                        .mapToObj(String::valueOf)
                        .toList());
    }

    /** The writers do not rest meanwhile: many keys differ, and the one whose row was changed is named before them. */
    private void assertTamperingIsNamed(RedisServer server) throws SQLException {
        String victim;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path("moving.db"));
                Statement statement = connection.createStatement()) {
            victim = statement
                    .executeQuery("select key from redis_key where type = 'string' and key like 'user:%' limit 1")
                    .getString(1);
            statement.executeUpdate("update redis_key set value = 'other' where key = '" + victim + "'");
        }
        new Sluice(folder)
                .run("verify", server.uri(), "moving.db", "--report", "report.json")
                .exits(3);

        var verification = new Sluice(folder).report("report.json").get("verification");
        assertThat(verification.get("differences").findValuesAsText("key").subList(0, 50))
                .as("%s, seed %s", verification.get("statement"), seed)
                .contains(victim);
        assertThat(verification.get("statement").asText()).contains("the source has moved on");
    }
}
