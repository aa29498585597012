package sluice.endtoend;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** What a series of kills came to, for people to read. */
final class KillCount {
    private final Map<Moment, int[]> moments = new EnumMap<>(Moment.class);
    private final Map<String, Integer> others = new TreeMap<>();
    private int kills;

    KillCount() {
        for (Moment moment : Moment.values()) {
            moments.put(moment, new int[4]);
        }
    }

    void killed(Choices.Aim aim, Moment hit, boolean resumed, boolean torn) {
        kills++;
        moments.get(aim.moment())[0]++;
        moments.get(hit)[1]++;
        moments.get(hit)[2] += resumed ? 1 : 0;
        moments.get(hit)[3] += torn ? 1 : 0;
        count("kills together with the server", aim.withServer() ? 1 : 0);
    }

    void count(String what, int by) {
        others.merge(what, by, Integer::sum);
    }

    int kills() {
        return kills;
    }

    boolean hasEveryMoment() {
        return moments.values().stream().allMatch(counts -> counts[1] > 0);
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(
                String.format("%-12s%8s%8s%12s%24s%n", "moment", "aimed", "killed", "of resumed", "in a growing log"));
        moments.forEach((moment, counts) -> table.append(
                String.format("%-12s%8d%8d%12d%24d%n", moment, counts[0], counts[1], counts[2], counts[3])));
        table.append(String.format("%-20s%8d%n", "all", kills));
        others.forEach((what, number) -> table.append(String.format("%s: %d%n", what, number)));
        return table.toString();
    }
}
