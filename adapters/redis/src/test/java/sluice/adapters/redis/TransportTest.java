package sluice.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.SourceReading;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.protocol.MigrationException;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;

/** Ways to a server beside plain TCP. */
class TransportTest {
    /** The refusal and the closing of the connection arrive together: which is heard first is chance. */
    private static final int HANDSHAKES = 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("sluice.adapters.contract.servers.RedisBinary#legs")
    void readsThroughAUnixSocket(RedisBinary leg) {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"));
        Path socket = folder.resolve("redis.sock");
        try (RedisServer server = RedisServer.start(leg, "unixsocket " + socket, "requirepass secret");
                Resp redis = server.client()) {
            redis.call("AUTH", "secret");
            redis.call("SELECT", 2);
            redis.call("SET", "a", "1");

            try (Source source = open("redis-socket://:secret@" + socket + "?db=2", null)) {
                assertThat(source.info().name()).isEqualTo("redis-socket://" + socket + "?db=2");
                assertThat(SourceReading.readAll(source, 2)).hasSize(1);
            }
        }
    }

    @Test
    void readsThroughTls() throws Exception {
        RedisBinary leg = RedisBinary.named("installed").orElse(null);
        Assumptions.assumeTrue(leg != null && makeCertificate(), "no server that speaks TLS, or no openssl");
        int port = freePort();
        try (RedisServer server = RedisServer.start(
                        Objects.requireNonNull(leg),
                        "tls-port " + port,
                        "tls-cert-file " + folder.resolve("cert.pem"),
                        "tls-key-file " + folder.resolve("key.pem"),
                        "tls-ca-cert-file " + folder.resolve("cert.pem"),
                        "tls-auth-clients no");
                Resp redis = server.client()) {
            redis.call("SET", "a", "1");

            try (Source source = open("rediss://127.0.0.1:" + port + "?verify=none", null)) {
                assertThat(SourceReading.readAll(source, 2)).hasSize(1);
            }
            for (int time = 1; time <= HANDSHAKES; time++) {
                assertThat(refusal("rediss://127.0.0.1:" + port))
                        .as("handshake %d", time)
                        .hasMessageStartingWith("cannot connect to rediss://127.0.0.1:" + port + "/0: ")
                        .hasMessageContaining("the encrypted connection failed")
                        .hasMessageContaining("verify=none");
            }
            assertThat(refusal("rediss://127.0.0.1:" + server.port()))
                    .hasMessageContaining("for rediss:// that it speaks TLS");
        }
    }

    private static MigrationException refusal(String uri) {
        return catchThrowableOfType(
                MigrationException.class, () -> open(uri, null).close());
    }

    private boolean makeCertificate() throws InterruptedException {
        try {
            Process openssl = new ProcessBuilder(List.of(
                            "openssl",
                            "req",
                            "-x509",
                            "-newkey",
                            "rsa:2048",
                            "-nodes",
                            "-days",
                            "2",
                            "-subj",
                            "/CN=localhost",
                            "-keyout",
                            "key.pem",
                            "-out",
                            "cert.pem"))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("openssl.log").toFile())
                    .start();
            return openssl.waitFor(30, TimeUnit.SECONDS) && openssl.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static Source open(String uri, @Nullable String password) {
        return RedisSource.open(new SourceSettings(uri, password, null, null, 100, 1 << 20, 0), Limits.DEFAULT);
    }
}
