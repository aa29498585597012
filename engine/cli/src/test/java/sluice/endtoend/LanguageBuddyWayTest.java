package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** The whole way of the example: rehearsed, moved, verified, switched to, kept or retired, and rolled back. */
class LanguageBuddyWayTest {
    @TempDir
    private Path folder;

    @Test
    void goesFromTheRehearsalToTheRetirementAndBack() throws Exception {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            LanguageBuddy.fill(server.uri(), folder, 300, 11);
            Sluice sluice = new Sluice(folder);
            String plan = LanguageBuddy.example().resolve("plan.yaml").toString();

            // 3, because there are rejects, and the rehearsal tells.
            assertThat(sluice.run("plan", plan, "--all", "--source", server.uri(), "--sink", "app.db")
                            .exits(3)
                            .out())
                    .contains("nothing was written", "rejected, ", "The run");
            assertThat(Files.exists(folder.resolve("app.db"))).isFalse();

            sluice.run("run", plan, "--source", server.uri(), "--sink", "app.db")
                    .exits(3);
            assertThat(sluice.run("verify", "--plan", plan, server.uri(), "app.db")
                            .exits(3)
                            .out())
                    .contains("Done, with rejects", "compared: 0 of");

            assertThat(retire(sluice, server, plan).exits(2).err()).contains("sluice switched");
            sluice.run("switched", "app.db").exits(0);
            assertThat(retire(sluice, server, plan).exits(2).err()).contains("the stabilisation period of 72 h");

            Instant longAgo = Instant.now().minus(Duration.ofDays(4)).truncatedTo(ChronoUnit.SECONDS);
            sluice.run("switched", "app.db", "--at", longAgo.toString(), "--force")
                    .exits(0);
            assertThat(retire(sluice, server, plan).exits(0).out())
                    .contains("unmapped", "SHUTDOWN SAVE", "redis-cli -u redis://");

            redis.call("SET", "subscriber:+4915100000001", "{\"signedUpAt\":\"2026-11-21T10:00:00Z\"}");
            assertThat(retire(sluice, server, plan).exits(3).out())
                    .contains("subscriber:+4915100000001")
                    .doesNotContain("SHUTDOWN");

            assertThat(sluice.run("rollback", "app.db").exits(2).err()).contains("--yes");
            sluice.run("rollback", "app.db", "--yes").exits(0);
            assertThat(Files.exists(folder.resolve("app.db"))).isFalse();
        }
    }

    private static Sluice.Ended retire(Sluice sluice, RedisServer server, String plan) throws Exception {
        return sluice.run("retire", plan, "--source", server.uri(), "--sink", "app.db");
    }
}
