package sluice.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.SourceReading;
import sluice.adapters.contract.servers.FaultyProxy;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.protocol.Batch;
import sluice.protocol.Cursor;
import sluice.protocol.MigrationException;
import sluice.protocol.MigrationException.Fault;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.Source.Continuation;
import sluice.protocol.SourceSettings;

/** A connection or a server that goes away is an error that may pass: never fewer rows. */
@Timeout(60)
class BrokenConnectionTest {
    private static final int KEYS = 3_000;
    private static final Limits HASTY = new Limits(Duration.ofSeconds(2), Duration.ofMillis(700), 500, 4 << 10);

    @ParameterizedTest
    @MethodSource("sluice.adapters.contract.servers.RedisBinary#legs")
    void neverGoesOnOverARestart(RedisBinary leg) {
        try (RedisServer server = filled(leg);
                Source source = open(server.uri())) {
            server.save();
            Partition partition = source.partitions(1).getFirst();
            try (PartitionReader reader = source.read(partition, partition.start(), Source.EVERY_KEY)) {
                Batch first = reader.next();
                server.kill();
                server.restart();

                MigrationException cut = catchThrowableOfType(MigrationException.class, () -> drain(reader));
                MigrationException again = catchThrowableOfType(
                        MigrationException.class, () -> source.read(partition, first.next(), Source.EVERY_KEY));

                assertThat(cut)
                        .hasMessageStartingWith("cannot read db0 of " + server.uri() + "/0 after ")
                        .hasMessageContaining(" keys: ");
                assertThat(cut.fault()).isEqualTo(Fault.TRANSIENT);
                assertThat(again).hasMessageContaining("the server was started again");
                assertThat(again.fault()).isEqualTo(Fault.TRANSIENT);
            }
            try (Source next = open(server.uri())) {
                assertThat(next.continuation(source.info().identity())).isEqualTo(Continuation.BEGIN_AGAIN);
                assertThat(SourceReading.readAll(next, 1)).hasSize(KEYS);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"6000, CLOSED", "20000, RESET", "50000, SILENT", "50001, CLOSED", "90000, RESET"})
    void aCutConnectionIsAnErrorAndItsCursorReadsOn(long replyBytes, FaultyProxy.Cut how) {
        try (RedisServer server = filled(RedisBinary.embedded());
                FaultyProxy proxy = new FaultyProxy(server.port())) {
            proxy.cutAfter(replyBytes, how);
            List<Row> rows = new ArrayList<>();
            Cursor[] reached = new Cursor[1];
            Partition[] partition = new Partition[1];

            MigrationException cut = catchThrowableOfType(MigrationException.class, () -> {
                try (Source source = open(proxy.uri())) {
                    partition[0] = source.partitions(1).getFirst();
                    reached[0] = partition[0].start();
                    try (PartitionReader reader = source.read(partition[0], reached[0], Source.EVERY_KEY)) {
                        for (Batch batch = reader.next(); !batch.last(); batch = reader.next()) {
                            rows.addAll(batch.rows());
                            reached[0] = batch.next();
                        }
                    }
                }
            });
            assertThat(cut).isNotNull();
            assertThat(cut.fault()).isEqualTo(Fault.TRANSIENT);

            try (Source source = open(server.uri())) {
                rows.addAll(
                        SourceReading.rows(SourceReading.drain(source, partition[0], reached[0], Source.EVERY_KEY)));
                assertThat(SourceReading.describe(rows))
                        .isEqualTo(SourceReading.describe(SourceReading.readAll(source, 1)))
                        .hasSize(KEYS);
            }
        }
    }

    @Test
    void aServerThatStopsAnsweringIsNotWaitedForForever() {
        try (RedisServer server = filled(RedisBinary.embedded());
                Source source = open(server.uri());
                Resp redis = server.client()) {
            Partition partition = source.partitions(1).getFirst();
            try (PartitionReader reader = source.read(partition, partition.start(), Source.EVERY_KEY)) {
                reader.next();
                redis.call("CLIENT", "PAUSE", 3_000, "ALL");

                MigrationException late = catchThrowableOfType(MigrationException.class, () -> drain(reader));

                assertThat(late).hasMessageContaining("no answer in time");
                assertThat(late.fault()).isEqualTo(Fault.TRANSIENT);
            }
        }
    }

    @Test
    void everyConnectionHasAName() {
        try (RedisServer server = filled(RedisBinary.embedded());
                Source source = open(server.uri());
                Resp redis = server.client()) {
            Partition partition = source.partitions(1).getFirst();
            try (PartitionReader reader = source.read(partition, partition.start(), Source.EVERY_KEY)) {
                reader.next();

                assertThat(redis.text("CLIENT", "LIST"))
                        .contains("name=sluice-control")
                        .contains("name=sluice-reader-1");
            }
        }
    }

    private static void drain(PartitionReader reader) {
        while (!reader.next().last()) {
            // Rows do not matter here.
        }
    }

    private static RedisServer filled(RedisBinary leg) {
        RedisServer server = RedisServer.start(leg);
        try (Resp redis = server.client()) {
            redis.pipeline(IntStream.range(0, KEYS)
                    .mapToObj(n -> new Object[] {"SET", "key:" + n, "value " + n})
                    .toList());
        }
        return server;
    }

    private static Source open(String uri) {
        return RedisSource.open(new SourceSettings(uri, null, null, null, 100, 1 << 20, 0), HASTY);
    }
}
