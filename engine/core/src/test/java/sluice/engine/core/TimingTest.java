package sluice.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TimingTest {
    @Test
    void backsOffTwiceAsLongEachTimeUpToTheLongest() {
        Backoff backoff = new Backoff(3, Duration.ofSeconds(1), Duration.ofSeconds(5));

        assertThat(backoff.after(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.after(3)).isEqualTo(Duration.ofSeconds(4));
        assertThat(backoff.after(50)).isEqualTo(Duration.ofSeconds(5));
        assertThat(backoff.allows(3)).isTrue();
        assertThat(backoff.allows(4)).isFalse();
    }

    @Test
    void pacesReadersTogether() {
        Pace pace = new Pace(1000);

        assertThat(pace.book(500, 0)).isEqualTo(500_000_000L);
        assertThat(pace.book(500, 0)).isEqualTo(1_000_000_000L);
        assertThat(pace.book(100, 2_000_000_000L)).isEqualTo(100_000_000L);
    }

    @Test
    void makesGoodWhatLateTimersCost() {
        Pace pace = new Pace(1000);
        assertThat(pace.book(10, 0)).isEqualTo(10_000_000L);

        assertThat(pace.book(10, 40_000_000L)).isZero();
        assertThat(pace.book(30, 40_000_000L)).isEqualTo(10_000_000L);
    }

    @Test
    void doesNotPaceWithoutALimit() {
        assertThat(new Pace(0).book(1_000_000, 0)).isZero();
    }

    @Test
    void tellsQuantilesWithinAnEighth() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 1; i <= 1000; i++) {
            histogram.record(i * 1_000_000L);
        }

        assertThat(histogram.quantileMillis(0.5)).isCloseTo(500, Percentage.withPercentage(12.5));
        assertThat(histogram.quantileMillis(0.99)).isCloseTo(990, Percentage.withPercentage(12.5));
        assertThat(new LatencyHistogram().quantileMillis(0.5)).isZero();
    }

    @Test
    void knowsTheTimeLeftOnlyWhereTheFractionIsKnown() {
        assertThat(Progress.NOTHING.secondsLeft()).isNaN();
        Progress half = new Progress("landing", 1, 1, 0, 0, 1, 10, 0.25, 1, 0, 0, 1, "");

        assertThat(half.secondsLeft()).isEqualTo(30);
    }
}
