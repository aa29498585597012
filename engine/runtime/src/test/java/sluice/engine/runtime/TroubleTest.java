package sluice.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.Interference;
import sluice.adapters.contract.Interference.Moment;
import sluice.adapters.contract.MemorySinkProvider;
import sluice.adapters.contract.MemorySource;
import sluice.adapters.contract.MemorySourceProvider;
import sluice.adapters.contract.SinkSession;
import sluice.engine.core.Backoff;
import sluice.engine.core.Plan;
import sluice.engine.core.Progress;
import sluice.engine.core.Report;
import sluice.engine.core.VerifyMode;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;
import sluice.protocol.SinkSettings;
import sluice.protocol.SourceProvider;
import sluice.protocol.Value;

/** Whatever breaks around the engine, a run ends, says the truth and loses nothing that was durable. */
class TroubleTest {
    private static final SinkSettings SINK = new SinkSettings("memory:sink", "native", 0);
    private static final long PATIENCE_SECONDS = 20;
    private static final int ROWS = 1_000;
    private static final Job.Tuning QUICK = new Job.Tuning(
            new Backoff(2, Duration.ofMillis(1), Duration.ofMillis(5)),
            new Backoff(3, Duration.ofMillis(1), Duration.ofMillis(5)),
            new Comparison.Rounds(2, Duration.ofMillis(1)),
            Duration.ofMillis(5));

    private final AtomicReference<Interference> interference = new AtomicReference<>(Interference.NONE);
    private final MemorySinkProvider memory =
            new MemorySinkProvider(moment -> interference.get().before(moment));
    private final Troubled.Sinks sinks = new Troubled.Sinks(memory);
    private final MemorySource.Content content = new MemorySource.Content(rows());
    private SourceProvider sources = new MemorySourceProvider().with("source", content);

    @Test
    void findsACorruptSinkAlsoWhenTheRunWasResumed() throws Exception {
        content.moving();
        sinks.onItsWay = TroubleTest::corrupted;
        failOnce(Moment.COMMIT, 4);

        Report report = run(VerifyMode.SAMPLE, false);

        assertThat(report.attempts()).isEqualTo(2);
        assertThat(report.status()).isEqualTo("differences");
        assertThat(report.verification().changed()).isEqualTo(ROWS);
    }

    @Test
    void findsACorruptSinkByItsSample() throws Exception {
        content.moving();
        sinks.onItsWay = TroubleTest::corrupted;

        assertThat(run(VerifyMode.SAMPLE, false).status()).isEqualTo("differences");
    }

    @Test
    void forgetsAnEarlierRunOnlyOnce() throws Exception {
        run(VerifyMode.NONE, false);
        failOnce(Moment.COMMIT, 4);

        Report report = run(VerifyMode.NONE, true);

        assertThat(report.status()).isEqualTo("copied");
        assertThat(report.attempts()).isEqualTo(2);
        assertThat(sinks.forgotten).hasValue(1);
        assertThat(sinks.begun).hasValue(2);
    }

    @Test
    void keepsWhatItCopiedWhenOnlyTheEndFailed() throws Exception {
        failOnce(Moment.FINISH, 1);

        Report report = run(VerifyMode.SAMPLE, true);

        assertThat(report.status()).isEqualTo("verified");
        assertThat(sinks.begun).hasValue(1);
    }

    @Test
    void makesEverythingDurableThatWasReadBeforeAFaultOfTheSource() throws Exception {
        content.failing((partition, index) -> {
            if (index >= 500) {
                throw MigrationException.failed("cannot read", "cut short", "get a whole copy", null);
            }
        });

        Report report = run(VerifyMode.NONE, false, 1, progress -> {});

        assertThat(report.status()).isEqualTo("failed");
        assertThat(report.rows().written()).isEqualTo(500);
        assertThat(report.partitions()).hasSize(1);
        assertThat(SinkSession.rows(memory, SINK)).hasSize(500);
    }

    @Test
    void endsWhenABigKeyCanNeverBeReadToItsEnd() throws Exception {
        content.failing((partition, index) -> {
            if (index > ROWS + 40) {
                throw MigrationException.transientFault("cannot read", "connection reset", "", null);
            }
        });

        assertThat(run(VerifyMode.NONE, false).status()).isEqualTo("failed");
    }

    @Test
    void goesOnWithoutAnObserverThatFails() throws Exception {
        interference.set(moment -> {
            if (moment == Moment.SEAL) {
                java.util.concurrent.locks.LockSupport.parkNanos(2 * Meter.TICK.toNanos());
            }
        });
        Consumer<Progress> broken = progress -> {
            throw new IllegalStateException("broken pipe");
        };

        assertThat(run(VerifyMode.NONE, false, 3, broken).status()).isEqualTo("copied");
    }

    @Test
    void endsAlthoughTheSinkCannotBeClosed() throws Exception {
        sinks.failsToClose = true;
        failOnce(Moment.COMMIT, 3);

        assertThat(run(VerifyMode.NONE, false).status()).isEqualTo("copied");
    }

    @Test
    void endsAlthoughTheSourceCannotBeClosed() throws Exception {
        sources = new Troubled.Sources(sources);
        failOnce(Moment.COMMIT, 3);

        assertThat(run(VerifyMode.NONE, false).status()).isNotNull();
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>(Data.strings(ROWS));
        rows.addAll(Data.slicedList("list", 95));
        return rows;
    }

    private static Row corrupted(Row row) {
        return row.value() instanceof Value.StringValue
                ? new Row(
                        row.key(),
                        new Value.StringValue(Data.bytes("corrupt")),
                        row.expiresAt(),
                        row.origin(),
                        row.part())
                : row;
    }

    private void failOnce(Moment when, int time) {
        AtomicInteger times = new AtomicInteger();
        interference.set(moment -> {
            if (moment == when && times.incrementAndGet() == time) {
                throw MigrationException.transientFault("cannot " + when, "busy", "", null);
            }
        });
    }

    private Report run(VerifyMode verify, boolean fresh)
            throws InterruptedException, ExecutionException, TimeoutException {
        return run(verify, fresh, 3, progress -> {});
    }

    private Report run(VerifyMode verify, boolean fresh, int readers, Consumer<Progress> observer)
            throws InterruptedException, ExecutionException, TimeoutException {
        Plan plan = new Plan(
                "memory:source", "memory:sink", "native", null, null, null, readers, 10, 1 << 16, 0, verify, fresh);
        try (Engine engine = new Engine(new Adapters(List.of(sources), List.of(sinks)), Clock.systemUTC(), QUICK)) {
            return engine.copy(plan, observer).report().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
