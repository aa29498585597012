package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.contract.servers.TestKeyspace;
import sluice.endtoend.Sluice.Ended;
import sluice.engine.mapping.PlanFile;

/** Plans that are proposed for a real server and for a file. */
class DiscoverTest {
    @TempDir
    private Path folder;

    @Test
    void proposesAPlanThatLosesNothing() throws IOException {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded(), "requirepass ge:heim");
                Resp redis = server.client()) {
            redis.call("AUTH", "ge:heim");
            TestKeyspace.small().fill(redis);
            redis.pipeline(users());
            redis.call("SAVE");
            Sluice sluice = new Sluice(folder);

            Ended live = sluice.run(
                            "discover",
                            server.uri().replace("//", "//:ge%3Aheim@"),
                            "--all",
                            "--db",
                            "all",
                            "-o",
                            "live.yaml")
                    .exits(0);
            Ended file = sluice.run(
                            "discover", server.folder().resolve("dump.rdb").toString(), "--all")
                    .exits(0);

            assertThat(live.out()).contains("user:{id:digits}", "table user", "The plan is in ");
            String plan = Files.readString(folder.resolve("live.yaml"));
            assertThat(plan)
                    .contains("db: all", "SLUICE_SOURCE_PASSWORD", "primary-key: [id, db]")
                    .doesNotContain("heim");
            assertThat(live.err() + live.out()).doesNotContain("heim");
            assertThat(PlanFile.parse("live.yaml", plan).tables()).isNotEmpty();
            Ended copied = sluice.start(
                            Map.of("SLUICE_SOURCE_PASSWORD", "ge:heim"),
                            "copy",
                            "--plan",
                            "live.yaml",
                            "--verify",
                            "full",
                            "--report",
                            "report.json")
                    .await()
                    .exits(0);
            assertThat(copied.out()).contains("Done and verified", "user:{id:digits}");
            assertThat(sluice.report("report.json").get("rows").get("rejected").asInt())
                    .isZero();
            assertThat(sluice.report("report.json").get("rows").get("doubled").asInt())
                    .isZero();
            assertThat(PlanFile.parse("file.yaml", file.out()).keyspaces())
                    .hasSameSizeAs(PlanFile.parse("live.yaml", plan).keyspaces());
        }
    }

    @Test
    void neverReplacesAPlanUnasked() throws IOException {
        Sluice sluice = new Sluice(folder);
        sluice.run("demo").exits(0);
        Path plan = Files.writeString(folder.resolve("plan.yaml"), "mine");

        sluice.run("discover", "sluice-demo.rdb", "-o", "plan.yaml").exits(2).complains("is there already", "--force");
        assertThat(plan).hasContent("mine");
        sluice.run("discover", "sluice-demo.rdb", "-o", "plan.yaml", "--force", "--sample", "50")
                .exits(0);

        assertThat(plan).content().contains("A sample of 5", "from the beginning of the file", "db: {type: integer");
        assertThat(PlanFile.read(plan).keyspaces()).isNotEmpty();
    }

    @Test
    void staysSmallWhateverAKeyspaceHolds() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            redis.call(
                    "EVAL",
                    "for i = 1, 100000 do redis.call('SET', string.gsub(redis.sha1hex(i), '[acf]', ':'), i) end",
                    "0");
            redis.call("EVAL", "for i = 1, 30000 do redis.call('HSET', 'h:' .. i % 5000, 'f' .. i, i) end", "0");

            Ended ended = new Sluice(folder)
                    .jvm("-Xmx64m")
                    .run("discover", server.uri(), "--all", "--progress", "plain")
                    .exits(0);

            assertThat(ended.out()).contains("h:{id:digits}", "otherwise: native");
        }
    }

    private static List<Object[]> users() {
        List<Object[]> users = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] json = ("{\"name\":\"N" + i + "\",\"age\":" + i + "}").getBytes(StandardCharsets.UTF_8);
            users.add(new Object[] {"SET", "user:" + i, json});
        }
        return users;
    }
}
