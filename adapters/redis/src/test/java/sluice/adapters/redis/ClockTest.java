package sluice.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;

/** Expiries mean nothing where clocks differ: that is told. */
class ClockTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aServerWhoseClockIsAnotherIsNoted() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded())) {
            assertThat(notes(server, InstantSource.system())).noneMatch(note -> note.contains("clock"));
            assertThat(notes(server, () -> InstantSource.system().instant().minus(MINUTE)))
                    .anyMatch(note -> note.contains("clock is 60 s ahead of this machine's"));
            assertThat(notes(server, () -> InstantSource.system().instant().plus(MINUTE)))
                    .anyMatch(note -> note.contains("clock is 60 s behind this machine's"));
        }
    }

    private static List<String> notes(RedisServer server, InstantSource clock) {
        Door door = Door.to(RedisAddress.parse(server.uri()), null, Limits.DEFAULT);
        try (Wire wire = door.connect("clock-test")) {
            return Notes.of(wire, new Preflight(wire).facts(), clock);
        }
    }
}
