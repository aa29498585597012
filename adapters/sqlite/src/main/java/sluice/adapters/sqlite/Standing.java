package sluice.adapters.sqlite;

import java.sql.SQLException;

/** The records of one stage that are to stand in the plan's table: all but those that lost or became part of others. */
record Standing(Stage stage, boolean someLost, boolean someMerged) {
    static Standing of(Database database, Stage stage) throws SQLException {
        return new Standing(stage, has(database, stage.lost()), has(database, stage.merged()));
    }

    private static boolean has(Database database, String table) throws SQLException {
        return database.number("SELECT EXISTS (SELECT 1 FROM " + table + ")") != 0;
    }

    boolean isEverything() {
        return !someLost && !someMerged;
    }

    /** What stands behind FROM: gives {@link Stage#ID} and the plan's columns. */
    String source() {
        if (isEverything()) {
            return stage.table();
        }
        String columns = "SELECT " + Stage.ID + ", " + stage.columnList() + " FROM ";
        String kept = columns + stage.table() + " WHERE " + Stage.ID + " NOT IN (SELECT " + Stage.ID + " FROM "
                + stage.lost() + ")";
        return someMerged
                ? "(" + kept + " AND " + Stage.ID + " NOT IN (SELECT " + Stage.ID + " FROM " + stage.merged()
                        + ") UNION ALL " + columns + stage.merged() + ")"
                : "(" + kept + ")";
    }
}
