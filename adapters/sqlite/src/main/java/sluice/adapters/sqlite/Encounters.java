package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.StringJoiner;
import sluice.protocol.MigrationException;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Policy;

/**
 * Records that are tried again and meet a row of their primary key that stands in the sink: the policy that the plan
 * has for keys of one identity holds between the two. Of which key that row is nobody knows any more: it counts as the
 * first.
 */
final class Encounters {
    /** Which keys met rows, and what became of it; told when all is settled. */
    static final String TOLD = "temp.sluice_encounter";

    private static final String MET = "temp.sluice_met";

    private final Database database;
    private final Stage stage;
    private final Schema.Table table;
    private final Identity identity;
    private final String subject;

    Encounters(Database database, Stage stage, Schema.Table table, String subject) {
        this.database = database;
        this.stage = stage;
        this.table = table;
        this.identity = new Identity(table.primaryKey());
        this.subject = subject;
    }

    static void prepare(Database database) throws SQLException {
        database.run("DROP TABLE IF EXISTS " + TOLD);
        database.run("CREATE TABLE " + TOLD + "(stage INTEGER, key_id INTEGER, how TEXT, PRIMARY KEY (stage, key_id))"
                + " WITHOUT ROWID");
    }

    /** Once the records themselves are settled among each other. */
    void settle() throws SQLException {
        database.update("DELETE FROM " + TOLD + " WHERE stage = ?", stage.index());
        database.run("DROP TABLE IF EXISTS " + MET);
        database.run("CREATE TABLE " + MET + "(id INTEGER PRIMARY KEY, newer INTEGER, shown TEXT)");
        String newer = table.collisions().policy() == Policy.NEWEST
                        && table.collisions().by() != null
                ? newer(Sql.quoted(table.collisions().by()))
                : "0";
        database.run("INSERT INTO " + MET + " SELECT s." + Stage.ID + ", " + newer + ", " + identity.shown("s")
                + " FROM " + Standing.of(database, stage).source() + " s CROSS JOIN " + rows() + " t ON "
                + identity.same("t", "s"));
        switch (table.collisions().policy()) {
            case NEWEST -> {
                Collisions.lose(database, stage, "SELECT id FROM " + MET + " WHERE NOT newer");
                tell("WHERE newer", "takes the place of a row that stood there");
            }
            case FIRST -> Collisions.lose(database, stage, "SELECT id FROM " + MET);
            case MERGE -> merge();
            case REJECT -> reject("", "table " + table.name() + " has a row with the same primary key already: ");
            case FAIL -> fail();
        }
        database.run("DROP TABLE " + MET);
    }

    private String rows() {
        return Settlement.SINK + "." + Sql.quoted(table.name());
    }

    private static String newer(String by) {
        return "CASE WHEN s." + by + " IS NULL THEN 0 WHEN t." + by + " IS NULL THEN 1 ELSE s." + by + " > t." + by
                + " END";
    }

    private void tell(String which, String what) throws SQLException {
        database.update(
                "INSERT OR IGNORE INTO " + TOLD + " SELECT ?, id >> " + Stage.POSITION_BITS + ", ? || shown || ?"
                        + " FROM " + MET + " " + which + " ORDER BY id",
                stage.index(),
                "table " + table.name() + ", row ",
                ": " + what);
    }

    /** Each column is that of the row that stands there, where it has one, or what the plan makes of both. */
    private void merge() throws SQLException {
        StringJoiner columns = new StringJoiner(", ");
        for (Schema.Column column : table.columns()) {
            if (table.collisions().merge(column.name()) == Schema.Merge.SUM) {
                rejectMisfits(column);
            }
            String name = Sql.quoted(column.name());
            String both = switch (table.collisions().merge(column.name())) {
                case FIRST -> "t." + name;
                case SUM -> "t." + name + " + s." + name;
                case MAX -> "max(t." + name + ", s." + name + ")";
                case MIN -> "min(t." + name + ", s." + name + ")";
            };
            columns.add("coalesce(" + both + ", t." + name + ", s." + name + ")");
        }
        database.run("INSERT OR REPLACE INTO " + stage.merged() + " SELECT s." + Stage.ID + ", " + columns + pairs());
        tell("", "merged with a row that stood there");
    }

    private String pairs() throws SQLException {
        return " FROM " + MET + " m CROSS JOIN " + Standing.of(database, stage).source() + " s ON s." + Stage.ID
                + " = m.id CROSS JOIN " + rows() + " t ON " + identity.same("t", "s");
    }

    /** The sum of two whole numbers that does not fit would become a real. */
    private void rejectMisfits(Schema.Column column) throws SQLException {
        String name = Sql.quoted(column.name());
        String misfits = "SELECT m.id" + pairs() + " WHERE typeof(s." + name + ") = 'integer' AND typeof(t." + name
                + ") = 'integer' AND typeof(s." + name + " + t." + name + ") = 'real'";
        reject(" WHERE id IN (" + misfits + ")", Collisions.misfit(table, column));
        database.run("DELETE FROM " + MET + " WHERE id IN (" + misfits + ")");
    }

    private void reject(String which, String reason) throws SQLException {
        database.update(
                Rejection.ADD + "SELECT id >> " + Stage.POSITION_BITS + ", ? || shown, 1, 0 FROM " + MET + which,
                reason);
    }

    private void fail() throws SQLException {
        long met = database.number("SELECT count(*) FROM " + MET);
        if (met > 0) {
            List<String> first = Settlement.named(database, "SELECT shown FROM " + MET + " LIMIT 3");
            throw MigrationException.failed(
                    subject,
                    "table " + table.name() + " has " + met + " of the rows already, and the plan says fail: "
                            + String.join("; ", first),
                    "nothing was written to it; choose another policy for collisions",
                    null);
        }
    }
}
