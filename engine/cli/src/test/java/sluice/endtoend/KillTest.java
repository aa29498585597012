package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** A process that is killed at any moment and resumed by the same command leaves what an undisturbed one would. */
class KillTest {
    private static final int KEYS = 60_000;
    private static final int KILLS = 10;
    /** Rows a second: a run takes at least three seconds from its first row on, and every kill meets it before. */
    private static final String RATE = "20000";

    private static final int LATEST_KILL_MILLIS = 2_500;

    @TempDir
    private Path folder;

    @Test
    void survivesTenKillsAtRandomMoments() throws InterruptedException, IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RedisBinary binary = RedisBinary.named("installed").orElse(RedisBinary.embedded());
        try (RedisServer server = RedisServer.start(binary);
                Resp redis = server.client()) {
            new Keyspace().fill(redis, KEYS);
            String file = server.save().toString();
            Sluice sluice = new Sluice(folder);
            sluice.run("copy", file, "undisturbed.db", "--verify", "full").exits(0);
            List<String> undisturbed = Sluice.content(folder.resolve("undisturbed.db"));
            assertThat(undisturbed).hasSize(KEYS);

            for (int kill = 0; kill < KILLS; kill++) {
                String source = kill % 2 == 0 ? file : server.uri();
                String sink = "killed-" + kill + ".db";
                Sluice.Running victim =
                        sluice.start(Map.of(), "copy", source, sink, "--verify", "full", "--rate", RATE);
                sluice.awaitRows(victim, sink);
                long millis = random.nextInt(LATEST_KILL_MILLIS);
                boolean ended = victim.process().waitFor(millis, TimeUnit.MILLISECONDS);
                victim.kill();

                assertThat(ended)
                        .as("kill %s at %s ms comes too late", kill, millis)
                        .isFalse();
                sluice.run("copy", source, sink, "--verify", "full", "--report", "report.json")
                        .exits(0);
                assertThat(sluice.report("report.json").get("resumed").asBoolean())
                        .isTrue();
                assertThat(Sluice.content(folder.resolve(sink)))
                        .as("content of %s after kill %s at %s ms, seed %s", sink, kill, millis, seed)
                        .isEqualTo(undisturbed);
            }
        }
    }
}
