package sluice.adapters.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.fuzz.Fuzzing;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** A pattern chooses from a file the keys that it chooses on a server. */
class GlobServerTest {
    private static final String PATTERN = "ab*?[]^-\\c\u00e9\u0000";
    private static final String NAME = "abc-]*[^\\\u00e9\u0000\u007f";
    private static final int NAMES = 300;

    static List<RedisBinary> servers() {
        return RedisBinary.legs();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void choosesTheSameKeysAsTheServer(RedisBinary leg) {
        try (RedisServer server = RedisServer.start(leg);
                Resp redis = server.client()) {
            Set<String> names = new HashSet<>();
            Random random = new Random(1);
            while (names.size() < NAMES) {
                names.add(drawn(NAME, 6, random));
            }
            names.forEach(name -> redis.call("SET", RdbBytes.ascii(name), "v"));

            Fuzzing.of("patterns on " + leg.name(), 2_000).run(chance -> {
                String pattern = drawn(PATTERN, 8, chance);
                Glob glob = new Glob(RdbBytes.ascii(pattern));
                Set<String> chosen = new HashSet<>(names);
                chosen.removeIf(name -> !glob.matches(RdbBytes.ascii(name)));

                assertThat(matching(redis, pattern)).as(pattern).isEqualTo(chosen);
                return String.valueOf(chosen.isEmpty());
            });
        }
    }

    /** KEYS matches as SCAN does. */
    private static Set<String> matching(Resp redis, String pattern) {
        Set<String> names = new HashSet<>();
        if (redis.call("KEYS", RdbBytes.ascii(pattern)) instanceof List<?> found) {
            found.forEach(name -> names.add(new String((byte[]) name, StandardCharsets.ISO_8859_1)));
        }
        return names;
    }

    private static String drawn(String alphabet, int most, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
