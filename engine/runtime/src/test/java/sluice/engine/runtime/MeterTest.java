package sluice.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.Effect;
import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import sluice.engine.core.Progress;
import sluice.protocol.Tally;

class MeterTest {
    private final AtomicLong nanos = new AtomicLong();
    private final List<Progress> seen = new ArrayList<>();
    private final BehaviorTestKit<Meter.Command> meter = BehaviorTestKit.create(Meter.create(seen::add, nanos::get));
    private final Object tick = meter.getAllEffects().stream()
            .filter(Effect.TimerScheduled.class::isInstance)
            .map(effect -> ((Effect.TimerScheduled<?>) effect).msg())
            .findFirst()
            .orElseThrow();

    @Test
    void tellsWhatIsReadWrittenAndInFlight() {
        meter.run(new Meter.Began(1, 2, 0, Tally.ZERO));
        meter.run(new Meter.Read(0, 100, 3000, 5000, 1_000_000, 0.5));
        meter.run(new Meter.Read(1, 100, 3000, 5000, 1_000_000, 1.0));
        meter.run(new Meter.Committed(Tally.of(90, 10, 0, 5000), 5000, 2_000_000, 77));

        Progress progress = progressAt(2);

        assertThat(progress.read()).isEqualTo(200);
        assertThat(progress.written()).isEqualTo(90);
        assertThat(progress.rejected()).isEqualTo(10);
        assertThat(progress.inFlightBytes()).isEqualTo(5000);
        assertThat(progress.logBytes()).isEqualTo(77);
        assertThat(progress.fraction()).isEqualTo(0.75);
    }

    @Test
    void countsWhatEarlierAttemptsHaveDrained() {
        meter.run(new Meter.Began(3, 4, 2, Tally.of(500, 0, 0, 9)));
        meter.run(new Meter.Read(3, 10, 10, 10, 1, 0.5));

        Progress progress = progressAt(1);

        assertThat(progress.attempt()).isEqualTo(3);
        assertThat(progress.read()).isEqualTo(510);
        assertThat(progress.fraction()).isEqualTo(0.625);
    }

    @Test
    void tellsWhyNothingMovesUntilItMovesAgain() {
        meter.run(new Meter.Waiting("connection lost"));
        assertThat(progressAt(1).waiting()).isEqualTo("connection lost");

        meter.run(new Meter.Read(0, 1, 1, 1, 1, 0));

        assertThat(progressAt(2).waiting()).isEmpty();
    }

    @Test
    void tellsOfAWaitThatIsShorterThanATick() {
        meter.run(new Meter.Waiting("connection lost"));

        assertThat(seen.getLast().waiting()).isEqualTo("connection lost");
    }

    @Test
    void tellsForHowLongTheSourceHasGivenNothing() {
        meter.run(new Meter.Asked(0));
        assertThat(progressAt(1).waiting()).isEmpty();
        assertThat(progressAt(12).waiting()).isEqualTo("the source has given nothing for 12 s");

        meter.run(new Meter.Read(1, 1, 1, 1, 1, 0));
        assertThat(progressAt(13).waiting()).as("others are read on").isEmpty();
        assertThat(progressAt(20).waiting()).isEqualTo("the source has given nothing for 8 s");

        meter.run(new Meter.Read(0, 1, 1, 1, 1, 0));
        assertThat(progressAt(40).waiting()).as("nobody asks").isEmpty();
    }

    @Test
    void tellsTheSpeedOfTheLastSeconds() {
        progressAt(0);
        meter.run(new Meter.Read(0, 1000, 1, 1, 1, 0));
        assertThat(progressAt(1).rowsPerSecond()).isEqualTo(1000);

        assertThat(progressAt(20).rowsPerSecond()).isLessThan(100);
    }

    @Test
    void summarisesLatenciesAndBooks() {
        TestInbox<Meter.Summary> inbox = TestInbox.create();
        meter.run(new Meter.Read(0, 1, 1, 1, 4_000_000, 0));
        meter.run(new Meter.Committed(Tally.of(1, 0, 0, 1), 1, 8_000_000, 0));

        meter.run(new Meter.Ask(inbox.getRef()));

        Meter.Summary summary = inbox.receiveMessage();
        assertThat(summary.read().p50()).isBetween(4.0, 4.6);
        assertThat(summary.commit().p99()).isBetween(8.0, 9.1);
        assertThat(summary.slowestReadNanos()).isEqualTo(4_000_000);
        assertThat(summary.durable().read()).isEqualTo(1);
    }

    private Progress progressAt(long seconds) {
        nanos.set(seconds * 1_000_000_000L);
        meter.run((Meter.Command) tick);
        return seen.getLast();
    }
}
