package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Checkpoint;
import sluice.protocol.MigrationException;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink.Doubles;

/**
 * Moves rejects of a plan that were tried again into the sink: they are settled against what stands there and moved, in
 * a transaction that stays open until the books are known. Where the sink has changed since they were settled, or does
 * not take some of them, both are done again.
 */
final class RetrySeal implements Kit.Sealing {
    private static final int CHANGES_MAX = 10;

    private final Retrying retrying;
    private final StagingKit kit;
    private final Path file;
    private final Database staging;
    private final Runs.Stored staged;
    private final Database sink;
    private @Nullable Backup made;
    private @Nullable RetryRecord record;

    RetrySeal(Retrying retrying, StagingKit kit, Path file, Database staging, Runs.Stored staged) {
        this.retrying = retrying;
        this.kit = kit;
        this.file = file;
        this.staging = staging;
        this.staged = staged;
        this.sink = retrying.database();
    }

    /** How it went; the sink is as it was but for the first, which is not committed. */
    private enum Outcome {
        FILLED,
        /** It had been changed before it was locked. */
        CHANGED,
        /** Some rows were named that it does not take. */
        REFUSED
    }

    @Override
    public String run(Doubles doubles) throws SQLException {
        Seal.sortWell(staging);
        Settlement settlement = new Settlement(staging, kit, staged, retrying.subject());
        Refused refused = new Refused(staging);
        Outcome outcome = Outcome.REFUSED;
        for (int changes = 0; outcome != Outcome.FILLED; changes += outcome == Outcome.CHANGED ? 1 : 0) {
            if (changes == CHANGES_MAX) {
                throw MigrationException.transientFault(
                        retrying.subject(),
                        "other programs change its tables faster than the rows can be compared with them",
                        "nothing was written to it; let them rest, then run the same command again",
                        null);
            }
            long version = sink.dataVersion();
            settlement.settle(doubles, refused);
            retrying.after(Retrying.Step.SETTLE);
            outcome = fill(version, refused);
        }
        return "ok";
    }

    private Outcome fill(long version, Refused refused) throws SQLException {
        try {
            Transfer.attach(sink, file);
            // From here on nobody else writes: what the backup does not have is not there.
            sink.begin();
            Outcome outcome = sink.dataVersion() == version ? fillLocked(refused) : Outcome.CHANGED;
            if (outcome != Outcome.FILLED) {
                sink.run("ROLLBACK");
                Transfer.detach(sink);
                giveUp();
            }
            return outcome;
        } catch (SQLException e) {
            if (Faults.isConstraint(e)) {
                throw refusedBySink(e);
            }
            throw Faults.told(retrying.subject(), retrying.sink(), e);
        }
    }

    private Outcome fillLocked(Refused refused) throws SQLException {
        made = retrying.settings().backup() ? Backup.take(retrying.sink(), retrying.clock()) : null;
        retrying.after(Retrying.Step.BACKUP);
        record = new RetryRecord(sink, retrying.run().run().id());
        Transfer transfer = new Transfer(sink, kit.schema(), retrying.subject(), refused);
        if (!transfer.moveRows(staged.layout().stages())) {
            return Outcome.REFUSED;
        }
        transfer.checkStructure();
        return Outcome.FILLED;
    }

    private MigrationException refusedBySink(SQLException e) {
        return MigrationException.failed(
                retrying.subject(),
                "a table does not take the rows of the plan: " + Faults.reason(e),
                "nothing was written to it; mend the table, or tell the plan what it wants (not-null, unique, checks)",
                e);
    }

    /** Once the books are known. Says what the backup is called, if there is one. */
    Optional<String> finish(RunRecord newRun, Checkpoint books, long lastKey) throws SQLException {
        RetryRecord begun = record;
        if (begun == null) {
            throw new IllegalStateException("the rows are not there");
        }
        begun.save(newRun, books, Transfer.STAGING + ".sluice_reject WHERE part = 0", lastKey);
        retrying.after(Retrying.Step.FILL);
        Optional<String> backup = Optional.ofNullable(made).map(Backup::name);
        // A commit that fails may have happened all the same: the backup stays.
        made = null;
        sink.commit();
        retrying.after(Retrying.Step.COMMIT);
        Transfer.detach(sink);
        sink.truncateLogNow();
        return backup;
    }

    /** Nothing came of it. */
    void giveUp() {
        if (made != null) {
            made.giveUp(retrying.sink());
            made = null;
        }
    }

    @Override
    public void interrupt() throws SQLException {
        staging.interrupt();
        sink.interrupt();
    }
}
