package sluice.engine.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.protocol.SinkReader;

/** How many rows were rejected for one reason. */
record RejectCount(String reason, long rows) {
    /** Reasons beyond so many are counted together, so that memory stays bounded. */
    private static final int REASONS_MAX = 50;

    private static final String OTHER = "(other reasons)";

    /** The most frequent reason first. */
    static List<RejectCount> in(SinkReader reader) {
        Map<String, Long> counts = new LinkedHashMap<>();
        reader.rejects(reject -> {
            if (reject.part() == 0) {
                boolean known = counts.size() < REASONS_MAX || counts.containsKey(reject.reason());
                counts.merge(known ? reject.reason() : OTHER, 1L, Long::sum);
            }
        });
        List<RejectCount> all = new ArrayList<>();
        counts.forEach((reason, rows) -> all.add(new RejectCount(reason, rows)));
        all.sort((a, b) -> Long.compare(b.rows, a.rows));
        return all;
    }
}
