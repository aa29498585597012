package sluice.engine.cli;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import sluice.engine.core.Gates;
import sluice.engine.runtime.ReportJson;
import sluice.protocol.Checkpoint;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;

/** What stands in a sink: its runs, newest first, and how far the newest has come. */
record Status(
        String sink, List<RunRecord> runs, Checkpoint checkpoint, List<RejectCount> rejects, OptionalLong switchedAt) {
    Status {
        runs = List.copyOf(runs);
        rejects = List.copyOf(rejects);
    }

    List<Standing> standings() {
        return checkpoint.partitions().values().stream()
                .sorted(Comparator.comparingInt(standing -> standing.partition().id()))
                .toList();
    }

    /** How the latest run kept the limits of its plan, as its report says; empty before its end, and without a plan. */
    List<Gates.Outcome> gates() {
        String report = runs.isEmpty() ? null : runs.getFirst().report();
        return report == null ? List.of() : ReportJson.gates(report);
    }

    boolean isUnfinished() {
        return !runs.isEmpty() && runs.get(0).phase() != Phase.FINISHED;
    }
}
