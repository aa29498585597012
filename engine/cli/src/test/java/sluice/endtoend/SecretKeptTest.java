package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;

/** A run leaves its password in nothing: no file, no output, no metrics, and not in the list of processes. */
class SecretKeptTest {
    private static final String PASSWORD = "zebra@yak:xerus/walrus";
    private static final String ENCODED = URLEncoder.encode(PASSWORD, StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void fromTheEnvironmentItIsSeenNowhereWhileARunGoesOnAndIsKilledAndResumed() throws Exception {
        try (RedisServer server = server()) {
            goesOnIsKilledAndResumed(server, server.uri(), Map.of("SLUICE_SOURCE_PASSWORD", PASSWORD), true);
        }
    }

    @Test
    void fromTheAddressItIsSeenInTheListOfProcessesOnly() throws Exception {
        try (RedisServer server = server()) {
            String uri = "redis://:" + ENCODED + "@127.0.0.1:" + server.port();
            goesOnIsKilledAndResumed(server, uri, Map.of(), false);
        }
    }

    private void goesOnIsKilledAndResumed(
            RedisServer server, String uri, Map<String, String> environment, boolean hidden) throws Exception {
        Sluice sluice = new Sluice(folder);
        String port = String.valueOf(freePort());
        String[] slow = {
            "copy",
            uri,
            "app.db",
            "--rate",
            "2000",
            "-v",
            "--progress",
            "plain",
            "--metrics-port",
            port,
            "--report",
            "report.json"
        };
        Sluice.Running victim = sluice.start(environment, slow);
        sluice.awaitRows(victim, "app.db");
        Path commandLine = Path.of("/proc", String.valueOf(victim.process().pid()), "cmdline");
        if (Files.exists(commandLine) && hidden) {
            assertSilent("command line", Files.readAllBytes(commandLine));
        }
        assertSilent("metrics", metrics(port));
        assertFilesAreSilent(5);
        server.kill();
        Sluice.await(() -> says(victim, "waiting: ") || !victim.process().isAlive());
        assertFilesAreSilent(3);
        victim.kill();
        server.restart();

        assertSilent("status", text(sluice.run("status", "app.db")));
        assertSilent("status", text(sluice.run("status", "app.db", "--json")));
        sluice.start(environment, "copy", uri, "app.db", "-v", "--report", "report.json")
                .await()
                .exits(0);
        sluice.start(environment, "verify", uri, "app.db", "-v", "--report", "verified.json")
                .await()
                .exits(0);
        sluice.run("rejects", "app.db").exits(0);
        assertFilesAreSilent(5);
    }

    private static boolean says(Sluice.Running running, String words) {
        try {
            return Files.readString(running.err()).contains(words);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static RedisServer server() {
        RedisServer server = RedisServer.start(RedisBinary.embedded(), "requirepass " + PASSWORD);
        try (Resp redis = server.client()) {
            redis.call("AUTH", PASSWORD);
            new Keyspace().fill(redis, 20_000);
            redis.call("SAVE");
        }
        return server;
    }

    private void assertFilesAreSilent(int least) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> found = files.filter(Files::isRegularFile).toList();
            assertThat(found).hasSizeGreaterThanOrEqualTo(least);
            for (Path file : found) {
                assertSilent(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
    }

    private static void assertSilent(String what, byte[] content) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        for (String word : List.of(PASSWORD, ENCODED, ENCODED.toLowerCase(Locale.ROOT), "zebra", "walrus")) {
            assertThat(text.contains(word)).as("%s tells %s", what, word).isFalse();
        }
    }

    private static byte[] text(Sluice.Ended ended) {
        return (ended.exits(0).out() + ended.err()).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] metrics(String port) throws IOException {
        try (InputStream in =
                URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openStream()) {
            return in.readAllBytes();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
