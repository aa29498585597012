package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** A server that comes back with the same data hashes with another seed: nothing may be skipped. */
class RestartedServerTest {
    private static final int KEYS = 40_000;

    @TempDir
    private Path folder;

    @Test
    void isReadFromTheBeginningByTheRunningCommand() throws IOException {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded())) {
            try (Resp redis = server.client()) {
                new Keyspace().fill(redis, KEYS);
            }
            server.save();
            Sluice sluice = new Sluice(folder);
            Sluice.Running running = sluice.start(
                    Map.of(),
                    "copy",
                    server.uri(),
                    "app.db",
                    "--rate",
                    "10000",
                    "--verify",
                    "full",
                    "--report",
                    "report.json");
            sluice.awaitRows(running, "app.db");

            server.kill();
            server.restart();

            running.await().exits(0);
            JsonNode report = sluice.report("report.json");
            assertThat(report.get("rows").get("written").asInt()).isEqualTo(KEYS);
            assertThat(report.get("rows").get("doubled").asInt()).isPositive();
            assertThat(report.get("attempts").asInt()).isGreaterThan(1);
            assertThat(report.get("resumed").asBoolean()).isFalse();
            sluice.run("copy", server.save().toString(), "file.db").exits(0);
            assertThat(Sluice.content(folder.resolve("app.db"))).isEqualTo(Sluice.content(folder.resolve("file.db")));
        }
    }
}
