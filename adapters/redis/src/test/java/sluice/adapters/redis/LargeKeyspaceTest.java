package sluice.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import sluice.adapters.contract.SourceReading;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.contract.servers.TestKeyspace;
import sluice.protocol.Row;
import sluice.protocol.SourceSettings;

@Timeout(120)
class LargeKeyspaceTest {
    @Test
    void keysTooBigForOneReplyComeInSlices() {
        RedisBinary newest = RedisBinary.named("newer-redis").orElse(RedisBinary.embedded());
        try (RedisServer server = RedisServer.start(newest);
                Resp redis = server.client()) {
            List<Row> expected = TestKeyspace.large().fill(redis);
            SourceSettings settings = new SourceSettings(server.uri(), null, SourceSettings.ALL, null, 500, 1 << 20, 0);
            try (RedisSource source = RedisSource.open(settings, Limits.DEFAULT)) {
                List<Row> rows = SourceReading.readAll(source, 4);

                assertThat(source.partitions(4)).hasSizeGreaterThan(1);
                assertThat(rows)
                        .allMatch(
                                row -> row.value().size() <= 500 && row.value().bytes() < 3 << 20);
                assertThat(SourceReading.describe(rows)).isEqualTo(SourceReading.describe(expected));
            }
        }
    }
}
