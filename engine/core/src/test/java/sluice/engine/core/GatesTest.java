package sluice.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.engine.core.Gates.Counts;
import sluice.engine.core.Gates.Gate;
import sluice.engine.core.Gates.Outcome;
import sluice.engine.core.Gates.Subject;

class GatesTest {
    @Test
    void aNumberIsTheMostThatIsGoodEnough() {
        Gates gates = new Gates(List.of(new Gate(Subject.COLLISIONS, 10, false)));

        assertThat(gates.outcomes(new Counts(100, 0, 0, 10, 0)))
                .containsExactly(new Outcome("collisions", "10", 10, true));
        assertThat(gates.outcomes(new Counts(100, 0, 0, 11, 0)))
                .containsExactly(new Outcome("collisions", "10", 11, false));
    }

    @Test
    void aShareIsOneOfTheKeysRead() {
        Gates gates = new Gates(List.of(new Gate(Subject.REJECTS, 0.001, true)));

        assertThat(gates.outcomes(new Counts(10_000, 10, 0, 0, 0)))
                .containsExactly(new Outcome("rejects", "0.1%", 10, true));
        assertThat(gates.outcomes(new Counts(10_000, 11, 0, 0, 0)).getFirst().passed())
                .isFalse();
    }

    @Test
    void zeroAllowsNone() {
        Gates gates = new Gates(List.of(new Gate(Subject.DIFFERENCES, 0, false), new Gate(Subject.ORPHANS, 0, true)));

        assertThat(gates.outcomes(new Counts(5, 0, 1, 0, 0)).stream().map(Outcome::passed))
                .containsExactly(false, true);
    }

    @Test
    void refusesWhatIsNoLimit() {
        assertThatThrownBy(() -> new Gate(Subject.REJECTS, -1, false)).hasMessageContaining("rejects");
        assertThatThrownBy(() -> new Gate(Subject.REJECTS, 1.1, true)).hasMessageContaining("1.1");
        assertThatThrownBy(() -> new Gate(Subject.REJECTS, Double.NaN, false)).hasMessageContaining("NaN");
    }
}
