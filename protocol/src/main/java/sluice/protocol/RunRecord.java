package sluice.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One run as the sink remembers it.
 *
 * @param source the address without secrets
 * @param identity which incarnation of the source it was ({@link SourceInfo#identity})
 * @param fingerprint what makes two commands the same run: source, layout and selection
 * @param db the database that was selected, {@code all}, or null for what the source's address says
 * @param match the glob that keys were selected with, or null for all
 * @param startedAt Unix milliseconds; rows of a file that had expired by then count as expired
 * @param attempts how many attempts have begun
 * @param report the report as JSON once the run has finished
 */
public record RunRecord(
        String id,
        String source,
        String identity,
        String fingerprint,
        String layout,
        @Nullable String db,
        @Nullable String match,
        Phase phase,
        String status,
        long startedAt,
        long finishedAt,
        int attempts,
        @Nullable String report) {

    /** The same run in its next attempt, against this incarnation of the source. */
    public RunRecord attempt(String newIdentity) {
        return new RunRecord(
                id,
                source,
                newIdentity,
                fingerprint,
                layout,
                db,
                match,
                phase,
                "running",
                startedAt,
                finishedAt,
                attempts + 1,
                report);
    }

    /** The same run and attempt, against another incarnation of the source. */
    public RunRecord as(String otherIdentity) {
        return new RunRecord(
                id,
                source,
                otherIdentity,
                fingerprint,
                layout,
                db,
                match,
                phase,
                status,
                startedAt,
                finishedAt,
                attempts,
                report);
    }

    /** The same run, further on. */
    public RunRecord at(Phase newPhase) {
        return new RunRecord(
                id,
                source,
                identity,
                fingerprint,
                layout,
                db,
                match,
                newPhase,
                status,
                startedAt,
                finishedAt,
                attempts,
                report);
    }

    /** The same finished run, after some of its rejects were tried again. */
    public RunRecord retried(String newFingerprint, String newReport) {
        return new RunRecord(
                id,
                source,
                identity,
                newFingerprint,
                layout,
                db,
                match,
                phase,
                status,
                startedAt,
                finishedAt,
                attempts,
                newReport);
    }

    /** The same run at its end. */
    public RunRecord finished(String finalStatus, long at, String finalReport) {
        return new RunRecord(
                id,
                source,
                identity,
                fingerprint,
                layout,
                db,
                match,
                Phase.FINISHED,
                finalStatus,
                startedAt,
                at,
                attempts,
                finalReport);
    }
}
