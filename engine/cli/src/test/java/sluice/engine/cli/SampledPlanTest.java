package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** What a plan rejects only when the run is sealed counts for nothing in a sample of what stands. */
class SampledPlanTest {
    private static final String PLAN = """
        tables:
          parent: {columns: {id: text}, primary-key: id}
          child:
            columns: {id: text, parent: text}
            primary-key: id
            references: [{columns: parent, table: parent, to: id, orphans: reject}]
        keyspaces:
          - {pattern: "p:{id}", table: parent, columns: {id: "{id}"}}
          - {pattern: "c:{id}", table: child, columns: {id: "{id}", parent: value}}
        """;

    @TempDir
    private Path folder;

    @Test
    void theSampleIsOfWhatIsWritten() throws Exception {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            redis.call(
                    "EVAL",
                    "for i = 1, 10000 do redis.call('SET', 'c:' .. i, i % 10 == 0 and 'p' or 'nobody') end"
                            + " redis.call('SET', 'p:p', '')",
                    "0");
            Files.writeString(folder.resolve("plan.yaml"), PLAN);

            Capture ended = new Capture(folder, 0);
            int exitCode = ended.run(
                    "copy",
                    "--plan",
                    folder.resolve("plan.yaml").toString(),
                    server.uri(),
                    folder.resolve("app.db").toString());

            assertThat(exitCode).isEqualTo(3);
            assertThat(ended.out()).contains("10,001 read = 1,001 written + 9,000 rejected");
            assertThat(ended.out())
                    .containsPattern(
                            "verification +0 of \\d{3} rows drawn by key hash differ: at most .* of all 1,001 rows");
        }
    }
}
