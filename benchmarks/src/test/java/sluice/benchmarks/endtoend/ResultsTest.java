package sluice.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sluice.benchmarks.endtoend.Contestant.Role;
import sluice.benchmarks.endtoend.DataSet.Facts;
import sluice.benchmarks.endtoend.DataSet.Kind;

class ResultsTest {
    private static final DataSet MILLION = new DataSet(Kind.MIX, 1_000_000, 42);
    private static final DataSet FEWER = MILLION.withKeys(200_000);
    private static final Choice EVERYTHING =
            new Choice(List.of(Kind.MIX), List.of(1L), List.of("rdb"), List.of(), List.of(), List.of("all"), 1, 42);

    private final Results results = new Results();

    @Test
    void speedFollowsFromTheMedian() {
        Contestant sluice = ran("sluice rdb native none", Role.SLUICE, MILLION, 5, 4, 100);

        assertThat(results.keysPerSecond(sluice)).isEqualTo(200_000);
        assertThat(results.rowsPerSecond(sluice)).isEqualTo(1_400_000);
        assertThat(results.megabytesPerSecond(sluice)).isEqualTo(20);
    }

    @Test
    void aScriptOnFewerKeysIsComparedByKeysPerSecond() {
        Contestant sluice = ran("sluice live native none", Role.SLUICE, MILLION, 5);
        ran("node-naive", Role.NAIVE_SCRIPT, FEWER, 40);
        Contestant faster = ran("java-naive", Role.NAIVE_SCRIPT, FEWER, 20);

        assertThat(results.fastest(Role.NAIVE_SCRIPT, MILLION)).contains(faster);
        assertThat(results.timesTheSpeed(sluice, faster).median()).isEqualTo(20, within(1e-9));
    }

    @Test
    void aFloorOnOtherDataIsNoYardstick() {
        ran("floor-java", Role.FLOOR_JAVA, FEWER, 1);

        assertThat(results.fastest(Role.FLOOR_JAVA, MILLION)).isEmpty();
    }

    @Test
    void theSpeedSuiteJudgesByTheFloorAndByTheUnverifiedRun() {
        ran("floor-java", Role.FLOOR_JAVA, MILLION, 3);
        ran("sluice rdb native none", Role.SLUICE, MILLION, 4);
        ran("sluice rdb native sample", Role.SLUICE, MILLION, 4.4);

        assertThat(new SpeedSuite(EVERYTHING).judge(results))
                .extracting(Check::met, check -> Figures.plain(check.figure()))
                .containsExactly(tuple(true, "0.75"), tuple(false, "10.0"));
    }

    @Test
    void theGrowthSuiteComparesSecondsAKey() {
        ran("sluice rdb native none", Role.SLUICE, FEWER, 1);
        ran("sluice rdb native none", Role.SLUICE, MILLION, 6);

        assertThat(new GrowthSuite(EVERYTHING).judge(results))
                .singleElement()
                .satisfies(check -> assertThat(check.figure()).isEqualTo(1.2, within(1e-9)))
                .satisfies(check -> assertThat(check.met()).isFalse());
    }

    @Test
    void theTableShowsFiguresAndRatiosAndNoEmptyColumn() {
        ran("floor-java", Role.FLOOR_JAVA, MILLION, 4);
        ran("sluice rdb native none", Role.SLUICE, MILLION, 5);

        assertThat(new Standings(results).table().toString())
                .contains("5.00 (5.00–5.00)", "200,000", "1,400,000", "0.80")
                .doesNotContain("naive", "server CPU");
    }

    private Contestant ran(String name, Role role, DataSet data, double... seconds) {
        Contestant contestant = new Contestant(name, role, data, name.contains("live"), place -> {
            throw new IllegalStateException("it has run");
        });
        Facts facts = new Facts(data.keys(), data.keys() * 7, data.keys() * 100);
        for (double one : seconds) {
            results.add(contestant, facts, new Run(one, 2 * one, 0, 200, data.keys() * 7, 1_000_000, Map.of()));
        }
        return contestant;
    }
}
