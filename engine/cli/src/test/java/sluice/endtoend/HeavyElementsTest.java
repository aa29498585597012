package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** A few elements that together are bigger than the heap, behind many keys that are small. */
class HeavyElementsTest {
    private static final int ELEMENTS = 300;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"RPUSH", "HSET"})
    void fitIntoTheDefaultHeap(String command) {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            new Keyspace().fill(redis, 2_000);
            byte[] mebibyte = new byte[1 << 20];
            for (int i = 0; i < ELEMENTS; i++) {
                if (command.equals("HSET")) {
                    redis.call(command, "heavy", "field" + i, mebibyte);
                } else {
                    redis.call(command, "heavy", mebibyte);
                }
            }
            Sluice sluice = new Sluice(folder).jvm("-Xmx256m");

            sluice.run("copy", server.uri(), "app.db", "--verify", "full", "--report", "report.json")
                    .exits(0);

            JsonNode rows = sluice.report("report.json").get("rows");
            assertThat(rows.get("written").asInt()).isEqualTo(2_001);
        }
    }
}
