package sluice.adapters.contract.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.protocol.Row;

class RedisServerTest {
    @ParameterizedTest
    @MethodSource("sluice.adapters.contract.servers.RedisBinary#legs")
    void holdsTheTestKeyspace(RedisBinary leg) {
        try (RedisServer server = RedisServer.start(leg);
                Resp redis = server.client()) {
            List<Row> expected = TestKeyspace.small().fill(redis);

            assertThat(redis.call("DBSIZE"))
                    .isEqualTo((long) TestKeyspace.inDb(0, expected).size());
            assertThat(redis.text("GET", "string:int")).isEqualTo("12345");
            assertThat(redis.call("XLEN", "stream:deleted")).isEqualTo(50L);
        }
    }

    @Test
    void comesBackWithItsDataAfterBeingKilled() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded())) {
            try (Resp redis = server.client()) {
                redis.call("SET", "a", "1");
            }
            server.save();

            server.kill();
            assertThat(server.process().isAlive()).isFalse();
            server.restart();

            try (Resp redis = server.client()) {
                assertThat(redis.text("GET", "a")).isEqualTo("1");
            }
        }
    }

    @Test
    void startsWithMoreConfiguration() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded(), "requirepass open-sesame");
                Resp redis = server.client()) {
            assertThatThrownBy(() -> redis.call("GET", "a")).hasMessageStartingWith("NOAUTH");
        }
    }
}
