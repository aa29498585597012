package sluice.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.SslVerifyMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisAddressTest {
    @ParameterizedTest
    @CsvSource({
        "redis://h, redis://h:6379/0",
        "redis://h:1/2, redis://h:1/2",
        "redis://h/, redis://h:6379/0",
        "redis://u:p@h:1/2, redis://h:1/2",
        "redis://:p%40%2F@h, redis://h:6379/0",
        "redis://u:sec@ret@h, redis://h:6379/0",
        "redis://u@[::1]:7000/3, redis://[::1]:7000/3",
        "rediss://h?verify=ca, rediss://h:6379/0",
        "redis-socket:///run/redis.sock, redis-socket:///run/redis.sock",
        "redis-socket://u:p@/run/a@b.sock?db=4, redis-socket:///run/a@b.sock?db=4"
    })
    void printsItselfWithoutSecrets(String uri, String shown) {
        assertThat(RedisAddress.parse(uri)).hasToString(shown);
        assertThat(RedisAddress.redact(uri)).isEqualTo(shown);
    }

    @Test
    void understandsUserAndPassword() {
        RedisAddress both = RedisAddress.parse("redis://ann%3A:p%40ss+%2F:x@h");

        assertThat(both.user()).isEqualTo("ann:");
        assertThat(both.password()).isEqualTo("p@ss+/:x");
        assertThat(RedisAddress.parse("redis://:p@h").user()).isNull();
        assertThat(RedisAddress.parse("redis://ann@h").password()).isNull();
        assertThat(RedisAddress.parse("rediss://h?verify=none").verify()).isEqualTo(SslVerifyMode.NONE);
        assertThat(RedisAddress.parse("rediss://h").verify()).isEqualTo(SslVerifyMode.FULL);
    }

    @ParameterizedTest
    @CsvSource({
        "redis://u:secret/x@h:1, redis://h:1",
        "redis://u:secret@h:port, redis://h:port",
        "redis://h?password=secret, redis://h",
        "rediss://u:secret@, rediss://",
        "redis-socket://u:secret@relative, redis-socket://relative"
    })
    void hidesSecretsOfAnAddressThatItDoesNotUnderstand(String uri, String shown) {
        assertThat(RedisAddress.redact(uri)).isEqualTo(shown);
    }

    @Test
    void namesTheOptionsWhereOneIsNotKnown() {
        assertThatThrownBy(() -> RedisAddress.parse("redis://h?patience=7"))
                .hasMessageContaining("timeout=SECONDS")
                .hasMessageContaining("verify=full, ca or none");
        assertThat(RedisAddress.parse("redis://h?timeout=7").timeout()).isEqualTo(Duration.ofSeconds(7));
    }
}
