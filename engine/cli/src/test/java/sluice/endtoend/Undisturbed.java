package sluice.endtoend;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sluice.endtoend.SinkWatch.Standing;

/** What a run that nobody disturbs leaves, and how long it stays in each moment. */
record Undisturbed(Path sink, List<String> content, int exitCode, Map<Moment, Long> nanos) {
    long nanos(Moment moment) {
        return switch (moment) {
            // A commit is waited for within the landing, so that there is one to come.
            case COMMITTING -> nanos.getOrDefault(Moment.LANDING, 0L) * 8 / 10;
            case OPENING, LANDING, SEALING, VERIFYING, REPORTING -> nanos.getOrDefault(moment, 0L);
        };
    }

    static Undisturbed of(Sluice.Running running, Path sink, String layout, boolean live) throws Exception {
        Map<Moment, Long> nanos = new EnumMap<>(Moment.class);
        try (Victim watched = new Victim(running, sink, sink.resolveSibling("report.json"), Standing.NONE)) {
            long[] last = {System.nanoTime()};
            watched.until(() -> {
                long now = System.nanoTime();
                nanos.merge(watched.moment(), now - last[0], Long::sum);
                last[0] = now;
                return false;
            });
        }
        Sluice.Ended ended = running.await();
        // Streams have no place in redka, and some orphans none in the plan: they are rejects.
        ended.exits(layout.equals("native") ? 0 : 3);
        return new Undisturbed(sink, SinkContent.of(sink, live), ended.exitCode(), nanos);
    }
}
