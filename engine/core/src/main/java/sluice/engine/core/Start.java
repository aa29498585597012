package sluice.engine.core;

import java.util.Optional;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;

/** How a run begins, decided from what stands in the sink. */
public sealed interface Start {
    /** Nothing stands in the way: a new run. */
    record Anew() implements Start {}

    /** What stands here is to be forgotten, as asked; then a new run. */
    record Over() implements Start {}

    /** An unfinished run of the same plan goes on. */
    record Resume(RunRecord run) implements Start {}

    /** Decides, or refuses with what to do. */
    static Start decide(Optional<RunRecord> latest, Plan plan, String sourceName, String sinkName) {
        if (latest.isEmpty()) {
            return new Anew();
        }
        if (plan.fresh()) {
            return new Over();
        }
        RunRecord run = latest.get();
        if (!run.fingerprint().equals(plan.fingerprint(sourceName))) {
            throw anotherPlan(run, sinkName);
        }
        if (run.phase() == Phase.FINISHED) {
            throw MigrationException.refused(
                    "cannot copy into " + sinkName,
                    "run " + run.id() + " from " + run.source() + " has finished there (" + run.status() + ")",
                    "nothing is left to do; use --fresh to forget it and start over, or 'sluice verify' to compare");
        }
        return new Resume(run);
    }

    private static MigrationException anotherPlan(RunRecord run, String sinkName) {
        boolean finished = run.phase() == Phase.FINISHED;
        return MigrationException.refused(
                "cannot copy into " + sinkName,
                "it holds " + (finished ? "a finished" : "an unfinished") + " run of another plan (from " + run.source()
                        + ", layout " + run.layout() + ", run " + run.id() + ")",
                finished
                        ? "choose another file, or use --fresh to forget that run and its tables"
                        : "repeat that run's own command to finish it, choose another file, or use --fresh to forget"
                                + " it");
    }
}
