package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Key;
import sluice.protocol.Sink.Doubles;

/** Finds keys that were read more than once and takes the older readings out, booking each to who wrote it. */
final class DoubleRows {
    /** So many leave in one transaction, together with the checkpoint that knows of it. */
    private static final int PAGE = 1_000;

    private final Database database;
    private final Runs.Stored run;
    private final Layout layout;
    private final Checkpoints checkpoints;
    private final Authors authors;

    DoubleRows(Database database, Runs.Stored run) {
        this.database = database;
        this.run = run;
        this.layout = run.layout();
        this.checkpoints = new Checkpoints(database);
        this.authors = new Authors(database);
    }

    /**
     * Makes the index that says that no key stands twice. Mostly none does, and looking for such keys would cost as
     * much as the index, which tells that too.
     *
     * @param removed called when doubles had to be removed before
     */
    void indexKeys(Doubles doubles, Runnable removed) throws SQLException {
        String sql = indexStatement();
        try {
            database.run(sql);
        } catch (SQLException e) {
            if (!Faults.isConstraint(e)) {
                throw e;
            }
            remove(doubles);
            removed.run();
            database.run(sql);
        }
    }

    /** Fails where a key stands twice. */
    String indexStatement() {
        return "CREATE UNIQUE INDEX IF NOT EXISTS " + layout.uniqueIndex() + " ON " + layout.keyTable() + "("
                + layout.uniqueColumns() + ")";
    }

    /** Each round removes the oldest reading of every key that stands more than once; one round is the rule. */
    void remove(Doubles doubles) throws SQLException {
        try (RowScan scan = new RowScan(database, layout, run.db())) {
            boolean more = true;
            while (more) {
                more = findOldest() > 2;
                for (List<Long> ids = page(0); !ids.isEmpty(); ids = page(ids.getLast())) {
                    remove(ids, doubles, scan);
                }
            }
        } finally {
            database.run("DROP TABLE IF EXISTS temp.sluice_double");
        }
    }

    /** Of the rejects of one key the newest stays. There are few, or all is lost anyway: they leave together. */
    void removeRejects(Doubles doubles) throws SQLException {
        String older = "key_id NOT IN (SELECT max(key_id) FROM sluice_reject GROUP BY db, key)";
        database.begin();
        try (PreparedStatement select = database.prepare(
                        "SELECT key_id, db, key, type FROM sluice_reject WHERE part = 0 AND " + older);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                Key key = new Key(found.getInt(2), Rejects.bytes(found.getBytes(3)));
                doubles.rejectedTwice(authors.partitionOf(found.getLong(1)), key, Rejects.kind(found, 4));
            }
        }
        database.update("DELETE FROM sluice_reject WHERE " + older);
        checkpoints.save(run.run().id(), doubles.settled());
        database.commit();
    }

    /** Sorted by SQLite, in a file: memory stays small. Gives how often the most frequent key stands. */
    private long findOldest() throws SQLException {
        database.run("DROP TABLE IF EXISTS temp.sluice_double");
        database.run("CREATE TEMP TABLE sluice_double(id INTEGER PRIMARY KEY, readings INTEGER)");
        database.run("INSERT INTO temp.sluice_double SELECT min(id), count(*) FROM " + layout.keyTable() + " GROUP BY "
                + layout.uniqueColumns() + " HAVING count(*) > 1");
        return database.number("SELECT max(readings) FROM temp.sluice_double");
    }

    private List<Long> page(long behind) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select =
                database.prepare("SELECT id FROM temp.sluice_double WHERE id > ? ORDER BY id LIMIT " + PAGE)) {
            select.setLong(1, behind);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    ids.add(found.getLong(1));
                }
            }
        }
        return ids;
    }

    private void remove(List<Long> ids, Doubles doubles, RowScan scan) throws SQLException {
        database.begin();
        for (long id : ids) {
            int partition = authors.partitionOf(id);
            scan.scan(id, id, row -> doubles.removed(partition, row));
        }
        delete(ids.getFirst(), ids.getLast());
        checkpoints.save(run.run().id(), doubles.settled());
        database.commit();
    }

    private void delete(long first, long last) throws SQLException {
        String listed = "SELECT id FROM temp.sluice_double WHERE id BETWEEN ? AND ?";
        for (String table : layout.childTables()) {
            database.update("DELETE FROM " + table + " WHERE " + layout.ofKeys(table, listed), first, last);
        }
        database.update("DELETE FROM " + layout.keyTable() + " WHERE id IN (" + listed + ")", first, last);
    }
}
