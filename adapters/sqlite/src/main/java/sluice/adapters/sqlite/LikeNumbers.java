package sluice.adapters.sqlite;

import java.sql.SQLException;
import sluice.protocol.Schema;

/**
 * Texts that would come back as numbers, from a column that is declared JSON, STRING or DATE, say: for SQLite that is
 * NUMERIC. Everything else it holds as it is.
 */
final class LikeNumbers {
    private static final String TABLE = "temp.sluice_like_number";
    private static final String BLANKS = "char(9, 10, 11, 12, 13, 32)";

    private final Database database;
    private final String subject;

    /** @param database of the stages, with the sink at hand */
    LikeNumbers(Database database, String subject) {
        this.database = database;
        this.subject = subject;
    }

    /** Names the keys that are to be rejected. */
    void settle(Stage stage, Schema.Table table) throws SQLException {
        Target target = new Target(database, subject, Settlement.SINK);
        for (Schema.Column column : table.columns()) {
            boolean isText = column.type() == Schema.Type.TEXT || column.type() == Schema.Type.JSON;
            if (isText && target.isNumeric(table.name(), column.name())) {
                settle(stage, table, column.name());
            }
        }
    }

    /** SQLite itself says what becomes of those that may be meant. */
    private void settle(Stage stage, Schema.Table table, String column) throws SQLException {
        String name = Sql.quoted(column);
        database.run("DROP TABLE IF EXISTS " + TABLE);
        database.run("CREATE TABLE " + TABLE + "(id INTEGER PRIMARY KEY, v NUMERIC)");
        database.run("INSERT INTO " + TABLE + " SELECT " + Stage.ID + ", " + name + " FROM " + stage.table()
                + " WHERE substr(ltrim(" + name + ", " + BLANKS + "), 1, 1) GLOB '[-+.0-9]'");
        database.update(
                Rejection.ADD + "SELECT s." + Stage.KEY_OF + ", ? || substr(quote(s." + name + "), 1, 100), 0, 0 FROM "
                        + TABLE + " l JOIN " + stage.table() + " s ON s." + Stage.ID + " = l.id WHERE typeof(l.v) <>"
                        + " 'text'",
                "column " + column + " of table " + table.name() + " would make a number of it: ");
        database.run("DROP TABLE " + TABLE);
    }
}
