package sluice.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.Interference;
import sluice.adapters.contract.Interference.Moment;
import sluice.adapters.contract.MemorySinkProvider;
import sluice.adapters.contract.MemorySource;
import sluice.adapters.contract.MemorySourceProvider;
import sluice.adapters.contract.Rows;
import sluice.adapters.contract.SinkSession;
import sluice.engine.core.Backoff;
import sluice.engine.core.Plan;
import sluice.engine.core.Report;
import sluice.engine.core.VerifyMode;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;
import sluice.protocol.SinkSettings;
import sluice.protocol.Source.Continuation;

/** Whole runs with all the real actors, over fakes that pass the contract suites. */
class EngineTest {
    private static final SinkSettings SINK = new SinkSettings("memory:sink", "native", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Job.Tuning QUICK = new Job.Tuning(
            new Backoff(2, Duration.ofMillis(1), Duration.ofMillis(5)),
            new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(5)),
            new Comparison.Rounds(2, Duration.ofMillis(1)),
            Duration.ofMillis(5));

    private final AtomicReference<Interference> interference = new AtomicReference<>(Interference.NONE);
    private final MemorySinkProvider sinks =
            new MemorySinkProvider(moment -> interference.get().before(moment));
    private final MemorySource.Content content = new MemorySource.Content(rows());

    @Test
    void copiesEverythingAndVerifiesIt() throws Exception {
        Report report = copy(VerifyMode.FULL);

        assertThat(report.status()).isEqualTo("verified");
        assertThat(report.rows().read()).isEqualTo(2001);
        assertThat(report.rows().written()).isEqualTo(2001);
        assertThat(report.verification().compared()).isEqualTo(2001);
        assertThat(report.exitCode()).isZero();
        assertSinkEqualsSource();
    }

    @Test
    void verifiesASampleAndSaysWhatItProves() throws Exception {
        Report report = copy(VerifyMode.SAMPLE);

        assertThat(report.status()).isEqualTo("verified");
        assertThat(report.verification().statement()).contains("all rows were compared", "0 of 2,001");
    }

    @Test
    void saysCopiedWhenNothingIsToBeCompared() throws Exception {
        Report report = copy(VerifyMode.NONE);

        assertThat(report.status()).isEqualTo("copied");
        assertThat(report.verification().statement()).startsWith("not verified");
    }

    @Test
    void beginsAnotherAttemptFromTheCheckpointAfterTheWriterFailed() throws Exception {
        AtomicInteger commits = new AtomicInteger();
        interference.set(moment -> {
            if (moment == Moment.COMMIT && commits.incrementAndGet() == 3) {
                throw MigrationException.transientFault("cannot commit", "busy", "", null);
            }
        });

        Report report = copy(VerifyMode.FULL);

        assertThat(report.status()).isEqualTo("verified");
        assertThat(report.attempts()).isEqualTo(2);
        assertThat(report.resumed()).isFalse();
        assertThat(report.rows().doubled()).isZero();
        assertThat(report.notes()).anyMatch(note -> note.contains("busy"));
        assertSinkEqualsSource();
    }

    @Test
    void recoversAReaderWithoutAnotherAttempt() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        content.failing((partition, index) -> {
            if (reads.incrementAndGet() % 20 == 0) {
                throw MigrationException.transientFault("cannot read", "connection reset", "", null);
            }
        });

        Report report = copy(VerifyMode.NONE);

        assertThat(report.status()).isEqualTo("copied");
        assertThat(report.attempts()).isEqualTo(1);
        assertThat(report.notes())
                .filteredOn(note ->
                        note.matches("readers began again \\d+ times: connection reset; the last time: cannot read"))
                .hasSize(1);
        assertSinkEqualsSource();
    }

    @Test
    void waitsLongerForASourceThatSaysItWillBeReady() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        content.failing((partition, index) -> {
            if (refusals.incrementAndGet() < 80) {
                throw MigrationException.notReady("cannot read", "still loading", "wait for it");
            }
        });

        Report report = copy(VerifyMode.FULL);

        assertThat(report.status()).isEqualTo("verified");
        assertThat(report.attempts()).isGreaterThan(QUICK.attempts().triesMax() + 1);
        assertSinkEqualsSource();
    }

    @Test
    void endsResumableWhenSomebodyHasToAct() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        interference.set(moment -> {
            if (moment == Moment.WRITE && writes.incrementAndGet() > 20) {
                throw MigrationException.failed("cannot write", "disk full", "make room", null);
            }
        });
        Report failed = copy(VerifyMode.FULL);
        assertThat(failed.status()).isEqualTo("failed");
        assertThat(failed.error()).contains("disk full", "make room");
        assertThat(failed.exitCode()).isEqualTo(1);
        interference.set(Interference.NONE);

        Report report = copy(VerifyMode.FULL);

        assertThat(report.status()).isEqualTo("verified");
        assertThat(report.resumed()).isTrue();
        assertThat(report.rows().doubled()).isZero();
        assertSinkEqualsSource();
    }

    @Test
    void beginsAgainWhenTheSourceIsAnotherIncarnation() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        content.failing((partition, index) -> {
            if (reads.incrementAndGet() == 30) {
                content.reborn("second", Continuation.BEGIN_AGAIN);
                throw MigrationException.transientFault("cannot read", "the server restarted", "", null);
            }
            if (reads.get() > 30 && reads.get() < 34) {
                throw MigrationException.transientFault("cannot read", "the server restarted", "", null);
            }
        });

        Report report = copy(VerifyMode.FULL);

        assertThat(report.status()).isEqualTo("verified");
        assertThat(report.rows().read())
                .isEqualTo(report.rows().written() + report.rows().doubled());
        assertSinkEqualsSource();
    }

    @Test
    void refusesAnotherFileThanTheOneItBeganWith() throws Exception {
        interference.set(moment -> {
            if (moment == Moment.SEAL) {
                throw MigrationException.failed("cannot seal", "disk full", "make room", null);
            }
        });
        copy(VerifyMode.NONE);
        content.reborn("second", Continuation.REFUSE);

        assertThatThrownBy(() -> copy(VerifyMode.NONE))
                .hasRootCauseInstanceOf(MigrationException.class)
                .hasMessageContaining("not what it was");
    }

    @Test
    void refusesToCopyIntoAFinishedSink() throws Exception {
        copy(VerifyMode.NONE);

        assertThatThrownBy(() -> copy(VerifyMode.NONE)).hasMessageContaining("has finished");
    }

    @Test
    void stopsAfterACleanCommitAndGoesOnLater() throws Exception {
        try (Engine engine = engine()) {
            AtomicReference<Execution> execution = new AtomicReference<>();
            AtomicInteger reads = new AtomicInteger();
            content.failing((partition, index) -> {
                Execution running = execution.get();
                if (reads.incrementAndGet() > 30 && running != null) {
                    running.stop();
                }
            });
            execution.set(engine.copy(plan(VerifyMode.FULL, 2000), progress -> {}));

            Report stopped = await(execution.get());

            assertThat(stopped.status()).isEqualTo("stopped");
        }
        content.failing(MemorySource.Fault.NONE);

        Report report = copy(VerifyMode.FULL);

        assertThat(report.status()).isEqualTo("verified");
        assertThat(report.resumed()).isTrue();
        assertSinkEqualsSource();
    }

    @Test
    void doesNotCryWolfWhenTheSourceMovesOn() throws Exception {
        content.moving();
        interference.set(moment -> {
            if (moment == Moment.SEAL) {
                List<Row> changed = new ArrayList<>(content.rows());
                changed.set(0, Data.string("key:0", "changed since"));
                content.replace(changed);
            }
        });

        Report report = copy(VerifyMode.SAMPLE);

        assertThat(report.status()).isEqualTo("verified");
        assertThat(report.verification().moved()).isEqualTo(1);
    }

    @Test
    void findsWhatWasChangedMissingAndAddedSince() throws Exception {
        copy(VerifyMode.NONE);
        List<Row> changed = new ArrayList<>(content.rows());
        changed.set(5, Data.string("key:5", "tampered"));
        changed.set(6, Data.string("another", "row"));
        content.replace(changed);

        Report report = verify();

        assertThat(report.status()).isEqualTo("differences");
        assertThat(report.exitCode()).isEqualTo(3);
        assertThat(report.verification().changed()).isEqualTo(1);
        assertThat(report.verification().missing()).isEqualTo(1);
        assertThat(report.verification().extra()).isEqualTo(1);
        assertThat(report.verification().differences())
                .extracting(Report.Named::key)
                .containsExactlyInAnyOrder("key:5", "another", "key:6");
    }

    @Test
    void verifiesAgainWithoutCopying() throws Exception {
        copy(VerifyMode.NONE);

        assertThat(verify().status()).isEqualTo("verified");
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>(Data.strings(1000));
        rows.addAll(Data.slicedList("list", 95));
        for (int i = 1000; i < 2000; i++) {
            rows.add(Data.string("key:" + i, "value " + i));
        }
        return rows;
    }

    private Report copy(VerifyMode verify) throws InterruptedException, ExecutionException, TimeoutException {
        try (Engine engine = engine()) {
            return await(engine.copy(plan(verify, 0), progress -> {}));
        }
    }

    private Report verify() throws InterruptedException, ExecutionException, TimeoutException {
        try (Engine engine = engine()) {
            return await(engine.verify(plan(VerifyMode.FULL, 0), progress -> {}));
        }
    }

    private static Report await(Execution execution) throws InterruptedException, ExecutionException, TimeoutException {
        return execution.report().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private Engine engine() {
        Adapters adapters = new Adapters(List.of(new MemorySourceProvider().with("source", content)), List.of(sinks));
        return new Engine(adapters, Clock.systemUTC(), QUICK);
    }

    private static Plan plan(VerifyMode verify, long rate) {
        return new Plan(
                "memory:source", "memory:sink", "native", null, null, null, 3, 10, 1 << 16, rate, verify, false);
    }

    private void assertSinkEqualsSource() {
        assertThat(Rows.describe(SinkSession.rows(sinks, SINK))).isEqualTo(Rows.describe(content.rows()));
    }
}
