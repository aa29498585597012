package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink;
import sluice.protocol.SinkRetry;

/** Tries rejects again in a layout that brings its tables along: they go straight there, in one transaction. */
final class DirectRetry implements SinkRetry {
    private final Retrying retrying;
    private final Database database;
    private final Layout layout;
    private final RejectedRows rejected;
    private @Nullable Writing writing;
    private boolean done;

    DirectRetry(Retrying retrying) throws SQLException {
        this.retrying = retrying;
        this.database = retrying.database();
        this.layout = retrying.run().layout();
        this.rejected = new RejectedRows(database, retrying.run().run().id(), retrying.books(), retrying.subject());
    }

    /** What is there once the transaction is open. */
    private record Writing(
            @Nullable Backup backup, RetryRecord record, Intake intake, Removal removal, PreparedStatement[] find) {}

    @Override
    public RunRecord run() {
        return retrying.run().run();
    }

    @Override
    public Checkpoint books() {
        return retrying.books();
    }

    @Override
    public long untried() {
        return rejected.untried();
    }

    @Override
    public Tried next() {
        return guarded(rejected::next);
    }

    @Override
    public List<Reject> write(Batch batch) {
        return guarded(() -> {
            Writing open = begun();
            for (Row row : batch.rows()) {
                if (row.part().opens()) {
                    makeRoom(open, row);
                }
            }
            List<Reject> rejects = open.intake.take(batch);
            open.intake.beforeCommit();
            return rejects;
        });
    }

    private Writing begun() throws SQLException {
        Writing open = writing;
        if (open == null) {
            open = begin();
            writing = open;
        }
        return open;
    }

    private Writing begin() throws SQLException {
        database.run("PRAGMA foreign_keys = OFF");
        database.begin();
        Backup backup = retrying.settings().backup() ? Backup.take(retrying.sink(), retrying.clock()) : null;
        try {
            retrying.after(Retrying.Step.BACKUP);
            RetryRecord record = new RetryRecord(database, run().id());
            dropTriggers();
            PreparedStatement[] find = new PreparedStatement[2];
            for (int text = 0; text < 2; text++) {
                find[text] = database.prepare(layout.queries().find().formatted(text == 1 ? "CAST(? AS TEXT)" : "?"));
            }
            return new Writing(
                    backup,
                    record,
                    new Intake(database, retrying.run(), retrying.clock(), new Checkpoints(database)),
                    new Removal(database, layout),
                    find);
        } catch (SQLException | RuntimeException e) {
            if (backup != null) {
                backup.giveUp(retrying.sink());
            }
            throw e;
        }
    }

    /** Rows land with what triggers would add to them; the layout's last script brings them back. */
    private void dropTriggers() throws SQLException {
        List<String> triggers = Census.texts(
                database,
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'r[lshz]*_on_*' AND tbl_name IN ('"
                        + String.join("', '", layout.childTables()) + "')");
        for (String trigger : triggers) {
            database.run("DROP TRIGGER " + Sql.quoted(trigger));
        }
    }

    /** A key of that name that stands there is replaced. */
    private void makeRoom(Writing open, Row row) throws SQLException {
        byte[] name = row.key().name();
        PreparedStatement select = open.find[Text.isText(name) ? 1 : 0];
        select.setBytes(1, name);
        if (!layout.holdsOneDatabase()) {
            select.setInt(2, row.key().db());
        }
        long id;
        try (ResultSet found = select.executeQuery()) {
            if (!found.next()) {
                return;
            }
            id = found.getLong(1);
        }
        open.removal.remove(id);
    }

    @Override
    public void settle(Sink.Doubles doubles) {}

    @Override
    public Optional<String> finish(RunRecord newRun, Checkpoint books) {
        return guarded(() -> {
            Writing open = begun();
            rejected.close();
            if (layout.finishIndexes()) {
                database.script(layout.finishScript());
            }
            long last = rejected.lastKey();
            open.record.save(newRun, books, "main.sluice_reject WHERE part = 0 AND key_id > " + last, last);
            database.update("DELETE FROM sluice_reject WHERE key_id > ?", last);
            new Authors(database).forget();
            retrying.after(Retrying.Step.FILL);
            closeStatements(open);
            // A commit that fails may have happened all the same: the backup stays.
            done = true;
            database.commit();
            retrying.after(Retrying.Step.COMMIT);
            database.truncateLogNow();
            return Optional.ofNullable(open.backup).map(Backup::name);
        });
    }

    private static void closeStatements(Writing open) throws SQLException {
        open.intake.close();
        open.removal.close();
        for (PreparedStatement statement : open.find) {
            statement.close();
        }
    }

    private <T> T guarded(Faults.Work<T> work) {
        return Faults.guarded(retrying.subject(), retrying.sink(), work);
    }

    @Override
    public void close() {
        Writing open = writing;
        if (open != null && open.backup != null && !done) {
            open.backup.giveUp(retrying.sink());
        }
        retrying.close();
    }
}
