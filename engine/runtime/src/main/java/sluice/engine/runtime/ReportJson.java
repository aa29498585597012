package sluice.engine.runtime;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.List;
import sluice.engine.core.Gates;
import sluice.engine.core.Report;

/** A report as the JSON text that scripts rely on. Safe for several threads. */
public final class ReportJson {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private ReportJson() {}

    /** How the limits of a plan were kept, out of a report; empty where it tells of none, or is no report. */
    public static List<Gates.Outcome> gates(String report) {
        List<Gates.Outcome> gates = new ArrayList<>();
        try {
            for (JsonNode gate : MAPPER.readTree(report).path("gates")) {
                gates.add(new Gates.Outcome(
                        gate.path("name").asText(),
                        gate.path("limit").asText(),
                        gate.path("count").asLong(),
                        gate.path("passed").asBoolean()));
            }
        } catch (JsonProcessingException noReport) {
            return List.of();
        }
        return gates;
    }

    public static String write(Report report) {
        try {
            return MAPPER.writeValueAsString(report);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a report is plain data", impossible);
        }
    }
}
