package sluice.engine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import sluice.engine.runtime.Adapters;
import sluice.protocol.Row;
import sluice.protocol.SinkReader;
import sluice.protocol.Value.StringValue;

/** A first query over what the demo made, and what it answers: which languages the active subscribers read. */
final class DemoQuery {
    private static final String KEYSPACE = "subscriber:";
    private static final String SQL = """
            SELECT value ->> 'language' AS language, count(*) AS subscribers
            FROM redis_string WHERE key GLOB 'subscriber:*' AND value ->> 'active'
            GROUP BY 1 ORDER BY 2 DESC\
        """;
    private static final ObjectMapper JSON = new ObjectMapper();

    private DemoQuery() {}

    static String on(Path sink) {
        Map<String, Integer> counts = new TreeMap<>();
        try (SinkReader reader = Adapters.installed().read("sqlite:" + sink)) {
            reader.addresses().ifPresent(all -> reader.scan(all, row -> count(counts, row)));
        }
        Table table = new Table(false).add("language", "subscribers");
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> table.add(entry.getKey(), String.valueOf(entry.getValue())));
        return "\nIt is all in " + sink + " now. Which languages do the active subscribers read?\n\n"
                + "  sqlite3 -header -column " + sink + " \"\n" + SQL + "\"\n\n" + table.text("  ");
    }

    private static void count(Map<String, Integer> counts, Row row) {
        if (row.value() instanceof StringValue(byte[] content)
                && new String(row.key().name(), UTF_8).startsWith(KEYSPACE)) {
            JsonNode subscriber = parsed(content);
            if (subscriber.path("active").asBoolean()) {
                counts.merge(subscriber.path("language").asText(), 1, Integer::sum);
            }
        }
    }

    private static JsonNode parsed(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a subscriber of the demo is not JSON", e);
        }
    }
}
