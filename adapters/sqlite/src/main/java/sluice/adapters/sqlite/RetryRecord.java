package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.Map;
import sluice.protocol.Checkpoint;
import sluice.protocol.RunRecord;

/** Puts on record in a sink what became of rejects that were tried again; all within the transaction that is open. */
final class RetryRecord {
    private static final String AGAIN = "temp.sluice_again";

    private final Database sink;
    private final String run;
    private final Map<String, Long> rowsBefore;

    /** Begins before the first row is written. */
    RetryRecord(Database sink, String run) throws SQLException {
        this.sink = sink;
        this.run = run;
        this.rowsBefore = Losses.now(sink);
    }

    /** @param again a query behind FROM for those that could not be written again: gives db, key, origin and reason */
    void save(RunRecord newRun, Checkpoint books, String again, long lastKey) throws SQLException {
        sink.run("CREATE TABLE " + AGAIN + "(db, key, origin, reason, PRIMARY KEY (key, db)) WITHOUT ROWID");
        sink.run("INSERT OR IGNORE INTO " + AGAIN + " SELECT db, key, origin, reason FROM " + again);
        String tried = "run = ? AND key_id <= ? AND key_id NOT IN (SELECT key_id FROM " + RejectedRows.UNTRIED + ")";
        String same = " a WHERE a.key = sluice_reject.key AND a.db = sluice_reject.db)";
        sink.update(
                "DELETE FROM main.sluice_reject WHERE " + tried + " AND NOT EXISTS (SELECT 1 FROM " + AGAIN + same,
                run,
                lastKey);
        sink.update(
                "UPDATE main.sluice_reject SET (origin, reason) = (SELECT origin, reason FROM " + AGAIN + same
                        + " WHERE " + tried,
                run,
                lastKey);
        new Checkpoints(sink).save(run, books);
        new Runs(sink).retried(newRun);
        Losses.count(sink, run, rowsBefore);
    }
}
