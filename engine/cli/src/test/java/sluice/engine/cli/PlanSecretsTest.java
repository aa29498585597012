package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** The password in the address of a plan file stays in that file, from discovery to retirement and back. */
class PlanSecretsTest {
    private static final String PASSWORD = "zebra@yak:xerus/walrus";
    private static final String ENCODED = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @AfterEach
    void beQuietAgain() {
        System.clearProperty("sluice.verbose");
    }

    @Test
    void isToldByNoCommandAndNoFileOfAWholeMove() throws IOException {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded(), "requirepass " + PASSWORD)) {
            fill(server);
            String source = "redis://:" + ENCODED + "@127.0.0.1:" + server.port();
            String sink = folder.resolve("app.db").toString();
            String plan = Files.writeString(folder.resolve("secret.yaml"), plan(source, sink))
                    .toString();

            exits(0, "discover", source, "-o", folder.resolve("proposed.yaml").toString());
            exits(3, "plan", plan, "--report", "rehearsed.json");
            exits(3, "run", plan, "-v", "--report", "run.json");
            exits(3, "run", plan, "--fresh", "--report", "again.json");
            exits(3, "verify", "--plan", plan, "--report", "verified.json");
            exits(0, "status", sink);
            exits(0, "status", sink, "--json");
            exits(0, "rejects", sink);
            exits(-1, "backups", sink);
            exits(-1, "switched", sink, "--force");
            exits(-1, "retire", plan, "--report", "retired.json");
            assertFilesAreSilent();
            exits(-1, "restore", sink, "--yes");
            exits(-1, "rollback", sink, "--yes");
            assertFilesAreSilent();
        }
    }

    private static String plan(String source, String sink) {
        return """
            source: %s
            sink: %s
            options: {verify: full}
            retire-after: 1s
            tables:
              users: {columns: {id: text, n: integer}, primary-key: id}
            keyspaces:
              - {pattern: "user:{id}", type: string, table: users, columns: {id: "{id}", n: value}}
            """.formatted(source, sink);
    }

    private static void fill(RedisServer server) {
        try (Resp redis = server.client()) {
            redis.call("AUTH", PASSWORD);
            for (int i = 0; i < 50; i++) {
                redis.call("SET", "user:" + i, i == 7 ? "seven" : String.valueOf(i));
            }
        }
    }

    /** @param code what it exits with, or -1 where that is not the point */
    private void exits(int code, String... arguments) {
        Capture capture = new Capture(folder, 0);
        int exited = capture.run(arguments);
        String all = capture.out() + capture.err();
        assertSilent(String.join(" ", arguments), all);
        assertThat(all).as(arguments[0]).isNotEmpty();
        if (code >= 0) {
            assertThat(exited).as(arguments[0] + ": " + all).isEqualTo(code);
        }
    }

    private void assertFilesAreSilent() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("secret.yaml"))
                    .toList();
            assertThat(found).hasSizeGreaterThan(5);
            for (Path file : found) {
                assertSilent(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
    }

    private static void assertSilent(String what, String text) {
        for (String word : List.of(PASSWORD, ENCODED, ENCODED.toLowerCase(Locale.ROOT), "zebra", "walrus")) {
            boolean told = text.contains(word);
            assertThat(told).as("%s tells %s", what.replace(ENCODED, "…"), word).isFalse();
        }
    }
}
