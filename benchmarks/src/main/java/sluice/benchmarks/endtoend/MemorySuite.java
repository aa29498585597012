package sluice.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;

/** Whether memory stays where it is when the keyspace grows, or one of its keys. */
record MemorySuite(Choice choice) implements Suite {
    private static final double MOST_MIB = 400;
    private static final long ELEMENTS = 5_000_000;
    private static final long WARM_UP_KEYS = 100_000;

    @Override
    public List<Contestant> contestants(Roster roster) {
        List<DataSet> dataSets = new ArrayList<>(choice.dataSets());
        dataSets.add(new DataSet(DataSet.Kind.BIGLIST, ELEMENTS, choice.seed()));
        List<Contestant> contestants = new ArrayList<>();
        for (DataSet data : dataSets) {
            for (String source : choice.sources()) {
                for (String verify : choice.verifies()) {
                    contestants.addAll(roster.sluices(data, source.equals("live"), "native", verify));
                }
            }
        }
        return contestants;
    }

    @Override
    public long warmUpKeys() {
        return WARM_UP_KEYS;
    }

    @Override
    public List<Check> judge(Results results) {
        return results.contestants().stream()
                .map(contestant -> Check.atMost(
                        contestant + ": peak memory",
                        MOST_MIB,
                        " MiB",
                        results.spread(contestant, Run::peakMib).max()))
                .toList();
    }
}
