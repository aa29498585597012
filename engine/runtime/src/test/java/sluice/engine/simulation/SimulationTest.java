package sluice.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.engine.simulation.Simulation.Outcome;

/**
 * Thousands of migrations, each with the troubles that its seed decides. {@code -Dsluice.seeds=N} says how many, and
 * {@code -Dsluice.seed=N} replays one of them alone and prints what happened in which order.
 */
class SimulationTest {
    /** So many in every build. */
    static final int SEEDS = 2_000;

    @Test
    void everyMigrationLosesNothingAndSaysTheTruth() {
        Long single = Long.getLong("sluice.seed");
        if (single != null) {
            Outcome outcome = Simulation.run(new Stage(), single, Bug.NONE, true);
            outcome.trace().forEach(System.out::println);
            assertThat(outcome.violation()).as("seed %d", single).isNull();
            return;
        }

        assertThat(failures(Integer.getInteger("sluice.seeds", SEEDS))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 77, 500})
    void aSeedIsReplayedExactly(long seed) {
        Stage used = new Stage();
        Simulation.run(used, seed + 1, Bug.NONE, false);

        Outcome once = Simulation.run(used, seed, Bug.NONE, true);
        Outcome again = Simulation.run(new Stage(), seed, Bug.NONE, true);

        assertThat(once.trace()).isNotEmpty().isEqualTo(again.trace());
    }

    @Test
    void seedsComeThroughAllKindsOfTrouble() {
        Stage stage = new Stage();
        List<Outcome> outcomes = LongStream.rangeClosed(1, 400)
                .mapToObj(seed -> Simulation.run(stage, seed, Bug.NONE, true))
                .toList();

        assertThat(outcomes).extracting(Outcome::status).contains("verified", "copied", "differences");
        assertThat(outcomes).anyMatch(outcome -> outcome.lives() > 5);
        assertThat(outcomes.stream().flatMap(outcome -> outcome.trace().stream()))
                .anyMatch(line -> line.contains("dies after COMMIT"))
                .anyMatch(line -> line.contains("COMMIT fails after it took effect"))
                .anyMatch(line -> line.contains("SEAL fails before"))
                .anyMatch(line -> line.contains("ends without a word"))
                .anyMatch(line -> line.contains("a signal: stop"))
                .anyMatch(line -> line.contains("restarts as incarnation"))
                .anyMatch(line -> line.contains("an old acknowledgement comes again"))
                .anyMatch(line -> line.contains("the sink spoils"))
                .anyMatch(line -> line.contains("Extended"))
                .anyMatch(line -> line.contains("mapper null"))
                .anyMatch(line -> line.contains("mapper SimulatedPlan"));
    }

    /** The seeds that did not end well, each with the trace that led there; two threads share the work. */
    private static List<String> failures(int seeds) {
        AtomicInteger next = new AtomicInteger();
        return IntStream.range(0, 2)
                .parallel()
                .mapToObj(thread -> {
                    Stage stage = new Stage();
                    return IntStream.generate(next::incrementAndGet)
                            .takeWhile(seed -> seed <= seeds)
                            .mapToObj(seed -> failure(stage, seed))
                            .filter(Objects::nonNull)
                            .limit(3)
                            .toList();
                })
                .flatMap(List::stream)
                .toList();
    }

    private static @Nullable String failure(Stage stage, long seed) {
        Outcome outcome = Simulation.run(stage, seed, Bug.NONE, false);
        if (outcome.violation() == null) {
            return null;
        }
        Outcome traced = Simulation.run(new Stage(), seed, Bug.NONE, true);
        return "seed " + seed + ": " + outcome.violation() + "\nreplay it with mvn test -pl engine/runtime -am"
                + " -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false -Dsluice.seed=" + seed + "\n"
                + String.join("\n", traced.trace());
    }
}
