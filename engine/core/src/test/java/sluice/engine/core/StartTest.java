package sluice.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;

class StartTest {
    private static final Plan PLAN = Plan.of("redis://:secret@host/0", "sqlite:app.db");

    @Test
    void beginsAnewInAnEmptySink() {
        assertThat(decide(Optional.empty(), PLAN)).isInstanceOf(Start.Anew.class);
    }

    @Test
    void resumesAnUnfinishedRunOfTheSamePlan() {
        RunRecord run = run(Phase.SEALING, PLAN.fingerprint("redis://host/0"));

        assertThat(decide(Optional.of(run), PLAN)).isEqualTo(new Start.Resume(run));
    }

    @Test
    void refusesAFinishedRunWithoutFresh() {
        RunRecord run = run(Phase.FINISHED, PLAN.fingerprint("redis://host/0"));

        assertThatThrownBy(() -> decide(Optional.of(run), PLAN))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("has finished")
                .hasMessageContaining("--fresh");
    }

    @Test
    void refusesTheRunOfAnotherPlan() {
        RunRecord run = run(Phase.LANDING, "another");

        assertThatThrownBy(() -> decide(Optional.of(run), PLAN))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("another plan");
    }

    @Test
    void startsOverWhenAsked() {
        Plan fresh =
                new Plan(PLAN.source(), PLAN.sink(), "native", null, null, null, 1, 1, 1, 0, VerifyMode.NONE, true);

        assertThat(decide(Optional.of(run(Phase.LANDING, "another")), fresh)).isInstanceOf(Start.Over.class);
    }

    @Test
    void fingerprintFollowsTheContentAndNotTheSpeed() {
        Plan faster =
                new Plan(PLAN.source(), PLAN.sink(), "native", null, null, null, 9, 9, 9, 9, VerifyMode.FULL, false);
        Plan other =
                new Plan(PLAN.source(), PLAN.sink(), "redka", null, null, null, 9, 9, 9, 9, VerifyMode.FULL, false);

        assertThat(faster.fingerprint("s")).isEqualTo(PLAN.fingerprint("s")).isNotEqualTo(PLAN.fingerprint("t"));
        assertThat(other.fingerprint("s")).isNotEqualTo(PLAN.fingerprint("s"));
        assertThat(PLAN.toString()).doesNotContain("secret");
    }

    private static Start decide(Optional<RunRecord> latest, Plan plan) {
        return Start.decide(latest, plan, "redis://host/0", "sqlite:app.db");
    }

    private static RunRecord run(Phase phase, String fingerprint) {
        return new RunRecord(
                "r1", "redis://host/0", "id", fingerprint, "native", null, null, phase, "running", 0, 0, 1, null);
    }
}
