package sluice.adapters.sqlite;

import java.sql.SQLException;

/** Records that a table of the sink does not take, by rules that the plan does not know: to be rejected. */
final class Refused {
    private static final String TABLE = "temp.sluice_refused";

    private final Database staging;

    Refused(Database staging) throws SQLException {
        this.staging = staging;
        staging.run("DROP TABLE IF EXISTS " + TABLE);
        staging.run("CREATE TABLE " + TABLE + "(key_id INTEGER PRIMARY KEY, reason TEXT)");
    }

    /** A key with several such records is rejected for the first that is named. */
    void add(long recordId, String reason) throws SQLException {
        staging.update(
                "INSERT OR IGNORE INTO " + TABLE + " VALUES (? >> " + Stage.POSITION_BITS + ", ?)", recordId, reason);
    }

    boolean isEmpty() throws SQLException {
        return staging.number("SELECT EXISTS (SELECT 1 FROM " + TABLE + ")") == 0;
    }

    /** Names the keys that are to be rejected, and forgets them. */
    void name() throws SQLException {
        staging.run(Rejection.ADD + "SELECT key_id, reason, 0, 0 FROM " + TABLE);
        staging.run("DELETE FROM " + TABLE);
    }
}
