package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** A signal ends a run after a clean commit, and the same command goes on. */
class SignalTest {
    private static final int KEYS = 20_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void stopsResumable(String signal, int exitCode) throws IOException, InterruptedException {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            new Keyspace().fill(redis, KEYS);
            Sluice sluice = new Sluice(folder);
            Sluice.Running running =
                    sluice.start(Map.of(), "copy", server.uri(), "app.db", "--rate", "4000", "--progress", "plain");
            sluice.awaitRows(running, "app.db");

            new ProcessBuilder(
                            "kill",
                            "-" + signal,
                            String.valueOf(running.process().pid()))
                    .start()
                    .waitFor();

            Sluice.Ended stopped = running.await().exits(exitCode);
            assertThat(stopped.out()).containsIgnoringCase("stopped");
            assertThat(sluice.run("status", "app.db").exits(0).out()).contains("unfinished");
            Sluice.Ended resumed = sluice.run(
                            "copy", server.uri(), "app.db", "--verify", "full", "--report", "report.json")
                    .exits(0);
            assertThat(sluice.report("report.json").get("resumed").asBoolean())
                    .as(resumed.out())
                    .isTrue();
            assertThat(Sluice.content(folder.resolve("app.db"))).hasSize(KEYS);
        }
    }
}
