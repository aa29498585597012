package sluice.engine.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Gates;
import sluice.engine.core.Keyspaces;
import sluice.engine.core.Plan;
import sluice.engine.core.Report;
import sluice.engine.core.Settlement;
import sluice.protocol.Checkpoint;
import sluice.protocol.Tally;

/** The report of a run, brought up to date after its rejects were tried again. Mutable; belongs to one thread. */
final class RetriedReport {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final ObjectNode report;
    private final List<Gates.Outcome> gates;

    /** @param earlier the report as it stands in the sink */
    RetriedReport(@Nullable String earlier, RetriedBooks books, Plan.@Nullable Mapped mapped, long now) {
        this.report = parsed(earlier);
        Checkpoint checkpoint = books.checkpoint();
        Tally total = checkpoint.total();
        Keyspaces keyspaces = books.ledger().keyspaces();
        this.gates = mapped == null
                ? List.of()
                : mapped.gates()
                        .outcomes(new Gates.Counts(
                                total.read(),
                                total.rejected(),
                                differences(),
                                keyspaces.collided(),
                                keyspaces.orphaned()));
        report.set("rows", MAPPER.valueToTree(Report.Rows.of(total)));
        report.set("partitions", MAPPER.valueToTree(partitions(checkpoint)));
        report.set("keyspaces", keyspaces(keyspaces));
        report.set("gates", MAPPER.valueToTree(gates));
        report.set("collisions", MAPPER.valueToTree(books.settlement().collisions()));
        report.set("orphans", MAPPER.valueToTree(books.settlement().orphans()));
        report.withArray("notes").add(note(books, now));
    }

    /** What a report names. */
    static Settlement settlement(@Nullable String earlier) {
        ObjectNode report = parsed(earlier);
        return new Settlement(settled(report.path("collisions")), settled(report.path("orphans")));
    }

    private static List<Settlement.Settled> settled(JsonNode named) {
        List<Settlement.Settled> settled = new ArrayList<>();
        named.forEach(one -> settled.add(new Settlement.Settled(
                one.path("key").asText(),
                one.path("db").asInt(),
                one.path("how").asText())));
        return settled;
    }

    private static ObjectNode parsed(@Nullable String earlier) {
        try {
            return earlier != null && MAPPER.readTree(earlier) instanceof ObjectNode object
                    ? object
                    : MAPPER.createObjectNode();
        } catch (JsonProcessingException noReport) {
            return MAPPER.createObjectNode();
        }
    }

    private long differences() {
        JsonNode verification = report.path("verification");
        return verification.path("missing").asLong()
                + verification.path("extra").asLong()
                + verification.path("changed").asLong();
    }

    private static List<Report.PartitionBooks> partitions(Checkpoint checkpoint) {
        return checkpoint.partitions().values().stream()
                .map(standing ->
                        new Report.PartitionBooks(standing.partition().name(), Report.Rows.of(standing.tally())))
                .toList();
    }

    /** As every report has them: without what only plans know where there is none. */
    private static ArrayNode keyspaces(Keyspaces keyspaces) {
        ArrayNode all = MAPPER.createArrayNode();
        for (Keyspaces.Count count : keyspaces.counts()) {
            ObjectNode node = MAPPER.valueToTree(count);
            node.properties().removeIf(field -> field.getValue().isNull());
            all.add(node);
        }
        return all;
    }

    /** What was compared is what the run had written. */
    private static String note(RetriedBooks books, long now) {
        return String.format(
                Locale.ROOT,
                "rejects were tried again at %s: %,d went through (%,d of them lost to others), %,d had expired; these"
                        + " rows were not compared with the source",
                Instant.ofEpochMilli(now).truncatedTo(ChronoUnit.SECONDS),
                books.written() + books.doubled(),
                books.doubled(),
                books.expired());
    }

    List<Gates.Outcome> gates() {
        return gates;
    }

    String text() {
        try {
            return MAPPER.writeValueAsString(report);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a report is plain data", impossible);
        }
    }
}
