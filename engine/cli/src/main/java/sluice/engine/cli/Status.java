package sluice.engine.cli;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
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

    boolean isUnfinished() {
        return !runs.isEmpty() && runs.get(0).phase() != Phase.FINISHED;
    }
}
