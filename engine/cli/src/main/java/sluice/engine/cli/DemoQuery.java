package sluice.engine.cli;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import sluice.engine.runtime.Adapters;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.SinkReader;

/** A first query over what the demo made, and what it answers. */
final class DemoQuery {
    private static final String SQL = "SELECT type, count(*) AS keys, count(expires_at) AS expiring"
            + " FROM redis_key GROUP BY type ORDER BY keys DESC";

    private DemoQuery() {}

    static String on(Path sink) {
        Map<Kind, long[]> counts = new EnumMap<>(Kind.class);
        try (SinkReader reader = Adapters.installed().read("sqlite:" + sink)) {
            reader.addresses().ifPresent(all -> reader.scan(all, row -> count(counts, row)));
        }
        Table table = new Table(false).add("type", "keys", "expiring");
        counts.entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue()[0], a.getValue()[0]))
                .forEach(entry -> table.add(
                        entry.getKey().word(),
                        String.valueOf(entry.getValue()[0]),
                        String.valueOf(entry.getValue()[1])));
        return "\nIt is all in " + sink + " now. Try:\n\n  sqlite3 -header -column " + sink + " \"" + SQL + "\"\n\n"
                + table.text("  ");
    }

    private static void count(Map<Kind, long[]> counts, Row row) {
        if (row.part().closes()) {
            long[] count = counts.computeIfAbsent(row.value().kind(), kind -> new long[2]);
            count[0]++;
            count[1] += row.expiresAt() == Row.NEVER ? 0 : 1;
        }
    }
}
