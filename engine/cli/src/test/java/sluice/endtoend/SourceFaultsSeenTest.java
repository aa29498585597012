package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** What somebody sees of a source in trouble: progress, report and exit code of the command. */
class SourceFaultsSeenTest {
    private static final int KEYS = 12_000;
    private static final int PAUSE_MILLIS = 30_000;

    @TempDir
    private Path folder;

    @Test
    void aPauseOfThirtySeconds() throws IOException {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            new Keyspace().fill(redis, KEYS);
            server.save();
            Sluice sluice = new Sluice(folder);
            Sluice.Running running = start(sluice, server.uri());
            sluice.awaitRows(running, "app.db");

            redis.call("CLIENT", "PAUSE", PAUSE_MILLIS, "ALL");
            Sluice.Ended ended = running.await().exits(0);

            assertThat(ended.err().lines())
                    .anyMatch(line ->
                            line.matches("landing \\d+ %: .*, waiting: the source has given nothing for 2\\d s"));
            JsonNode report = sluice.report("report.json");
            assertThat(report.get("attempts").asInt()).isEqualTo(1);
            assertThat(texts(report.get("notes")))
                    .anyMatch(note -> note.matches("the source once took (29|3\\d)\\.\\d s to answer"));
            sluice.run("copy", server.folder().resolve("dump.rdb").toString(), "file.db")
                    .exits(0);
            assertThat(Sluice.content(folder.resolve("app.db"))).isEqualTo(Sluice.content(folder.resolve("file.db")));
        }
    }

    @Test
    void aPermissionThatIsTakenAway() throws IOException {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            new Keyspace().fill(redis, KEYS);
            redis.call("ACL", "SETUSER", "copier", "on", "nopass", "~*", "+@all");
            String uri = server.uri().replace("redis://", "redis://copier:any@");
            Sluice sluice = new Sluice(folder);
            Sluice.Running running = start(sluice, uri);
            sluice.awaitRows(running, "app.db");

            redis.call("ACL", "SETUSER", "copier", "-lrange");
            Sluice.Ended ended = running.await().exits(1);

            ended.complains("no permission for the command lrange", "ACL SETUSER <user> +lrange");
            assertThat(ended.out()).contains("run the same command to resume");
            redis.call("ACL", "SETUSER", "copier", "+lrange");
            start(sluice, uri).await().exits(0);
            JsonNode report = sluice.report("report.json");
            assertThat(report.get("resumed").asBoolean()).isTrue();
            assertThat(report.get("rows").get("written").asInt()).isEqualTo(KEYS);
        }
    }

    @Test
    void aStringThatDoesNotFitIntoTheMemory() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded());
                Resp redis = server.client()) {
            new Keyspace().fill(redis, 2_000);
            redis.call("SETRANGE", "long", 200 << 20, "end");

            Sluice.Ended ended = new Sluice(folder)
                    .jvm("-Xmx128m")
                    .run("copy", server.uri(), "app.db", "--verify", "full")
                    .exits(1);

            ended.complains("does not fit into the memory of this process", "SLUICE_JAVA_OPTS=-Xmx2g");
            Sluice sluice = new Sluice(folder).jvm("-Xmx1500m");
            sluice.run("copy", server.uri(), "app.db", "--verify", "full", "--report", "report.json")
                    .exits(0);
            JsonNode report = sluice.report("report.json");
            assertThat(report.get("resumed").asBoolean()).isTrue();
            assertThat(report.get("rows").get("written").asInt()).isEqualTo(2_001);
        }
    }

    private static Sluice.Running start(Sluice sluice, String uri) {
        return sluice.start(
                Map.of(),
                "copy",
                uri,
                "app.db",
                "--rate",
                "8000",
                "--verify",
                "full",
                "--progress",
                "plain",
                "--report",
                "report.json");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
