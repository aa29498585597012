package sluice.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import sluice.engine.core.Estimate.Sampled;

class EstimateTest {
    @Test
    void tellsOfAWholeSampleWhatItTook() {
        Estimate estimate = Estimate.of(
                new Sampled(10_000, 1, 0.5, 10_000, Double.NaN, 0.3, 0.2, VerifyMode.FULL, 1 << 20, 0), 9_000);

        assertThat(estimate.rows()).isEqualTo(10_000);
        assertThat(estimate.rowsAreExact()).isTrue();
        assertThat(estimate.seconds().middle()).isCloseTo(2.0, within(0.01));
        assertThat(estimate.sinkBytes().middle()).isCloseTo(1 << 20, within(1.0));
    }

    @Test
    void scalesALateRateToWhatTheSourceCounts() {
        Estimate estimate = Estimate.of(
                new Sampled(100_000, 0.2, 0.5, 50_000, 100_000, 0.4, 0.2, VerifyMode.SAMPLE, 10 << 20, 10 << 20),
                1_000_000);

        assertThat(estimate.rows()).isEqualTo(1_000_000);
        // 0.5 to begin, 2 and then 9 to land, 0.1 and then 10 times 0.3 to seal, 0.2 for the sample whatever the size.
        assertThat(estimate.seconds().middle()).isCloseTo(0.5 + 11 + 3.1 + 0.2, within(0.01));
        assertThat(estimate.seconds().least()).isLessThan(estimate.seconds().most());
        assertThat(estimate.diskBytes().middle())
                .isGreaterThan(estimate.sinkBytes().middle() * 2);
    }

    @Test
    void countsByTheFractionWhereTheSourceDoesNot() {
        Estimate estimate =
                Estimate.of(new Sampled(30_000, 0.3, 0.5, 50_000, Double.NaN, 0.4, 0.2, VerifyMode.NONE, 1, 0), -1);

        assertThat(estimate.rows()).isEqualTo(100_000);
        assertThat(estimate.rowsAreExact()).isFalse();
    }

    @Test
    void holdsForAnEmptySource() {
        Estimate estimate =
                Estimate.of(new Sampled(0, 1, 0.5, Double.NaN, Double.NaN, 0.1, 0, VerifyMode.SAMPLE, 8192, 0), 0);

        assertThat(estimate.rows()).isZero();
        assertThat(estimate.seconds().middle()).isCloseTo(0.6, within(0.01));
    }

    @Test
    void aTimelineTellsTheSecondHalfFromTheFirst() {
        Timeline timeline = new Timeline();
        timeline.at("opening", 0.2, 0);
        timeline.at("landing", 0.5, 0);
        timeline.at("landing", 1.0, 10_000);
        timeline.at("landing", 1.5, 40_000);
        timeline.at("landing", 2.0, 90_000);
        timeline.at("sealing", 2.5, 140_000);
        timeline.at("verifying", 3.0, 140_000);
        timeline.at("finishing", 3.4, 140_000);

        assertThat(timeline.openingSeconds()).isEqualTo(0.5);
        assertThat(timeline.rate(140_000)).isCloseTo(70_000, within(1.0));
        assertThat(timeline.lateRate()).isCloseTo(100_000, within(1.0));
        assertThat(timeline.verifyingSeconds()).isCloseTo(0.4, within(0.001));
    }
}
