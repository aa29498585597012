package sluice.engine.runtime;

import java.util.concurrent.CompletionStage;
import sluice.engine.core.Report;

/** A run that was started. Safe for several threads. */
public interface Execution {
    /**
     * The report, also of a run that failed or was stopped; or a {@code MigrationException} when the run was refused
     * before it began.
     */
    CompletionStage<Report> report();

    /** Asks for a clean end: what was read is committed, and the run can be resumed. Does not wait. */
    void stop();
}
