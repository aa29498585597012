package sluice.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.SourceReading;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.contract.servers.TestKeyspace;
import sluice.protocol.Row;
import sluice.protocol.SourceSettings;
import sluice.protocol.Value;

class LiveKeyspaceTest {
    /** Slices small keyspaces, too. */
    static final Limits SMALL_SLICES = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(20), 20, 4 << 10);

    @ParameterizedTest
    @MethodSource("sluice.adapters.contract.servers.RedisBinary#legs")
    void everyTypeAndEncodingIsReadAsItWasWritten(RedisBinary leg) {
        try (RedisServer server = RedisServer.start(leg);
                Resp redis = server.client()) {
            List<Row> expected = TestKeyspace.small().fill(redis);

            for (int wanted : List.of(1, 3, 8)) {
                try (RedisSource source = RedisSource.open(settings(server, SourceSettings.ALL), SMALL_SLICES)) {
                    assertThat(SourceReading.describe(SourceReading.readAll(source, wanted)))
                            .isEqualTo(SourceReading.describe(expected));
                }
            }
        }
    }

    /** The vector sets of newer servers are the one type of a module that comes without installing anything. */
    @Test
    void theValueOfAModuleIsCarriedAsItsPayload() {
        RedisBinary leg = RedisBinary.named("newer-redis").orElse(null);
        Assumptions.assumeTrue(leg != null, "no server with a module");
        try (RedisServer server = RedisServer.start(Objects.requireNonNull(leg));
                Resp redis = server.client()) {
            redis.call("VADD", "vectors", "VALUES", 3, 1, 2, 3, "element");
            redis.call("PEXPIREAT", "vectors", 4_102_444_800_123L);

            try (RedisSource source = RedisSource.open(settings(server, null), Limits.DEFAULT)) {
                Row row = SourceReading.readAll(source, 1).getFirst();

                assertThat(row.expiresAt()).isEqualTo(4_102_444_800_123L);
                assertThat(((Value.ModuleValue) row.value()).payload()).isEqualTo(redis.call("DUMP", "vectors"));
            }
        }
    }

    static SourceSettings settings(RedisServer server, @Nullable String db) {
        return new SourceSettings(server.uri(), null, db, null, 100, 1 << 20, System.currentTimeMillis());
    }
}
