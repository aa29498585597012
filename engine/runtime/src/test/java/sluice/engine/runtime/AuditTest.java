package sluice.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Adapter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.MemorySinkProvider;
import sluice.adapters.contract.MemorySource;
import sluice.adapters.contract.MemorySourceProvider;
import sluice.adapters.contract.SinkSession;
import sluice.engine.core.Plan;
import sluice.engine.core.Progress;
import sluice.engine.core.Report;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;
import sluice.protocol.Sink;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;

/** Whatever becomes of a verification, whoever waits for its report is told, and soon. */
class AuditTest {
    private static final List<Row> ROWS = Data.strings(20);

    private final ActorTestKit kit = ActorTestKit.create();
    private final CompletableFuture<Report> promise = new CompletableFuture<>();
    private final MemorySinkProvider sinks = new MemorySinkProvider();
    private final MemorySourceProvider sources =
            new MemorySourceProvider().with("source", new MemorySource.Content(ROWS));
    private final CountDownLatch looking = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);

    private String sink = "memory:sink";

    @BeforeEach
    void copy() throws Exception {
        try (Engine engine = new Engine(new Adapters(List.of(sources), List.of(sinks)))) {
            engine.copy(Plan.of("memory:source", sink), progress -> {})
                    .report()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void shutDown() {
        interrupted.countDown();
        kit.shutdownTestKit();
    }

    @Test
    void comparesAFinishedSinkWithItsSource() throws Exception {
        start(() -> {}, progress -> {});

        assertThat(report().status()).isEqualTo("verified");
        assertThat(report().verification().compared()).isEqualTo(ROWS.size());
    }

    @Test
    void tellsThatTheDigestsInTheSinkAreDamaged() {
        sink = "memory:damaged";
        try (SinkSession session = SinkSession.begin(sinks, new SinkSettings(sink, "native", 0), 1)) {
            session.write(0, ROWS);
            session.complete();
        }

        start(() -> {}, progress -> {});

        assertThatThrownBy(this::report).hasMessageContaining("the digests in its checkpoint are damaged");
    }

    @Test
    void saysThatItChecksTheSinkAndStopsMeanwhile() throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        ActorRef<Audit.Command> audit = start(this::lookUntilInterrupted, progress -> {
            if (progress.stage().equals("checking the sink")) {
                said.countDown();
            }
        });
        assertThat(looking.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said.await(30, TimeUnit.SECONDS)).isTrue();

        audit.tell(new Audit.Stop());

        assertThat(report().status()).isEqualTo("stopped");
        assertThat(interrupted.getCount()).isZero();
    }

    @Test
    void stopsWhenItWasToldSoBeforeItBegan() {
        Examination examination = new Examination(job(this::lookUntilInterrupted));
        examination.cancel();

        assertThatThrownBy(() -> examination.run(opened -> {})).isInstanceOf(MigrationException.class);
    }

    @Test
    void tellsWhoeverWaitsForAReportWhenItIsEndedItself() {
        CompletableFuture<ActorRef<Audit.Command>> audit = new CompletableFuture<>();
        // It hears that it ends before it hears what came of the comparison.
        audit.complete(start(() -> Adapter.toClassic(kit.system()).stop(Adapter.toClassic(audit.join())), said -> {}));

        assertThatThrownBy(this::report).hasMessageContaining("the supervisor ended unexpectedly");
    }

    @Test
    void tellsWhoeverWaitsForAReportWhenItsVerifierEnds() {
        start(
                () -> {
                    throw new AssertionError("the verifier dies");
                },
                progress -> {});

        assertThatThrownBy(this::report).hasMessageContaining("the verifier ended unexpectedly");
    }

    @Test
    void tellsWhoeverWaitsForAReportWhenItsMeterEnds() {
        start(this::lookUntilInterrupted, progress -> {
            throw new AssertionError("the meter dies");
        });

        assertThatThrownBy(this::report).hasMessageContaining("the meter ended unexpectedly");
    }

    @Test
    void tellsWhoeverWaitsForAReportWhenTheEngineIsClosed() throws Exception {
        Job job = job(this::lookUntilInterrupted);
        CompletableFuture<Report> report;
        try (Engine engine = new Engine(new Adapters(List.of(sources), List.of(job.sinkProvider())))) {
            report = engine.verify(job.plan(), progress -> {}).report().toCompletableFuture();
            assertThat(looking.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThatThrownBy(() -> report.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(MigrationException.class);
    }

    private Report report() throws InterruptedException, ExecutionException, TimeoutException {
        return promise.get(30, TimeUnit.SECONDS);
    }

    private void lookUntilInterrupted() {
        looking.countDown();
        try {
            assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        throw MigrationException.failed("cannot read", "it was interrupted", "", null);
    }

    private ActorRef<Audit.Command> start(Runnable look, Consumer<Progress> observer) {
        Job job = job(look);
        return kit.spawn(Audit.create(job, new Examination(job), observer, promise));
    }

    private Job job(Runnable look) {
        return new Job(
                Plan.of("memory:source", sink),
                sources,
                lookedAt(look),
                Clock.systemUTC(),
                System::nanoTime,
                () -> "run",
                new Parallel(Runnable::run, 1),
                Job.Tuning.DEFAULT);
    }

    private SinkProvider lookedAt(Runnable look) {
        return new SinkProvider() {
            @Override
            public boolean accepts(String uri) {
                return sinks.accepts(uri);
            }

            @Override
            public String redact(String uri) {
                return sinks.redact(uri);
            }

            @Override
            public Sink open(SinkSettings settings) {
                return sinks.open(settings);
            }

            @Override
            public SinkReader read(SinkSettings settings) {
                return new LookedAtReader(sinks.read(settings), look, interrupted::countDown);
            }
        };
    }
}
