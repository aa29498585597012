package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.contract.servers.TestKeyspace;

/** The server itself counts what it was told: nothing but commands that read. */
class OnlyReadingTest {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("auth", "client|setname", "client|setinfo", "client|no-touch", "echo", "hello", "ping", "select");
    private static final Set<String> OF_THE_SERVER = Set.of("dbsize", "info", "time");
    private static final Set<String> OF_KEYS = Set.of(
            "dump",
            "get",
            "getrange",
            "hgetall",
            "hpexpiretime",
            "hscan",
            "lindex",
            "llen",
            "lrange",
            "memory|usage",
            "pexpiretime",
            "pttl",
            "scan",
            "smembers",
            "sscan",
            "type",
            "xinfo|stream",
            "xinfo|groups",
            "xinfo|consumers",
            "xpending",
            "xrange",
            "zscan");
    /** Servers before 7.0 do not tell what was asked of these. */
    private static final Set<String> CONTAINERS = Set.of("client", "memory", "xinfo", "config");
    /** What this test asks. */
    private static final String OUR_OWN = "config|resetstat";

    @TempDir
    private Path folder;

    static List<RedisBinary> servers() {
        return RedisBinary.legs();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aCopyThatVerifiesSendsNothingElse(RedisBinary binary) {
        try (RedisServer server = RedisServer.start(binary);
                Resp redis = server.client()) {
            TestKeyspace.small().fill(redis);
            redis.call("CONFIG", "RESETSTAT");

            new Sluice(folder)
                    .run("copy", server.uri(), "app.db", "--db", "all", "--verify", "full")
                    .exits(0);

            assertThat(commands(redis))
                    .contains("scan", "get")
                    .allMatch(command -> OF_THE_CONNECTION.contains(command)
                            || OF_THE_SERVER.contains(command)
                            || OF_KEYS.contains(command)
                            || CONTAINERS.contains(command)
                            || command.equals(OUR_OWN));
        }
    }

    private static List<String> commands(Resp redis) {
        byte[] stats = (byte[]) Objects.requireNonNull(redis.call("INFO", "commandstats"));
        return new String(stats, StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.startsWith("cmdstat_"))
                .map(line -> line.substring("cmdstat_".length(), line.indexOf(':')))
                .toList();
    }
}
