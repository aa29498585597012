package sluice.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.typed.ActorRef;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.Interference.Moment;
import sluice.adapters.contract.MemorySinkProvider;
import sluice.adapters.contract.MemorySource;
import sluice.adapters.contract.MemorySourceProvider;
import sluice.engine.core.Backoff;
import sluice.engine.core.Plan;
import sluice.engine.core.Report;
import sluice.protocol.MigrationException;

/** The supervisor's patience, by a clock that the test moves. */
class MigrationTest {
    private static final int STEPS_MAX = 600;

    private static final Job.Tuning PATIENT = new Job.Tuning(
            new Backoff(2, Duration.ofSeconds(1), Duration.ofSeconds(1)),
            new Backoff(2, Duration.ofSeconds(1), Duration.ofSeconds(2)),
            Comparison.Rounds.DEFAULT,
            Duration.ofMillis(100));

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final CompletableFuture<Report> promise = new CompletableFuture<>();
    private final AtomicInteger commits = new AtomicInteger();
    private final CountDownLatch failed = new CountDownLatch(1);

    @AfterEach
    void shutDown() {
        kit.shutdownTestKit();
    }

    @Test
    void waitsWithBackOffBeforeTheNextAttempt() throws InterruptedException {
        start(MigrationException.transientFault("cannot commit", "busy", "", null), 1);
        passUntilFailed();

        pass(Duration.ofMillis(500));
        assertThat(commits).hasValue(1);
        assertThat(promise).isNotDone();

        passUntilDone();
        assertThat(promise.join().status()).isEqualTo("verified");
        assertThat(promise.join().attempts()).isEqualTo(2);
    }

    @Test
    void endsAfterAsManyAttemptsAsItIsAllowed() throws InterruptedException {
        start(MigrationException.transientFault("cannot commit", "busy", "", null), Integer.MAX_VALUE);

        passUntilDone();

        assertThat(promise.join().status()).isEqualTo("failed");
        assertThat(promise.join().notes())
                .filteredOn(note -> note.startsWith("attempt "))
                .hasSize(PATIENT.attempts().triesMax());
    }

    @Test
    void doesNotTryAgainWhenSomebodyHasToAct() throws InterruptedException {
        start(MigrationException.failed("cannot commit", "disk full", "make room", null), Integer.MAX_VALUE);

        passUntilDone();

        assertThat(promise.join().status()).isEqualTo("failed");
        assertThat(commits).hasValue(1);
    }

    @Test
    void stopsDuringTheBackOff() throws InterruptedException {
        ActorRef<Migration.Command> migration =
                start(MigrationException.transientFault("cannot commit", "busy", "", null), 1);
        passUntilFailed();
        pass(Duration.ofMillis(300));

        migration.tell(new Migration.Stop());
        passUntilDone();

        assertThat(promise.join().status()).isEqualTo("stopped");
    }

    @Test
    void tellsWhoeverWaitsForAReportWhenItIsEndedItself() {
        ActorRef<Migration.Command> migration =
                start(MigrationException.transientFault("cannot commit", "busy", "", null), 1);

        kit.stop(migration);

        assertThat(promise).isCompletedExceptionally();
    }

    private ActorRef<Migration.Command> start(MigrationException fault, int failures) {
        MemorySinkProvider sinks = new MemorySinkProvider(moment -> {
            if (moment == Moment.COMMIT && commits.incrementAndGet() <= failures) {
                failed.countDown();
                throw fault;
            }
        });
        MemorySourceProvider sources =
                new MemorySourceProvider().with("source", new MemorySource.Content(Data.strings(20)));
        Job job = new Job(
                Plan.of("memory:source", "memory:sink"),
                sources,
                sinks,
                Clock.systemUTC(),
                System::nanoTime,
                () -> "run",
                new Parallel(Runnable::run, 1),
                PATIENT);
        return kit.spawn(Migration.create(job, progress -> {}, promise));
    }

    /** The writer's commit timer runs on the same clock, so time has to pass before anything can fail. */
    private void passUntilFailed() throws InterruptedException {
        for (int step = 0; step < STEPS_MAX && failed.getCount() > 0; step++) {
            pass(Duration.ofMillis(100));
        }
        assertThat(failed.await(0, TimeUnit.SECONDS)).isTrue();
    }

    private void passUntilDone() {
        for (int step = 0; step < STEPS_MAX && !promise.isDone(); step++) {
            pass(Duration.ofMillis(500));
        }
        assertThat(promise).isDone();
    }

    /** Each step also takes a tenth of a real second, in which the actors act. */
    private void pass(Duration duration) {
        time.timePasses(duration);
    }
}
