package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.Rows;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.contract.servers.TestKeyspace;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Every type in every encoding, from every server, live and from its dump, into both layouts, verified in full. */
class EveryTypeTest {
    @TempDir
    private Path folder;

    static List<RedisBinary> servers() {
        return RedisBinary.legs();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void arrivesInTheNativeLayoutFromTheServerAndFromItsDump(RedisBinary binary) {
        try (RedisServer server = RedisServer.start(binary);
                Resp redis = server.client()) {
            List<Row> expected = TestKeyspace.large().fill(redis);
            Sluice sluice = new Sluice(folder);

            sluice.run("copy", server.uri(), "live.db", "--db", "all", "--verify", "full", "--report", "live.json")
                    .exits(0);
            sluice.run("copy", server.save().toString(), "file.db", "--verify", "full")
                    .exits(0);

            List<String> live = Sluice.content(folder.resolve("live.db"));
            assertSame(withoutTimes(live), withoutTimes(Rows.describe(expected)));
            assertSame(withoutTimes(Sluice.content(folder.resolve("file.db"))), withoutTimes(live));
            JsonNode verification = sluice.report("live.json").get("verification");
            assertThat(verification.get("mode").asText()).isEqualTo("full");
            assertThat(verification.get("compared").asInt()).isEqualTo(expected.size());
            sluice.run("verify", server.uri(), "live.db").exits(0);
            sluice.run("verify", server.folder().resolve("dump.rdb").toString(), "file.db")
                    .exits(0);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void arrivesInTheRedkaLayoutAsFarAsItCanHoldIt(RedisBinary binary) {
        try (RedisServer server = RedisServer.start(binary);
                Resp redis = server.client()) {
            List<Row> all = TestKeyspace.small().fill(redis);
            List<Row> expected = all.stream().filter(EveryTypeTest::fitsRedka).toList();
            Sluice sluice = new Sluice(folder);
            String[] options = {"--layout", "redka", "--db", "all", "--verify", "full", "--report", "report.json"};

            sluice.run(arguments("copy", server.uri(), "live.db", options)).exits(3);
            JsonNode rows = sluice.report("report.json").get("rows");
            sluice.run(arguments("copy", server.save().toString(), "file.db", options))
                    .exits(3);

            assertSame(Sluice.content(folder.resolve("live.db")), Rows.describe(expected));
            assertSame(Sluice.content(folder.resolve("file.db")), Rows.describe(expected));
            assertThat(rows.get("rejected").asInt()).isEqualTo(all.size() - expected.size());
            assertThat(rows.get("read").asInt()).isEqualTo(all.size());
            assertThat(sluice.run("rejects", "live.db").exits(0).out().lines().count())
                    .isGreaterThanOrEqualTo(all.size() - expected.size());
            sluice.run("verify", server.uri(), "live.db", "--report", "verified.json")
                    .exits(3);
            assertThat(sluice.report("verified.json").get("status").asText()).isEqualTo("verified");
        }
    }

    /** Servers tell in different precision when they saw a consumer or delivered an entry. */
    private static List<String> withoutTimes(List<String> described) {
        return described.stream()
                .map(line -> line.replaceAll("(consumer [^ ]+=)[^ ]+ [^ ]+", "$1"))
                .map(line -> line.replaceAll("(pending [^ ]+ [^ ]+ )[^ ]+ times", "$1times"))
                .toList();
    }

    /** Shows only the rows that differ: there are thousands. */
    private static void assertSame(List<String> found, List<String> expected) {
        Set<String> surplus = new TreeSet<>(found);
        expected.forEach(surplus::remove);
        Set<String> lacking = new TreeSet<>(expected);
        found.forEach(lacking::remove);
        assertThat(surplus).as("surplus, while lacking %s", lacking).isEmpty();
        assertThat(lacking).isEmpty();
        assertThat(found).hasSameSizeAs(expected);
    }

    private static boolean fitsRedka(Row row) {
        boolean fieldExpires = row.value() instanceof Value.HashSlice hash
                && hash.fields().stream().anyMatch(field -> field.expiresAt() != Row.NEVER);
        return row.key().db() == 0 && row.value().kind() != Kind.STREAM && !fieldExpires;
    }

    private static String[] arguments(String verb, String source, String sink, String... options) {
        List<String> arguments = new ArrayList<>(List.of(verb, source, sink));
        arguments.addAll(List.of(options));
        return arguments.toArray(String[]::new);
    }
}
