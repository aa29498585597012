package sluice.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.Samples;
import sluice.adapters.contract.SourceReading;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.protocol.Batch;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Reference;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;
import sluice.protocol.Value;

/** A server that is written to while it is read. */
@Timeout(60)
class MovingServerTest {
    @ParameterizedTest
    @MethodSource("sluice.adapters.contract.servers.RedisBinary#legs")
    void keysThatVanishOrChangeTheirTypeAreNoFault(RedisBinary leg) throws InterruptedException {
        try (RedisServer server = RedisServer.start(leg);
                Resp redis = server.client()) {
            redis.pipeline(IntStream.range(0, 2_000)
                    .mapToObj(n -> new Object[] {"SET", "still:" + n, "value"})
                    .toList());
            Thread writer = Thread.ofPlatform().start(() -> churn(server));
            AtomicLong gone = new AtomicLong();
            List<Row> rows = new ArrayList<>();
            for (int round = 0; round < 30; round++) {
                rows.clear();
                try (Source source = open(server, 1_000)) {
                    for (Partition partition : source.partitions(2)) {
                        List<Batch> batches = SourceReading.drain(source, partition);
                        rows.addAll(SourceReading.rows(batches));
                        batches.forEach(batch -> gone.addAndGet(batch.gone()));
                    }
                }
            }
            redis.call("SET", "stop", "now");
            writer.join();

            assertThat(rows.stream()
                            .filter(row -> row.key().toString().startsWith("still:"))
                            .map(Row::key)
                            .distinct())
                    .hasSize(2_000);
            assertThat(gone).hasPositiveValue();
        }
    }

    /** Keys appear, change their type and vanish until somebody says stop. */
    private static void churn(RedisServer server) {
        try (Resp redis = server.client()) {
            for (int turn = 0; redis.call("GET", "stop") == null; turn++) {
                List<Object[]> commands = new ArrayList<>();
                for (int n = 0; n < 100; n++) {
                    String key = "moving:" + n;
                    commands.add(new Object[] {"DEL", key});
                    switch ((n + turn) % 6) {
                        case 0 -> commands.add(new Object[] {"SET", key, "text", "PX", 1});
                        case 1 -> commands.add(new Object[] {"RPUSH", key, "a", "b"});
                        case 2 -> commands.add(new Object[] {"HSET", key, "f", "v"});
                        case 3 -> commands.add(new Object[] {"XADD", key, "*", "f", "v"});
                        case 4 -> commands.add(new Object[] {"ZADD", key, 1, "m"});
                        default -> {
                            // Gone for this turn.
                        }
                    }
                }
                redis.pipeline(commands);
            }
        }
    }

    @Test
    void aListThatIsPushedToIsReadAgain() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client();
                Source source = open(server, 50)) {
            redis.pipeline(IntStream.range(0, 5_000)
                    .mapToObj(n -> new Object[] {"RPUSH", "list", "element " + n})
                    .toList());
            Partition partition = source.partitions(1).getFirst();
            List<Row> rows = new ArrayList<>();
            try (PartitionReader reader = source.read(partition, partition.start(), Source.EVERY_KEY)) {
                Batch batch = reader.next();
                rows.addAll(batch.rows());
                redis.call("LPUSH", "list", "new head");
                while (!batch.last()) {
                    batch = reader.next();
                    rows.addAll(batch.rows());
                }
            }

            assertThat(rows.stream().filter(row -> row.part().closes())).hasSize(2);
            Row first = rows.stream()
                    .filter(row -> row.part().opens())
                    .reduce((earlier, later) -> later)
                    .orElseThrow();
            assertThat(((Value.ListSlice) first.value()).elements().getFirst()).isEqualTo(Samples.bytes("new head"));
            List<Row> found = new ArrayList<>();
            source.lookup(List.of(new Reference(first.key(), Row.UNKNOWN)), found::add);
            assertThat(SourceReading.describe(rows)).isEqualTo(SourceReading.describe(found));
        }
    }

    @Test
    void aListThatNeverStandsStillComesToAnEnd() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client();
                Source source = open(server, 50)) {
            redis.pipeline(IntStream.range(0, 1_000)
                    .mapToObj(n -> new Object[] {"RPUSH", "list", "element " + n})
                    .toList());
            Partition partition = source.partitions(1).getFirst();
            int batches = 0;
            try (PartitionReader reader = source.read(partition, partition.start(), Source.EVERY_KEY)) {
                do {
                    batches++;
                    redis.call("LPUSH", "list", "again");
                } while (!reader.next().last());
            }

            assertThat(batches).isLessThan(200);
        }
    }

    @Test
    void aShortfallOfASourceAtRestIsReadByOnePlainScan() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            redis.call("MSET", "a", "1", "b", "2", "c", "3");
            try (Source source = open(server, 50)) {
                List<Partition> missing = source.shortfall(2, 17);

                assertThat(missing).singleElement().extracting(Partition::id).isEqualTo(17);
                assertThat(SourceReading.rows(SourceReading.drain(source, missing.getFirst())))
                        .hasSize(3);
                assertThat(source.shortfall(2, 18)).isEmpty();
            }
            try (Source source = open(server, 50)) {
                redis.call("SET", "d", "4");
                assertThat(source.shortfall(2, 17)).isEmpty();
            }
        }
    }

    @Test
    void nothingIsCountedWhereAShortfallCannotBeTold() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            redis.call("MSET", "a", "1", "b", "2", "c", "3");
            try (Source plain = open(server, 50);
                    Source matching = RedisSource.open(
                            new SourceSettings(server.uri(), null, null, "*", 50, 1 << 20, 0),
                            LiveKeyspaceTest.SMALL_SLICES)) {
                assertThat(plain.shortfall(2, 17)).hasSize(1);
                String before = connections(redis);

                assertThat(plain.shortfall(2, 18)).isEmpty();
                assertThat(matching.shortfall(2, 17)).isEmpty();

                assertThat(connections(redis)).isEqualTo(before);
            }
        }
    }

    /** How many there have been. */
    private static String connections(Resp redis) {
        byte[] stats = (byte[]) Objects.requireNonNull(redis.call("INFO", "stats"));
        return new String(stats, StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.startsWith("total_connections_received"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyMatchingKeysOfTheChosenDatabaseAreRead() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            redis.call("SELECT", 5);
            redis.call("MSET", "user:1", "1", "user:2", "2", "other", "3");
            SourceSettings settings = new SourceSettings(server.uri() + "/7", null, "5", "user:*", 50, 1 << 20, 0);
            try (Source source = RedisSource.open(settings, Limits.DEFAULT)) {
                assertThat(source.info().name()).isEqualTo(server.uri() + "/5");
                assertThat(source.info().rows()).isEqualTo(Row.UNKNOWN);
                assertThat(SourceReading.readAll(source, 1))
                        .extracting(row -> row.key().toString())
                        .containsExactlyInAnyOrder("db5:user:1", "db5:user:2");
            }
            assertThat(new RedisSourceProvider().database(settings)).isEqualTo(5);
            assertThat(new RedisSourceProvider().database(new SourceSettings("redis://h/7", null, null, null, 1, 1, 0)))
                    .isEqualTo(7);
        }
    }

    private static Source open(RedisServer server, int batchRows) {
        return RedisSource.open(
                new SourceSettings(server.uri(), null, null, null, batchRows, 1 << 20, 0),
                LiveKeyspaceTest.SMALL_SLICES);
    }
}
