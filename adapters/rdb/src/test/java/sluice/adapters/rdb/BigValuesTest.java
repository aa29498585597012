package sluice.adapters.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.contract.servers.TestKeyspace;
import sluice.protocol.Row;

/** Values of a million elements go through a heap that could not hold one of them. */
class BigValuesTest {
    private static final int ELEMENTS = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void readsMillionsOfElementsInAHeapOf20Megabytes() throws Exception {
        RdbBytes file = new RdbBytes(12);
        add(file.entry(1, "list").length(ELEMENTS), i -> "element number " + i);
        add(file.entry(2, "set").length(ELEMENTS), i -> "member number " + i);
        add(file.entry(4, "hash").length(ELEMENTS / 2), i -> "field or content " + i);
        file.entry(18, "quick").length(ELEMENTS / 10);
        for (int i = 0; i < ELEMENTS / 10; i++) {
            file.length(2).listPack("a" + i, "b", "c", "d", "e", "f", "g", "h", "i", "j");
        }
        RdbBytes.write(folder, file.closed());

        String printed = runWithHeap("20m");

        int elements = 3 * ELEMENTS + ELEMENTS / 2;
        assertThat(printed).isEqualTo("test.rdb " + elements + " " + elements);
    }

    @Test
    void readsTheLargeKeyspaceOfTheNewestServer() {
        try (RedisServer server = RedisServer.start(RedisBinary.legs().getLast());
                Resp redis = server.client()) {
            List<Row> rows = TestKeyspace.large().fill(redis);

            Reading reading = Reading.of(server.save());

            assertThat(reading.why()).isEmpty();
            assertThat(reading.canonical()).isEqualTo(Reading.canonical(rows));
        }
    }

    private static void add(RdbBytes file, IntFunction<String> element) {
        for (int i = 0; i < ELEMENTS; i++) {
            file.string(element.apply(i));
        }
    }

    private String runWithHeap(String heap) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeap.class.getName(),
                        folder.resolve("test.rdb").toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.strip();
    }
}
