package sluice.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.SourceReading;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.contract.servers.TestKeyspace;
import sluice.protocol.Row;
import sluice.protocol.SourceSettings;

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

    static SourceSettings settings(RedisServer server, @Nullable String db) {
        return new SourceSettings(server.uri(), null, db, null, 100, 1 << 20, System.currentTimeMillis());
    }
}
