package sluice.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sluice.benchmarks.endtoend.ProcessMeter.Measured;

/** {@code sluice copy} into a new file, by the launcher and with its defaults. */
record SluiceProgram(Path launcher, String layout, Path plans, DataSet.Kind kind, String verify) implements Program {
    /** Layout word of runs that map keys to tables by a plan. */
    static final String MAPPED = "mapped";

    private static final Map<String, String> KEY_TABLES = Map.of(
            "native",
            "redis_key",
            "redka",
            "rkey",
            "document",
            "redis_document",
            "mapped strings",
            "session",
            "mapped mix",
            "(SELECT id FROM session UNION ALL SELECT id FROM profile UNION ALL SELECT DISTINCT id FROM event UNION ALL"
                    + " SELECT DISTINCT id FROM tag UNION ALL SELECT DISTINCT id FROM ranking)");

    List<String> command(Place place) {
        return List.of(
                launcher.toString(),
                "copy",
                place.source(),
                "sqlite:" + place.database(),
                isMapped() ? "--plan" : "--layout",
                isMapped() ? plans.resolve(kind + ".yaml").toString() : layout,
                "--verify",
                verify,
                "--progress",
                "none",
                "--report",
                "report.json");
    }

    /** The rehearsal of the same by the plan. */
    List<String> rehearsal(Place place) {
        return List.of(
                launcher.toString(),
                "plan",
                plans.resolve(kind + ".yaml").toString(),
                "--source",
                place.source(),
                "--sink",
                "sqlite:" + place.database(),
                "--verify",
                verify,
                "--progress",
                "none",
                "--report",
                "report.json");
    }

    @Override
    public Run run(Place place) {
        Measured measured = ProcessMeter.run(command(place), place.folder()).succeeded();
        return checked(place, measured.seconds(), measured.cpuSeconds(), measured.peakMib());
    }

    /** A run that took so much, once its report and its result are what they should be. */
    Run checked(Place place, double seconds, double cpuSeconds, double peakMib) {
        JsonNode report = Json.read(place.folder().resolve("report.json"));
        String expected = verify.equals("none") ? "copied" : "verified";
        String status = report.path("status").asText();
        long written = report.path("rows").path("written").asLong();
        if (!status.equals(expected) || written != place.facts().keys()) {
            throw new IllegalStateException("the report says " + status + " and " + written + " rows written");
        }
        ResultFile result = new ResultFile(place.database());
        String keyTable = KEY_TABLES.get(isMapped() ? layout + " " + kind : layout);
        if (keyTable == null) {
            throw new IllegalStateException("no layout " + layout + " for " + kind);
        }
        long sqlRows = result.checkedRows(keyTable, place.facts());
        if (layout.equals("native") && sqlRows != place.facts().sqlRows()) {
            throw new IllegalStateException(
                    "the result holds " + sqlRows + " of " + place.facts().sqlRows() + " rows");
        }
        Map<String, Double> details = Map.of(
                "engineSeconds", report.path("seconds").asDouble(),
                "sealSeconds", report.path("seal").path("seconds").asDouble(),
                "reportedBytes", report.path("bytes").asDouble());
        return new Run(seconds, cpuSeconds, 0, peakMib, sqlRows, result.bytes(), details);
    }

    private boolean isMapped() {
        return layout.equals(MAPPED);
    }
}
