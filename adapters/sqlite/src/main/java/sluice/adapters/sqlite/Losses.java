package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.Map;

/** What was written into a file since its run ended, table by table: a run counts them all when it ends. */
final class Losses {
    private Losses() {}

    /** Counts the rows of all tables but Sluice's own; durable with the transaction that is open. */
    static void count(Database database, String run) throws SQLException {
        database.script("sluice-return.sql");
        database.update("DELETE FROM sluice_count WHERE run = ?", run);
        for (Map.Entry<String, Long> table : Census.rows(database).entrySet()) {
            if (!isOwn(table.getKey())) {
                database.update(
                        "INSERT INTO sluice_count(run, name, rows) VALUES (?, ?, ?)",
                        run,
                        table.getKey(),
                        table.getValue());
            }
        }
    }

    private static boolean isOwn(String table) {
        return Tables.OWN.contains(table) || Backup.TABLES.contains(table);
    }
}
