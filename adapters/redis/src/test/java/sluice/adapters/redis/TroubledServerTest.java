package sluice.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.SourceReading;
import sluice.adapters.contract.servers.FaultyProxy;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.protocol.MigrationException;
import sluice.protocol.MigrationException.Fault;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;

/** A server that answers, but not as it should: what that means, and in which words. */
@Timeout(60)
class TroubledServerTest {
    private static final int KEYS = 3_000;
    private static final Limits HASTY = new Limits(Duration.ofSeconds(2), Duration.ofMillis(700), 500, 4 << 10);

    @Test
    void aSlowLineIsNotASilentOne() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client();
                FaultyProxy proxy = new FaultyProxy(server.port());
                Source source = open(proxy.uri())) {
            redis.call("SET", "long", new byte[1 << 20]);
            proxy.slow(500_000);
            long begun = System.nanoTime();

            assertThat(SourceReading.readAll(source, 1)).hasSize(1);

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(HASTY.patience());
        }
    }

    @ParameterizedTest
    @MethodSource("sluice.adapters.contract.servers.RedisBinary#legs")
    void aScriptThatSpinsIsWaitedFor(RedisBinary leg) {
        try (RedisServer server = filled(leg, "lua-time-limit 20");
                Source source = open(server.uri());
                PartitionReader reader = begun(source);
                Resp redis = server.client()) {
            Thread spinning = Thread.ofVirtual().start(() -> spin(server));
            awaitBusy(redis);

            MigrationException busy = fault(reader);
            MigrationException again = catchThrowableOfType(
                    MigrationException.class, () -> open(server.uri()).close());
            redis.call("SCRIPT", "KILL");
            join(spinning);

            assertThat(busy).hasMessageContaining("the server is busy with a script; wait for it");
            assertThat(busy.fault()).isEqualTo(Fault.NOT_READY);
            assertThat(again).hasMessageContaining("the server is busy with a script; wait for it");
            assertThat(again.fault()).isEqualTo(Fault.NOT_READY);
            assertThat(SourceReading.readAll(source, 1)).hasSize(KEYS);
        }
    }

    @ParameterizedTest
    @MethodSource("sluice.adapters.contract.servers.RedisBinary#legs")
    void aServerThatIsLoadingIsWaitedFor(RedisBinary leg) {
        assumeFalse(leg.equals(RedisBinary.embedded()), "version 6 loads a small file without a word");
        try (RedisServer server = filled(leg, "key-load-delay 1000", "loading-process-events-interval-bytes 1024");
                Source source = open(server.uri());
                PartitionReader reader = begun(source)) {
            server.save();
            server.kill();
            server.startAgain();
            awaitLoading(server);

            MigrationException cut = fault(reader);
            MigrationException loading = catchThrowableOfType(
                    MigrationException.class, () -> open(server.uri()).close());

            assertThat(cut.fault()).isEqualTo(Fault.TRANSIENT);
            assertThat(loading).hasMessageContaining("the server is still loading its data; wait for it");
            assertThat(loading.fault()).isEqualTo(Fault.NOT_READY);
        }
    }

    @Test
    void aReplicaWithoutItsPrimaryIsWaitedFor() {
        try (RedisServer server = filled(RedisBinary.embedded(), "replica-serve-stale-data no");
                Source source = open(server.uri());
                PartitionReader reader = begun(source);
                Resp redis = server.client()) {
            redis.call("REPLICAOF", "127.0.0.1", 1);

            MigrationException cut = fault(reader);

            assertThat(cut).hasMessageContaining("the replica has lost its primary and gives no stale data");
            assertThat(cut.fault()).isEqualTo(Fault.NOT_READY);
        }
    }

    @ParameterizedTest
    @MethodSource("sluice.adapters.contract.servers.RedisBinary#legs")
    void aServerWithoutAFreeConnectionSaysSo(RedisBinary leg) {
        try (RedisServer server = filled(leg);
                Source source = open(server.uri());
                Resp redis = server.client()) {
            Partition partition = source.partitions(1).getFirst();
            redis.call("CONFIG", "SET", "maxclients", 2);

            MigrationException full = catchThrowableOfType(
                    MigrationException.class, () -> source.read(partition, partition.start(), Source.EVERY_KEY));

            assertThat(full).hasMessageContaining("the server has no connection left");
            assertThat(full.fault()).isEqualTo(Fault.TRANSIENT);
        }
    }

    @Test
    void readsFromAServerWhoseMemoryIsFull() {
        try (RedisServer server = filled(RedisBinary.embedded(), "maxmemory-policy noeviction");
                Resp redis = server.client()) {
            redis.call("CONFIG", "SET", "maxmemory", 1);

            try (Source source = open(server.uri())) {
                assertThat(SourceReading.readAll(source, 1)).hasSize(KEYS);
            }
        }
    }

    @Test
    void aPermissionThatIsTakenBackIsNamed() {
        try (RedisServer server = filled(RedisBinary.embedded());
                Resp redis = server.client();
                Source source = open(server.uri());
                PartitionReader reader = begun(source)) {
            redis.call("ACL", "SETUSER", "default", "-type");

            MigrationException forbidden = fault(reader);

            assertThat(forbidden)
                    .hasMessageContaining("the user has no permission for the command TYPE")
                    .hasMessageContaining("grant it");
            assertThat(forbidden.fault()).isEqualTo(Fault.FATAL);
        }
    }

    @Test
    void aListWhoseEndsCannotBeSeenAgainIsNotTakenForOneAtRest() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client();
                Source source = open(server.uri())) {
            redis.pipeline(IntStream.range(0, 20_000)
                    .mapToObj(n -> new Object[] {"RPUSH", "list", "element " + n})
                    .toList());
            try (PartitionReader reader = begun(source)) {
                redis.call("ACL", "SETUSER", "default", "-llen");

                assertThat(fault(reader)).hasMessageContaining("the user has no permission for the command LLEN");
            }
        }
    }

    @Test
    void anIdleConnectionThatTheServerClosedIsAFaultThatMayPass() {
        try (RedisServer server = filled(RedisBinary.embedded());
                Resp redis = server.client();
                Source source = open(server.uri());
                PartitionReader reader = begun(source)) {
            redis.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

            assertThat(fault(reader).fault()).isEqualTo(Fault.TRANSIENT);
            assertThat(SourceReading.readAll(source, 1)).hasSize(KEYS);
            assertThat(source.shortfall(KEYS - 1, 5)).hasSize(1);
        }
    }

    private static PartitionReader begun(Source source) {
        Partition partition = source.partitions(1).getFirst();
        PartitionReader reader = source.read(partition, partition.start(), Source.EVERY_KEY);
        reader.next();
        return reader;
    }

    private static MigrationException fault(PartitionReader reader) {
        return catchThrowableOfType(MigrationException.class, () -> {
            while (!reader.next().last()) {
                // Rows do not matter here.
            }
        });
    }

    private static void spin(RedisServer server) {
        try (Resp redis = server.client()) {
            redis.call("EVAL", "while true do end", 0);
        } catch (Resp.Failure killed) {
            // As it should be.
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitBusy(Resp redis) {
        awaitRefusal("BUSY", () -> redis.call("PING"));
    }

    private static void awaitLoading(RedisServer server) {
        awaitRefusal("LOADING", () -> {
            try (Resp redis = server.client()) {
                redis.call("PING");
            } catch (UncheckedIOException notUp) {
                // It will be.
            }
        });
    }

    private static void awaitRefusal(String code, Runnable call) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadline) {
            try {
                call.run();
            } catch (Resp.Failure refused) {
                if (refused.getMessage().startsWith(code)) {
                    return;
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        throw new AssertionError("never " + code);
    }

    private static RedisServer filled(RedisBinary leg, String... config) {
        RedisServer server = RedisServer.start(leg, config);
        List<Object[]> commands = new ArrayList<>();
        for (int n = 0; n < KEYS; n++) {
            commands.add(new Object[] {"SET", "key:" + n, "value " + n});
        }
        try (Resp redis = server.client()) {
            redis.pipeline(commands);
        }
        return server;
    }

    private static Source open(String uri) {
        return RedisSource.open(new SourceSettings(uri, null, null, null, 100, 1 << 20, 0), HASTY);
    }
}
