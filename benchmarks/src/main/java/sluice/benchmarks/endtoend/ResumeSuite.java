package sluice.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;

/** What it costs to be killed half way. */
record ResumeSuite(Choice choice) implements Suite {
    private static final double MOST = 1.1;
    private static final String KILLED = ", killed and resumed";

    @Override
    public List<Contestant> contestants(Roster roster) {
        List<Contestant> contestants = new ArrayList<>();
        for (DataSet data : choice.dataSets()) {
            for (String verify : choice.verifies()) {
                for (Contestant sluice : roster.sluices(data, false, "native", verify)) {
                    contestants.add(sluice);
                    contestants.add(killed(sluice));
                }
            }
        }
        return contestants;
    }

    private static Contestant killed(Contestant sluice) {
        if (!(sluice.program() instanceof SluiceProgram copy)) {
            throw new IllegalArgumentException(sluice + " cannot be resumed");
        }
        return new Contestant(
                sluice.name() + KILLED, sluice.role(), sluice.data(), sluice.live(), new ResumedProgram(copy));
    }

    @Override
    public List<Check> judge(Results results) {
        List<Check> checks = new ArrayList<>();
        for (Contestant contestant : results.contestants()) {
            results.find(contestant.name() + KILLED, contestant.data())
                    .ifPresent(killed -> checks.add(Check.atMost(
                            killed + ": both parts over one run",
                            MOST,
                            "",
                            results.timesTheTime(killed, contestant).median())));
        }
        return checks;
    }
}
