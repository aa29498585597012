package sluice.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.adapters.contract.SourceReading;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.protocol.MigrationException;
import sluice.protocol.MigrationException.Fault;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;

/** Everything that is wrong with an address or a server is said in one line, soon, and without the password. */
@Timeout(30)
class OpeningTest {
    private static final String PASSWORD = "open-sesame";
    private static final Limits HASTY = new Limits(Duration.ofSeconds(1), Duration.ofSeconds(2), 5_000, 64 << 10);

    @Test
    void nobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        MigrationException fault = failure("redis://:" + PASSWORD + "@127.0.0.1:" + port + "/3", null);

        assertThat(fault)
                .hasMessageStartingWith("cannot connect to redis://127.0.0.1:" + port + "/3: nothing answers there");
        assertThat(fault.fault()).isEqualTo(Fault.REFUSED);
    }

    @Test
    void whatListensNeverAnswers() throws IOException {
        try (LineServer silent = new LineServer("")) {
            MigrationException fault = failure(silent.uri(), PASSWORD);

            assertThat(fault).hasMessageContaining("no answer in time");
            assertThat(fault.fault()).isEqualTo(Fault.REFUSED);
        }
    }

    @Test
    void whatListensIsNotRedis() throws IOException {
        try (LineServer web = new LineServer("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")) {
            MigrationException fault = failure(web.uri(), PASSWORD);

            assertThat(fault).hasMessageContaining("does not speak the Redis protocol");
            assertThat(fault.fault()).isEqualTo(Fault.REFUSED);
        }
    }

    @Test
    void theServerIsStillLoading() throws IOException {
        try (LineServer loading = new LineServer("-LOADING Redis is loading the dataset in memory\r\n")) {
            MigrationException fault = failure(loading.uri(), null);

            assertThat(fault).hasMessageContaining("still loading its data");
            assertThat(fault.fault()).isEqualTo(Fault.NOT_READY);
        }
    }

    @Test
    void theHostDoesNotExist() {
        MigrationException fault = failure("redis://no-such-host.invalid:6379", null);

        assertThat(fault).hasMessageContaining("no-such-host.invalid:6379");
    }

    @ParameterizedTest
    @MethodSource("sluice.adapters.contract.servers.RedisBinary#legs")
    void thePasswordIsMissingOrWrong(RedisBinary leg) {
        try (RedisServer server = RedisServer.start(leg, "requirepass " + PASSWORD)) {
            assertThat(failure(server.uri(), null))
                    .hasMessageContaining("wants a password")
                    .hasMessageContaining("SLUICE_SOURCE_PASSWORD");
            assertThat(failure(server.uri(), PASSWORD + "!")).hasMessageContaining("wrong user or password");
            assertThat(failure("redis://who:" + PASSWORD + "@127.0.0.1:" + server.port(), null))
                    .hasMessageContaining("wrong user or password");
            try (Source source = open(server.uri(), PASSWORD, null)) {
                assertThat(source.info().rows()).isZero();
            }
            try (Source source = open("redis://:open%2Dsesame@127.0.0.1:" + server.port(), "other", null)) {
                assertThat(source.info().name()).isEqualTo("redis://127.0.0.1:" + server.port() + "/0");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sluice.adapters.contract.servers.RedisBinary#legs")
    void thePermissionForACommandIsMissing(RedisBinary leg) {
        try (RedisServer server = RedisServer.start(leg);
                Resp redis = server.client()) {
            redis.call("ACL", "SETUSER", "most", "on", ">" + PASSWORD, "~*", "+@all", "-xinfo", "-zscan");
            redis.call("ACL", "SETUSER", "uninformed", "on", ">" + PASSWORD, "~*", "+@all", "-info");
            String rest = ":" + PASSWORD + "@127.0.0.1:" + server.port();

            assertThat(failure("redis://most" + rest, null))
                    .hasMessageContaining("no permission for: zscan, xinfo")
                    .hasMessageContaining("+zscan +xinfo");
            assertThat(failure("redis://uninformed" + rest, null)).hasMessageContaining("no permission for: info");
        }
    }

    @ParameterizedTest
    @MethodSource("sluice.adapters.contract.servers.RedisBinary#legs")
    void onlySomeKeysMayBeRead(RedisBinary leg) {
        try (RedisServer server = RedisServer.start(leg);
                Resp redis = server.client()) {
            redis.call("MSET", "app:1", "a", "app:2", "b", "secret:1", "c");
            redis.call("ACL", "SETUSER", "app", "on", ">" + PASSWORD, "~app:*", "+@all");
            String uri = "redis://app:" + PASSWORD + "@127.0.0.1:" + server.port();

            try (Source source = open(uri, null, null)) {
                MigrationException fault =
                        catchThrowableOfType(MigrationException.class, () -> SourceReading.readAll(source, 1));
                assertThat(fault).hasMessageContaining("may not read all keys").hasMessageContaining("--match");
                assertThat(fault.fault()).isEqualTo(Fault.FATAL);
            }
            try (Source source = open(uri, null, "app:*")) {
                assertThat(SourceReading.readAll(source, 1)).hasSize(2);
            }
        }
    }

    @Test
    void theDatabaseDoesNotExist() {
        try (RedisServer server = RedisServer.start(RedisBinary.embedded())) {
            assertThat(failure(server.uri() + "/99", null)).hasMessageContaining("database 99 does not exist");
        }
    }

    @Test
    void aClusterIsRefused() {
        for (RedisBinary leg : RedisBinary.legs()) {
            try (RedisServer server = RedisServer.start(leg, "cluster-enabled yes")) {
                assertThat(failure(server.uri(), null)).hasMessageContaining("cluster mode");
            }
        }
    }

    @Test
    void theSocketIsNotThere(@TempDir Path folder) {
        assertThat(failure("redis-socket://" + folder.resolve("none.sock"), null))
                .hasMessageStartingWith("cannot connect to redis-socket:///");
    }

    @Test
    void theAddressIsMalformed() {
        List<String> wrong = List.of(
                "redis://",
                "redis://:" + PASSWORD + "@",
                "redis://u:" + PASSWORD + "/x@h:1",
                "redis://h:0",
                "redis://h:99999",
                "redis://h/one",
                "redis://u:" + PASSWORD + "%zz@h",
                "redis://h?timeout=soon",
                "redis://h?timeout=0",
                "redis://h?retries=5",
                "rediss://h?verify=maybe",
                "redis-socket://relative",
                "redis-socket:///s?db=x");
        for (String uri : wrong) {
            MigrationException fault = failure(uri, null);

            assertThat(fault.getMessage())
                    .containsAnyOf(
                            "redis://[user[:password]@]host[:port][/db]",
                            "in a user or password write",
                            "write ?timeout=SECONDS");
            assertThat(new RedisSourceProvider().redact(uri)).doesNotContain(PASSWORD);
        }
    }

    private static Source open(String uri, @Nullable String password, @Nullable String match) {
        return RedisSource.open(new SourceSettings(uri, password, null, match, 100, 1 << 20, 0), HASTY);
    }

    private static MigrationException failure(String uri, @Nullable String password) {
        MigrationException fault = catchThrowableOfType(
                MigrationException.class, () -> open(uri, password, null).close());
        assertThat(fault).as(uri).isNotNull();
        assertThat(fault.getMessage()).hasLineCount(1).doesNotContain(PASSWORD);
        return fault;
    }
}
