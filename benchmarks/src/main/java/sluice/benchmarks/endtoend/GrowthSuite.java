package sluice.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Whether a key costs the same in a large keyspace as in a small one. */
record GrowthSuite(Choice choice) implements Suite {
    private static final double MOST = 1.15;

    @Override
    public List<Contestant> contestants(Roster roster) {
        List<Contestant> contestants = new ArrayList<>();
        for (DataSet data : choice.dataSets()) {
            for (String source : choice.sources()) {
                contestants.addAll(roster.sluices(data, source.equals("live"), "native", "none"));
            }
        }
        return contestants;
    }

    @Override
    public List<Check> judge(Results results) {
        List<Check> checks = new ArrayList<>();
        for (Contestant large : results.contestants()) {
            results.contestants().stream()
                    .filter(small -> small.name().equals(large.name()))
                    .filter(small -> small.data().kind() == large.data().kind())
                    .min(Comparator.comparingLong(small -> small.data().keys()))
                    .filter(small -> small.data().keys() < large.data().keys())
                    .ifPresent(small -> checks.add(Check.atMost(
                            large + ": seconds a key over those of " + small.data(),
                            MOST,
                            "",
                            results.timesTheTime(large, small).median())));
        }
        return checks;
    }
}
