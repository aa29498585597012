package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** Memory does not grow with the data set. */
class SmallHeapTest {
    private static final int KEYS = 1_000_000;

    @TempDir
    private Path folder;

    @Test
    void copiesAMillionMixedKeysInTheDefaultHeap() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            new Keyspace().fill(redis, KEYS);
            Sluice sluice = new Sluice(folder).jvm("-Xmx256m");

            sluice.run("copy", server.save().toString(), "app.db", "--report", "report.json")
                    .exits(0);

            JsonNode report = sluice.report("report.json");
            assertThat(report.get("status").asText()).isEqualTo("verified");
            assertThat(report.get("rows").get("written").asInt()).isEqualTo(KEYS);
            assertThat(report.get("verification").get("statement").asText())
                    .contains("0 of 4,603", "at most 0.10 %", "99 % confidence");
        }
    }
}
