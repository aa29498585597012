package sluice.engine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;

/** Whether what a run left is good enough for a product to use it. */
record Readiness(RunRecord run, ZoneId zone) {
    /** What speaks against it; empty when nothing does. */
    List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        if (run.phase() != Phase.FINISHED) {
            doubts.add("run " + run.id() + " has not finished");
            return doubts;
        }
        if (!run.status().equals("verified")) {
            doubts.add("run " + run.id() + " was not verified: it ended as " + run.status());
        }
        List<String> gates = failedGates();
        if (!gates.isEmpty()) {
            doubts.add("run " + run.id() + " failed its gates: " + String.join(", ", gates));
        }
        return doubts;
    }

    /** The same for a switch at that moment. */
    List<String> doubts(long momentMillis) {
        List<String> doubts = doubts();
        if (run.phase() == Phase.FINISHED && momentMillis < run.finishedAt()) {
            doubts.add("run " + run.id() + " only ended at " + Moment.shown(run.finishedAt(), zone));
        }
        return doubts;
    }

    private List<String> failedGates() {
        List<String> failed = new ArrayList<>();
        if (run.report() == null) {
            return failed;
        }
        try {
            for (JsonNode gate : new ObjectMapper().readTree(run.report()).path("gates")) {
                if (!gate.path("passed").asBoolean(true)) {
                    failed.add(gate.path("name").asText());
                }
            }
        } catch (JsonProcessingException unreadable) {
            failed.add("its report cannot be read");
        }
        return failed;
    }
}
