package sluice.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sluice.benchmarks.endtoend.ProcessMeter.Measured;

/** How far off the rehearsal's estimate is: each run of a plan is rehearsed just before it. */
record EstimateSuite(Choice choice) implements Suite {
    private static final double MOST_PERCENT = 30;
    private static final String REHEARSED = ", rehearsed";
    private static final String ESTIMATED = "estimatedSeconds";
    private static final String ESTIMATED_BYTES = "estimatedBytes";

    /** {@code sluice plan}, which copies a sample. */
    private record Rehearsed(SluiceProgram copy) implements Program {
        @Override
        public Run run(Place place) {
            Measured measured =
                    ProcessMeter.run(copy.rehearsal(place), place.folder()).succeeded();
            JsonNode estimate = Json.read(place.folder().resolve("report.json")).path("estimate");
            Map<String, Double> details = Map.of(
                    ESTIMATED, middle(estimate.path("seconds")), ESTIMATED_BYTES, middle(estimate.path("sinkBytes")));
            return new Run(measured.seconds(), measured.cpuSeconds(), 0, measured.peakMib(), 0, 0, details);
        }

        private static double middle(JsonNode range) {
            return (range.path("least").asDouble() + range.path("most").asDouble()) / 2;
        }
    }

    @Override
    public List<Contestant> contestants(Roster roster) {
        List<Contestant> contestants = new ArrayList<>();
        for (DataSet data : choice.dataSets()) {
            for (String source : choice.sources()) {
                for (String verify : choice.verifies()) {
                    for (Contestant copy : roster.sluices(data, source.equals("live"), SluiceProgram.MAPPED, verify)) {
                        contestants.add(rehearsed(copy));
                        contestants.add(copy);
                    }
                }
            }
        }
        return contestants;
    }

    private static Contestant rehearsed(Contestant copy) {
        if (!(copy.program() instanceof SluiceProgram program)) {
            throw new IllegalArgumentException(copy + " cannot be rehearsed");
        }
        return new Contestant(copy.name() + REHEARSED, copy.role(), copy.data(), copy.live(), new Rehearsed(program));
    }

    @Override
    public List<Check> judge(Results results) {
        List<Check> checks = new ArrayList<>();
        for (Contestant copy : results.contestants()) {
            results.find(copy.name() + REHEARSED, copy.data()).ifPresent(rehearsed -> {
                checks.add(check(copy + ": the estimate of time is off by", results, rehearsed, copy, true));
                checks.add(check(copy + ": the estimate of size is off by", results, rehearsed, copy, false));
            });
        }
        return checks;
    }

    private static Check check(String what, Results results, Contestant rehearsed, Contestant copy, boolean time) {
        List<Run> estimates = results.runs(rehearsed);
        List<Run> runs = results.runs(copy);
        List<Double> off = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            double was = time ? runs.get(i).seconds() : runs.get(i).resultBytes();
            double said = estimates.get(i).details().getOrDefault(time ? ESTIMATED : ESTIMATED_BYTES, 0.0);
            off.add(100 * Math.abs(said / was - 1));
        }
        return Check.atMost(what, MOST_PERCENT, " %", Spread.of(off).median());
    }
}
