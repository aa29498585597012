package sluice.engine.cli;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Gates;
import sluice.engine.core.Report.Rows;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.RunRecord;

/** The status of a sink as scripts read it. */
record StatusJson(
        String sink,
        boolean unfinished,
        @Nullable String switchedAt,
        List<Run> runs,
        Rows rows,
        List<Gates.Outcome> gates,
        List<Slice> partitions,
        List<RejectCount> rejects) {
    StatusJson {
        runs = List.copyOf(runs);
        gates = List.copyOf(gates);
        partitions = List.copyOf(partitions);
        rejects = List.copyOf(rejects);
    }

    record Run(
            String run,
            String source,
            String layout,
            @Nullable String db,
            @Nullable String match,
            String phase,
            String status,
            int attempts,
            String startedAt,
            @Nullable String finishedAt) {
        static Run of(RunRecord record) {
            return new Run(
                    record.id(),
                    record.source(),
                    record.layout(),
                    record.db(),
                    record.match(),
                    Word.of(record.phase()),
                    record.status(),
                    record.attempts(),
                    Instant.ofEpochMilli(record.startedAt()).toString(),
                    record.finishedAt() > 0
                            ? Instant.ofEpochMilli(record.finishedAt()).toString()
                            : null);
        }
    }

    record Slice(String name, Rows rows, boolean drained) {
        static Slice of(Standing standing) {
            return new Slice(standing.partition().name(), Rows.of(standing.tally()), standing.drained());
        }
    }

    static String of(Status status) {
        return JsonText.pretty(new StatusJson(
                status.sink(),
                status.isUnfinished(),
                status.switchedAt().isPresent()
                        ? Instant.ofEpochMilli(status.switchedAt().getAsLong()).toString()
                        : null,
                status.runs().stream().map(Run::of).toList(),
                Rows.of(status.checkpoint().total()),
                status.gates(),
                status.standings().stream().map(Slice::of).toList(),
                status.rejects()));
    }
}
