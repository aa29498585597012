package sluice.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.adapters.contract.servers.FaultyProxy;
import sluice.adapters.contract.servers.FaultyProxy.Cut;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.engine.core.Report;
import sluice.engine.core.VerifyMode;

/** Whatever happens to a live source, the running command goes on by itself once it may, and nothing is lost. */
class SourceFaultsTest {
    private static final int KEYS = 6_000;
    private static final int CUTS = 9;
    /** Rows a second: long enough to be met in the middle. */
    private static final int RATE = 5_000;

    @TempDir
    private static Path folder;

    private static RedisServer server;
    private static List<String> undisturbed;

    @BeforeAll
    static void fill() {
        server = RedisServer.start(
                RedisBinary.named("installed").orElse(RedisBinary.embedded()),
                "lua-time-limit 20",
                "key-load-delay 100",
                "loading-process-events-interval-bytes 1024");
        try (Resp redis = server.client()) {
            new Keyspace().fill(redis, KEYS);
        }
        String sink = folder.resolve("undisturbed.db").toString();
        try (Watched run = Watched.copy(server.save().toString(), sink, VerifyMode.NONE, 0)) {
            run.await();
        }
        undisturbed = Sluice.content(Path.of(sink));
        assertThat(undisturbed).hasSize(KEYS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void connectionsThatAreCutAgainAndAgain() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String sink = sink();
        try (FaultyProxy proxy = new FaultyProxy(server.port());
                Watched run = Watched.copy(proxy.uri() + "?timeout=1", sink, VerifyMode.FULL, 0)) {
            for (int cut = 0; cut < CUTS && !run.isDone(); cut++) {
                proxy.cutAfter(random.nextInt(150_000), Cut.values()[cut % Cut.values().length]);
                awaitCuts(proxy, run, cut + 1);
            }

            Report report = run.await();

            assertThat(proxy.cuts()).as("cuts, seed %s", seed).isGreaterThan(CUTS / 2);
            assertThat(run.waits())
                    .as("seed %s", seed)
                    .anyMatch(reason ->
                            reason.matches("cannot read db0 of redis://127.0.0.1:\\d+/0 after [\\d,]+ keys: .*;"
                                    + " trying again in .*"));
            assertThat(report.notes()).as("seed %s", seed).anyMatch(note -> note.contains(" began again"));
            assertIntact(report, sink, "seed " + seed);
        }
    }

    private static void awaitCuts(FaultyProxy proxy, Watched run, int cuts) {
        while (proxy.cuts() < cuts && !run.isDone()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /** The words stand for: the preflight, a reader's greeting, a value in the middle, the verification. */
    @ParameterizedTest
    @CsvSource({"DBSIZE, CLOSED", "sluice-reader-1, RESET", "LRANGE, SILENT", "sluice-lookup, CLOSED"})
    void aConnectionThatIsCutInThisPhase(String word, Cut how) {
        String sink = sink();
        try (FaultyProxy proxy = new FaultyProxy(server.port())) {
            proxy.cutWhenAsked(word, how);
            try (Watched run = Watched.copy(proxy.uri() + "?timeout=1", sink, VerifyMode.SAMPLE, 0)) {
                Report report = run.await();

                assertThat(proxy.cuts()).isEqualTo(1);
                assertThat(report.notes()).anyMatch(note -> note.contains(" began again") || note.contains("ended: "));
                assertThat(run.waits()).isNotEmpty();
                assertIntact(report, sink, word);
            }
        }
    }

    @Test
    void aServerThatCannotBeReachedForAWhile() {
        String sink = sink();
        try (FaultyProxy proxy = new FaultyProxy(server.port());
                Watched run = Watched.copy(proxy.uri(), sink, VerifyMode.SAMPLE, RATE)) {
            run.awaitRows(KEYS / 4);
            proxy.refuse();
            run.awaitWait(
                    "connection refused); start the server or check host and port; another attempt begins in 2 s");
            proxy.restore();

            Report report = run.await();

            assertThat(report.attempts()).isGreaterThan(1);
            assertIntact(report, sink, "");
        }
    }

    @Test
    void aServerThatIsStartedAgainWhileItsCopyIsVerified() {
        String sink = sink();
        try (FaultyProxy proxy = new FaultyProxy(server.port())) {
            proxy.cutWhenAsked("sluice-lookup", Cut.SILENT);
            try (Watched run = Watched.copy(proxy.uri(), sink, VerifyMode.SAMPLE, 0)) {
                run.await("verifying", watched -> proxy.cuts() > 0);
                server.kill();
                proxy.cut(Cut.RESET);
                server.startAgain();

                Report report = run.await();

                // A quick server is back before it is asked again; a slow one says that it is still loading.
                assertThat(run.waits())
                        .anyMatch(reason -> reason.contains("the server is still loading its data")
                                || reason.contains("another attempt begins in"));
                assertIntact(report, sink, "");
            }
        }
    }

    @Test
    void aServerThatLoadsItsDataAgain() {
        String sink = sink();
        try (Watched run = Watched.copy(server.uri(), sink, VerifyMode.SAMPLE, RATE)) {
            run.awaitRows(KEYS / 2);
            server.kill();
            server.startAgain();

            Report report = run.await();

            assertThat(run.waits()).anyMatch(reason -> reason.contains("the server is still loading its data"));
            assertThat(report.rows().doubled()).isPositive();
            assertIntact(report, sink, "");
        }
    }

    @Test
    void aServerThatIsBusyWithAScript() {
        String sink = sink();
        try (Watched run = Watched.copy(server.uri(), sink, VerifyMode.SAMPLE, RATE);
                Resp redis = server.client()) {
            run.awaitRows(KEYS / 4);
            Thread.ofVirtual().start(() -> {
                try (Resp spinning = server.client()) {
                    spinning.call("EVAL", "while true do end", 0);
                } catch (Resp.Failure killed) {
                    // As it should be.
                }
            });
            run.awaitWait("the server is busy with a script; wait for it; another attempt begins in 1 s");
            redis.call("SCRIPT", "KILL");

            assertIntact(run.await(), sink, "");
        }
    }

    @Test
    void aPasswordThatIsChangedAndChangedBack() {
        String sink = sink();
        try (Resp redis = server.client()) {
            redis.call("ACL", "SETUSER", "copier", "on", ">first", "~*", "+@all");
            String uri = server.uri().replace("redis://", "redis://copier:first@");
            try (Watched run = Watched.copy(uri, sink, VerifyMode.SAMPLE, RATE)) {
                run.awaitRows(KEYS / 4);
                redis.call("ACL", "SETUSER", "copier", "resetpass", ">second");
                redis.call("CLIENT", "KILL", "USER", "copier");
                run.awaitWait("wrong user or password");
                redis.call("ACL", "SETUSER", "copier", "resetpass", ">first");

                assertIntact(run.await(), sink, "");
            }
        }
    }

    @Test
    void aServerWithoutAFreeConnection() {
        String sink = sink();
        try (Resp redis = server.client()) {
            redis.call("CONFIG", "SET", "maxclients", 1);
            try (Watched run = Watched.copy(server.uri(), sink, VerifyMode.SAMPLE, 0)) {
                run.awaitWait(
                        "the server has no connection left; free one, or use fewer --readers; another attempt begins");
                redis.call("CONFIG", "SET", "maxclients", 1_000);

                assertIntact(run.await(), sink, "");
            } finally {
                redis.call("CONFIG", "SET", "maxclients", 1_000);
            }
        }
    }

    private static String sink() {
        return folder.resolve(UUID.randomUUID() + ".db").toString();
    }

    /** Verified, the books balance, and the sink holds what an undisturbed copy holds. */
    private static void assertIntact(Report report, String sink, String hint) {
        assertThat(report.status()).as("%s %s", hint, report).isEqualTo("verified");
        assertThat(report.rows().written()).as(hint).isEqualTo(KEYS);
        assertThat(report.rows().read())
                .as(hint)
                .isEqualTo(KEYS
                        + report.rows().rejected()
                        + report.rows().expired()
                        + report.rows().doubled());
        assertThat(Sluice.content(Path.of(sink))).as(hint).isEqualTo(undisturbed);
    }
}
