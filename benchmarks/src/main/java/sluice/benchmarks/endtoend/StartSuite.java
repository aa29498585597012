package sluice.benchmarks.endtoend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sluice.benchmarks.endtoend.Contestant.Role;
import sluice.benchmarks.endtoend.ProcessMeter.Measured;

/** How long nothing takes: the help, and a copy of a few keys. */
record StartSuite(Choice choice) implements Suite {
    private static final double HELP_SECONDS = 0.4;
    private static final double COPY_SECONDS = 1.5;

    /** {@code sluice --help}. */
    private record Help(Path launcher) implements Program {
        @Override
        public Run run(Place place) {
            Measured measured = ProcessMeter.run(List.of(launcher.toString(), "--help"), place.folder())
                    .succeeded();
            return new Run(measured.seconds(), measured.cpuSeconds(), 0, measured.peakMib(), 0, 0, Map.of());
        }
    }

    @Override
    public List<Contestant> contestants(Roster roster) {
        List<Contestant> contestants = new ArrayList<>();
        for (DataSet data : choice.dataSets()) {
            for (String source : choice.sources()) {
                contestants.addAll(roster.sluices(data, source.equals("live"), "native", "sample"));
            }
        }
        DataSet any = choice.dataSets().getFirst();
        roster.launchers()
                .forEach((name, launcher) ->
                        contestants.add(new Contestant(name + " --help", Role.SLUICE, any, false, new Help(launcher))));
        return contestants;
    }

    @Override
    public List<Check> judge(Results results) {
        return results.contestants().stream()
                .map(contestant -> Check.atMost(
                        contestant.toString(),
                        contestant.name().endsWith("--help") ? HELP_SECONDS : COPY_SECONDS,
                        " s",
                        results.seconds(contestant).median()))
                .toList();
    }
}
