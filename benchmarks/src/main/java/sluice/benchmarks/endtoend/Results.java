package sluice.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import sluice.benchmarks.endtoend.Contestant.Role;
import sluice.benchmarks.endtoend.DataSet.Facts;

/** The counted runs of a series, and what follows from them. */
final class Results {
    private final Map<Contestant, List<Run>> runs = new LinkedHashMap<>();
    private final Map<DataSet, Facts> facts = new LinkedHashMap<>();

    void add(Contestant contestant, Facts itsFacts, Run run) {
        facts.put(contestant.data(), itsFacts);
        runs.computeIfAbsent(contestant, first -> new ArrayList<>()).add(run);
    }

    List<Contestant> contestants() {
        return List.copyOf(runs.keySet());
    }

    List<Run> runs(Contestant contestant) {
        return List.copyOf(runs.getOrDefault(contestant, List.of()));
    }

    Map<DataSet, Facts> facts() {
        return Map.copyOf(facts);
    }

    Facts facts(Contestant contestant) {
        Facts known = facts.get(contestant.data());
        if (known == null) {
            throw new IllegalArgumentException(contestant + " has not run");
        }
        return known;
    }

    Spread spread(Contestant contestant, ToDoubleFunction<Run> figure) {
        return Spread.of(list(contestant, figure));
    }

    Spread seconds(Contestant contestant) {
        return spread(contestant, Run::seconds);
    }

    private List<Double> list(Contestant contestant, ToDoubleFunction<Run> figure) {
        return runs(contestant).stream().map(figure::applyAsDouble).toList();
    }

    double keysPerSecond(Contestant contestant) {
        return facts(contestant).keys() / seconds(contestant).median();
    }

    double rowsPerSecond(Contestant contestant) {
        return spread(contestant, Run::sqlRows).median() / seconds(contestant).median();
    }

    double megabytesPerSecond(Contestant contestant) {
        return facts(contestant).bytes() / 1e6 / seconds(contestant).median();
    }

    /** The seconds a key of one over those of the other: above 1 when {@code contestant} is slower. */
    Spread timesTheTime(Contestant contestant, Contestant other) {
        double keys = facts(contestant).keys();
        double otherKeys = facts(other).keys();
        return Spread.roundByRound(
                list(contestant, Run::seconds), list(other, Run::seconds), (a, b) -> (a / keys) / (b / otherKeys));
    }

    /** The keys/s of one over those of the other: above 1 when {@code contestant} is faster. */
    Spread timesTheSpeed(Contestant contestant, Contestant other) {
        return timesTheTime(/* contestant= */ other, /* other= */ contestant);
    }

    /**
     * The fastest in a role on data of the same kind: of the floors on the same data set, of the scripts on any number
     * of keys.
     */
    Optional<Contestant> fastest(Role role, DataSet data) {
        boolean floor = role == Role.FLOOR_JAVA || role == Role.FLOOR_C;
        return runs.keySet().stream()
                .filter(contestant -> contestant.role() == role)
                .filter(contestant -> floor
                        ? contestant.data().equals(data)
                        : contestant.data().kind() == data.kind())
                .max((a, b) -> Double.compare(keysPerSecond(a), keysPerSecond(b)));
    }

    Optional<Contestant> find(String name, DataSet data) {
        return runs.keySet().stream()
                .filter(contestant ->
                        contestant.name().equals(name) && contestant.data().equals(data))
                .findFirst();
    }
}
