package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.function.Consumer;
import sluice.protocol.Checkpoint;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkRetry;
import sluice.protocol.SinkSettings;

/**
 * What is needed to try the rejects of a finished run again, whatever its layout is.
 *
 * @param database writes to the sink
 * @param run that stands in it
 */
record Retrying(
        Path sink,
        SinkSettings settings,
        String subject,
        InstantSource clock,
        Consumer<Kit.SealStep> after,
        Lease lease,
        Database database,
        Runs.Stored run,
        Checkpoint books) {

    /** The steps, in their order. */
    enum Step implements Kit.SealStep {
        /** Of a plan. */
        SETTLE,
        BACKUP,
        /** Everything is in the sink, but not committed. */
        FILL,
        COMMIT
    }

    static SinkRetry open(SinkSettings settings, InstantSource clock, Consumer<Kit.SealStep> after) {
        String subject = "cannot try the rejects of " + SqliteAddress.show(settings.uri()) + " again";
        Path sink = SinkFile.meantBy(SqliteAddress.path(settings.uri()), subject);
        SinkFile.checkReadable(sink, subject);
        SinkFile.checkWritable(sink, subject);
        Lease lease = Lease.take(sink, subject);
        SinkRetry opened = null;
        try {
            SinkFile.checkContent(sink, subject);
            opened = Faults.guarded(subject, sink, () -> open(sink, settings, subject, clock, after, lease));
            return opened;
        } finally {
            if (opened == null) {
                lease.close();
            }
        }
    }

    private static SinkRetry open(
            Path sink,
            SinkSettings settings,
            String subject,
            InstantSource clock,
            Consumer<Kit.SealStep> after,
            Lease lease)
            throws SQLException {
        Database database = Database.forWriting(sink);
        SinkRetry opened = null;
        try {
            Runs.Stored run = finished(database, sink, subject);
            checkLayout(run.run(), settings, subject);
            new Agreement(database, run, subject).checkCheckpoint();
            Checkpoint books = new Checkpoints(database).load(run.run().id());
            // Forgets temporary tables, so it comes first.
            Seal.sortWell(database);
            Retrying retrying = new Retrying(sink, settings, subject, clock, after, lease, database, run, books);
            opened = Layout.isOfPlan(run.run().layout()) ? MappedRetry.open(retrying) : new DirectRetry(retrying);
            return opened;
        } finally {
            if (opened == null) {
                database.close();
            }
        }
    }

    private static Runs.Stored finished(Database database, Path sink, String subject) throws SQLException {
        Runs runs = new Runs(database);
        runs.check(subject);
        Runs.Stored run = runs.latest()
                .orElseThrow(() -> MigrationException.refused(subject, "it holds no run of Sluice", "check the path"));
        if (run.run().phase() != Phase.FINISHED || StagingFile.isOnItsWay(sink, subject)) {
            throw MigrationException.refused(
                    subject,
                    "a run into it is unfinished",
                    "finish it first: the command that began it goes on with it");
        }
        return run;
    }

    private static void checkLayout(RunRecord run, SinkSettings settings, String subject) {
        if (!run.layout().equals(settings.layout())) {
            throw MigrationException.refused(
                    subject,
                    "run " + run.id() + " has the layout " + run.layout() + ", not " + settings.layout(),
                    "leave the plan out, or copy with it into another sink");
        }
    }

    /** A step is done. */
    void after(Step step) {
        after.accept(step);
    }

    void close() {
        try (lease) {
            database.close();
        } catch (SQLException e) {
            throw Faults.told(subject, sink, e);
        }
    }
}
