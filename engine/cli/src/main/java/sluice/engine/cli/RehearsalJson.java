package sluice.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sluice.engine.core.Estimate;
import sluice.engine.runtime.Rehearsal;
import sluice.engine.runtime.ReportJson;

/** What came of a rehearsal: the report of its sample, and what the run is estimated to take. */
final class RehearsalJson {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private RehearsalJson() {}

    /** Ranges from the least to the most that is likely. */
    private record Estimated(
            long rows,
            boolean rowsAreExact,
            Estimate.Range seconds,
            Estimate.Range sinkBytes,
            Estimate.Range diskBytes,
            Estimate.Range memoryBytes,
            long freeBytes) {}

    static String of(Rehearsal.Outcome outcome) {
        Estimate estimate = outcome.estimate();
        try {
            ObjectNode json = (ObjectNode) MAPPER.readTree(ReportJson.write(outcome.report()));
            if (outcome.report().error().isEmpty()) {
                json.set(
                        "estimate",
                        MAPPER.valueToTree(new Estimated(
                                estimate.rows(),
                                estimate.rowsAreExact(),
                                estimate.seconds(),
                                estimate.sinkBytes(),
                                estimate.diskBytes(),
                                outcome.memoryBytes(),
                                outcome.freeBytes())));
            }
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a report is plain data", impossible);
        }
    }
}
