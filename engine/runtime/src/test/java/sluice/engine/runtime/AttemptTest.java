package sluice.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.Interference.Moment;
import sluice.adapters.contract.MemorySinkProvider;
import sluice.adapters.contract.MemorySource;
import sluice.adapters.contract.MemorySourceProvider;
import sluice.engine.core.Plan;
import sluice.engine.core.VerifyMode;
import sluice.protocol.MigrationException;
import sluice.protocol.SinkSettings;

/** What one attempt tells its parent, in which order, and with which books. */
class AttemptTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestProbe<Attempt.Event> parent = KIT.createTestProbe();
    private final TestProbe<Meter.Command> meter = KIT.createTestProbe();
    private final MemorySource.Content content = new MemorySource.Content(Data.strings(100));

    @AfterAll
    static void shutDown() {
        KIT.shutdownTestKit();
    }

    @Test
    void putsTheRunOnRecordBeforeItReads() {
        attempt(new MemorySinkProvider());

        Attempt.Begun begun = parent.expectMessageClass(Attempt.Begun.class, PATIENCE);

        assertThat(begun.resumed()).isFalse();
        assertThat(begun.before().read()).isZero();
    }

    @Test
    void refusesWithoutHavingBegun() {
        MemorySinkProvider sinks = new MemorySinkProvider();
        sinks.open(new SinkSettings("memory:sink", "native", 0));

        attempt(sinks);

        Attempt.Failed failed = parent.expectMessageClass(Attempt.Failed.class, PATIENCE);
        assertThat(failed.fault()).hasMessageContaining("another run is in progress");
    }

    @Test
    void failsWithTheBooksOfWhatIsDurable() {
        content.failing((partition, index) -> {
            if (index >= 50) {
                throw MigrationException.failed("cannot read", "cut short", "get a whole copy", null);
            }
        });

        attempt(new MemorySinkProvider());

        parent.expectMessageClass(Attempt.Begun.class, PATIENCE);
        Attempt.Failed failed = parent.expectMessageClass(Attempt.Failed.class, PATIENCE);
        assertThat(failed.books().checkpoint().total().written()).isEqualTo(50);
    }

    @Test
    void failsWhenTheWriterDoes() {
        attempt(new MemorySinkProvider(moment -> {
            if (moment == Moment.SEAL) {
                throw MigrationException.failed("cannot seal", "disk full", "make room", null);
            }
        }));

        parent.expectMessageClass(Attempt.Begun.class, PATIENCE);
        Attempt.Failed failed = parent.expectMessageClass(Attempt.Failed.class, PATIENCE);
        assertThat(failed.fault()).hasMessageContaining("disk full");
    }

    @Test
    void stopsWithTheBooksOfWhatIsDurable() {
        content.failing((partition, index) -> {
            if (index >= 50) {
                throw MigrationException.transientFault("cannot read", "connection reset", "", null);
            }
        });
        ActorRef<Attempt.Command> attempt = attempt(new MemorySinkProvider());
        parent.expectMessageClass(Attempt.Begun.class, PATIENCE);
        meter.fishForMessage(
                PATIENCE,
                message -> message instanceof Meter.Waiting
                        ? FishingOutcomes.complete()
                        : FishingOutcomes.continueAndIgnore());

        attempt.tell(new Attempt.Stop());

        Attempt.Stopped stopped = parent.expectMessageClass(Attempt.Stopped.class, PATIENCE);
        assertThat(stopped.books().checkpoint().total().written()).isEqualTo(50);
    }

    private ActorRef<Attempt.Command> attempt(MemorySinkProvider sinks) {
        Plan plan = new Plan(
                "memory:source", "memory:sink", "native", null, null, null, 1, 10, 1 << 20, 0, VerifyMode.NONE, false);
        Job job = new Job(
                plan,
                new MemorySourceProvider().with("source", content),
                sinks,
                Clock.systemUTC(),
                System::nanoTime,
                () -> "run",
                new Parallel(Runnable::run, 1),
                Job.Tuning.DEFAULT);
        return KIT.spawn(
                Attempt.create(job, new Reporting(job), meter.getRef(), parent.getRef()), Dispatchers.BLOCKING);
    }
}
