package sluice.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import sluice.benchmarks.endtoend.Contestant.Role;

/** How fast: Sluice in all its ways beside the floors, the scripts and the batch tool. */
record SpeedSuite(Choice choice) implements Suite {
    /** What was asked for was asked for this many. */
    private static final long ASKED_KEYS = 1_000_000;

    private static final double OF_NATIVE = 0.6;

    @Override
    public List<Contestant> contestants(Roster roster) {
        List<Contestant> contestants = new ArrayList<>();
        for (DataSet data : choice.dataSets()) {
            addFloors(roster, data, contestants);
            if (choice.wants("sluice")) {
                addSluices(roster, data, contestants);
            }
            if (choice.live() && data.kind() != DataSet.Kind.BIGLIST) {
                addScripts(roster, data, contestants);
            }
        }
        return contestants;
    }

    private void addFloors(Roster roster, DataSet data, List<Contestant> contestants) {
        if (choice.wants("floor-java")) {
            contestants.add(roster.floorJava(data));
        }
        if (choice.wants("floor-c")) {
            roster.floorC(data).ifPresent(contestants::add);
        }
    }

    private void addSluices(Roster roster, DataSet data, List<Contestant> contestants) {
        for (String source : choice.sources()) {
            for (String layout : choice.layouts()) {
                for (String verify : choice.verifies()) {
                    contestants.addAll(roster.sluices(data, source.equals("live"), layout, verify));
                }
            }
        }
    }

    private void addScripts(Roster roster, DataSet data, List<Contestant> contestants) {
        DataSet fewer = data.withKeys(Math.min(data.keys(), choice.naiveKeys()));
        for (String style : List.of("naive", "pipelined")) {
            DataSet its = style.equals("naive") ? fewer : data;
            if (choice.wants("java-" + style)) {
                contestants.add(roster.javaScript(its, style));
            }
            if (choice.wants("node-" + style)) {
                roster.nodeScript(its, style).ifPresent(contestants::add);
            }
        }
        if (choice.wants("batch-tool")) {
            contestants.add(roster.javaScript(data, "batch"));
        }
    }

    @Override
    public List<Check> judge(Results results) {
        List<Check> checks = new ArrayList<>();
        Standings standings = new Standings(results);
        for (Contestant contestant : results.contestants()) {
            if (contestant.role() != Role.SLUICE) {
                continue;
            }
            String[] words = contestant.name().split(" ");
            boolean asked = contestant.data().keys() == ASKED_KEYS;
            if (asked && words[2].equals("native") && words[3].equals("none")) {
                judgeSpeed(standings, contestant, checks);
            }
            judgeVerification(results, contestant, words, checks);
            judgeMapping(results, contestant, words, checks);
        }
        return checks;
    }

    private static void judgeMapping(Results results, Contestant contestant, String[] words, List<Check> checks) {
        if (!words[2].equals(SluiceProgram.MAPPED)) {
            return;
        }
        String plain = String.join(" ", words[0], words[1], "native", words[3]);
        results.find(plain, contestant.data())
                .ifPresent(other -> checks.add(Check.atLeast(
                        contestant + " of layout native",
                        OF_NATIVE,
                        "",
                        1 / results.timesTheTime(contestant, other).median())));
    }

    private static void judgeSpeed(Standings standings, Contestant contestant, List<Check> checks) {
        if (contestant.live()) {
            standings
                    .ratio(contestant, Role.NAIVE_SCRIPT)
                    .ifPresent(ratio ->
                            checks.add(Check.atLeast(contestant + " over naive scripts", 20, "x", ratio.median())));
            standings
                    .ratio(contestant, Role.PIPELINED_SCRIPT)
                    .ifPresent(ratio ->
                            checks.add(Check.atLeast(contestant + " over pipelined scripts", 4, "x", ratio.median())));
        } else {
            double bound = contestant.data().kind() == DataSet.Kind.STRINGS ? 0.80 : 0.70;
            standings
                    .ratio(contestant, Role.FLOOR_JAVA)
                    .ifPresent(ratio -> checks.add(Check.atLeast(contestant + " of floor", bound, "", ratio.median())));
        }
    }

    private static void judgeVerification(Results results, Contestant contestant, String[] words, List<Check> checks) {
        if (words[3].equals("none")) {
            return;
        }
        double bound = words[3].equals("sample") ? 5 : 60;
        String unverified = String.join(" ", words[0], words[1], words[2], "none");
        results.find(unverified, contestant.data())
                .ifPresent(other -> checks.add(Check.atMost(
                        contestant + ": what verifying costs",
                        bound,
                        " %",
                        (results.timesTheTime(contestant, other).median() - 1) * 100)));
    }
}
