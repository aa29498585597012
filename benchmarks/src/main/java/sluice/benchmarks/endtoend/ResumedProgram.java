package sluice.benchmarks.endtoend;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.benchmarks.endtoend.ProcessMeter.Measured;

/** A copy that is killed when half of the rows are durable, and the same command again. */
record ResumedProgram(SluiceProgram copy) implements Program {
    private static final int KILLED = 137;

    @Override
    public Run run(Place place) {
        List<String> command = copy.command(place);
        ResultFile result = new ResultFile(place.database());
        long half = place.facts().keys() / 2;
        Measured first = ProcessMeter.run(command, place.folder(), () -> result.rowsRead() >= half);
        if (first.exitCode() != KILLED) {
            throw new IllegalStateException(
                    "the first part ended with " + first.exitCode() + " before it could be killed: " + first.err());
        }
        long durable = result.rowsRead();
        Measured second = ProcessMeter.run(command, place.folder()).succeeded();
        Run run = copy.checked(
                place,
                first.seconds() + second.seconds(),
                first.cpuSeconds() + second.cpuSeconds(),
                Math.max(first.peakMib(), second.peakMib()));
        Map<String, Double> details = new HashMap<>(run.details());
        details.put("durableWhenKilled", durable / (double) place.facts().keys());
        details.put("firstSeconds", first.seconds());
        details.put("secondSeconds", second.seconds());
        return new Run(run.seconds(), run.cpuSeconds(), 0, run.peakMib(), run.sqlRows(), run.resultBytes(), details);
    }
}
