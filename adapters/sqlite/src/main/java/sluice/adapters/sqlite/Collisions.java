package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Existing;
import sluice.protocol.Schema.Policy;

/** Records of one table that have the same primary key, and what the plan's policy makes of them. */
final class Collisions {
    private static final String CONTEST = "temp.sluice_contest";

    /** Beyond it the sum of whole numbers may not be one of 64 bits. */
    private static final String SUM_MAX = "9.2e18";

    private final Database database;
    private final Stage stage;
    private final Schema.Table table;
    private final Identity identity;
    private final String subject;
    private final boolean besideRows;
    private final boolean again;
    private final @Nullable Encounters encounters;
    private boolean possible = true;

    /**
     * @param besideRows whether the sink is at hand, for tables that hold rows already
     * @param again whether rows of the run stand there, too
     */
    Collisions(Database database, Stage stage, Schema.Table table, String subject, boolean besideRows, boolean again) {
        this.database = database;
        this.stage = stage;
        this.table = table;
        this.identity = new Identity(table.primaryKey());
        this.subject = subject;
        this.besideRows = besideRows;
        this.again = again;
        this.encounters = besideRows && again && table.existing() == Existing.UPDATE
                ? new Encounters(database, stage, table, subject)
                : null;
    }

    /** The index by which records are found by their primary key. */
    static String index(Stage stage) {
        return "sluice_stage_key_" + stage.index();
    }

    void settle() throws SQLException {
        if (table.primaryKey().isEmpty()) {
            return;
        }
        database.run("DELETE FROM " + stage.lost());
        database.run("DELETE FROM " + stage.merged());
        if (possible && !indexed()) {
            contest();
        }
        if (besideRows && table.existing() == Existing.KEEP) {
            loseToRows();
        } else if (encounters != null) {
            encounters.settle();
        }
        database.run("DROP TABLE IF EXISTS " + CONTEST);
    }

    /** Mostly nothing collides, and an index tells that as quickly as anything. */
    private boolean indexed() throws SQLException {
        String on = index(stage) + " ON " + stage.table() + "(" + identity.list() + ")";
        if (database.has("index", index(stage))) {
            String unique = "SELECT \"unique\" FROM pragma_index_list(?) WHERE name = ?";
            possible = database.number(unique, stage.table(), index(stage)) == 0;
            return !possible;
        }
        try {
            database.run("CREATE UNIQUE INDEX " + on);
            possible = false;
            return true;
        } catch (SQLException e) {
            if (!Faults.isConstraint(e)) {
                throw e;
            }
            database.run("CREATE INDEX " + on);
            return false;
        }
    }

    /** Ranks the records of each identity that several have: the first place stays. */
    private void contest() throws SQLException {
        database.run("DROP TABLE IF EXISTS " + CONTEST);
        database.run("CREATE TABLE " + CONTEST
                + "(grp INTEGER, place INTEGER, id INTEGER, PRIMARY KEY (grp, place)) WITHOUT ROWID");
        String by = table.collisions().policy() == Policy.NEWEST
                        && table.collisions().by() != null
                ? "s." + Sql.quoted(table.collisions().by()) + " DESC, "
                : "";
        database.run("INSERT INTO " + CONTEST + " SELECT min(s." + Stage.ID + ") OVER same, row_number() OVER (same"
                + " ORDER BY " + by + Stage.KEY_ORDER + "), s." + Stage.ID + " FROM (SELECT " + identity.list()
                + " FROM " + stage.table() + " GROUP BY " + identity.list() + " HAVING count(*) > 1) g CROSS JOIN "
                + stage.table() + " s ON " + identity.same("s", "g") + " JOIN redis_key k ON k.id = s." + Stage.KEY_OF
                + " WINDOW same AS (PARTITION BY " + identity.list("s") + ")");
        switch (table.collisions().policy()) {
            case NEWEST, FIRST -> lose(0);
            case MERGE -> merge();
            case REJECT -> reject();
            case FAIL -> fail();
        }
    }

    private void lose(int merged) throws SQLException {
        database.run("INSERT INTO " + stage.lost() + " SELECT l.id, w.id, " + merged + " FROM " + CONTEST + " l JOIN "
                + CONTEST + " w ON w.grp = l.grp AND w.place = 1 WHERE l.place > 1");
    }

    private void merge() throws SQLException {
        StringJoiner columns = new StringJoiner(", ");
        for (Schema.Column column : table.columns()) {
            if (column.type() == Schema.Type.INTEGER && table.collisions().merge(column.name()) == Schema.Merge.SUM) {
                requireFittingSum(column);
            }
            columns.add("(" + merged(column) + ")");
        }
        database.run("INSERT INTO " + stage.merged() + " SELECT w.id, " + columns + " FROM " + CONTEST
                + " w WHERE w.place = 1");
        lose(1);
    }

    /** In the order of the keys, also where it does not seem to matter: a sum of doubles depends on it. */
    private String merged(Schema.Column column) {
        String name = "s." + Sql.quoted(column.name());
        String all = "SELECT " + name + " AS v FROM " + CONTEST + " x CROSS JOIN " + stage.table() + " s ON s."
                + Stage.ID + " = x.id WHERE x.grp = w.grp AND " + name + " IS NOT NULL ORDER BY ";
        return switch (table.collisions().merge(column.name())) {
            case FIRST -> all + "x.place LIMIT 1";
            case MAX -> all + name + " DESC, x.place LIMIT 1";
            case MIN -> all + name + ", x.place LIMIT 1";
            case SUM -> "SELECT sum(v) FROM (" + all + "x.place LIMIT " + Long.MAX_VALUE + ")";
        };
    }

    private void requireFittingSum(Schema.Column column) throws SQLException {
        String all = " FROM " + CONTEST + " x CROSS JOIN " + stage.table() + " s ON s." + Stage.ID + " = x.id";
        String tooMuch = all + " GROUP BY x.grp HAVING total(abs(CAST(s." + Sql.quoted(column.name()) + " AS REAL))) > "
                + SUM_MAX;
        if (again) {
            database.update(
                    Rejection.ADD + "SELECT s." + Stage.KEY_OF + ", ? || " + identity.shown("s") + ", 1, 0" + all
                            + " WHERE x.place > 1 AND x.grp IN (SELECT x.grp" + tooMuch + ")",
                    misfit(table, column));
            database.run("DELETE FROM " + CONTEST + " WHERE grp IN (SELECT x.grp" + tooMuch + ")");
            return;
        }
        List<String> tooBig = Settlement.named(database, "SELECT " + identity.shown("s") + tooMuch + " LIMIT 3");
        if (!tooBig.isEmpty()) {
            throw MigrationException.failed(
                    subject,
                    misfit(table, column) + String.join("; ", tooBig),
                    "nothing was written to it; make the column real, or merge it in another way, and start over"
                            + " with --fresh",
                    null);
        }
    }

    /** Why records cannot be merged; the row follows. */
    static String misfit(Schema.Table table, Schema.Column column) {
        return "in table " + table.name() + " the sum of column " + column.name() + " does not fit into 64 bits: ";
    }

    private void reject() throws SQLException {
        database.update(
                Rejection.ADD + "SELECT s." + Stage.KEY_OF + ", ? || " + identity.shown("s") + ", 1, 0 FROM " + CONTEST
                        + " l JOIN " + stage.table() + " s ON s." + Stage.ID + " = l.id WHERE l.place > 1",
                "table " + table.name() + " has a row of another key with the same primary key: ");
    }

    private void fail() throws SQLException {
        List<String> first = Settlement.named(
                database,
                "SELECT " + identity.shown("s")
                        + " || ' of ' || group_concat(quote(k.key), ' and ') FROM (SELECT * FROM "
                        + CONTEST + " ORDER BY grp, place) l JOIN " + stage.table() + " s ON s." + Stage.ID
                        + " = l.id JOIN redis_key k ON k.id = s." + Stage.KEY_OF + " GROUP BY l.grp LIMIT 3");
        long groups = database.number("SELECT count(DISTINCT grp) FROM " + CONTEST);
        if (groups > 0) {
            throw MigrationException.failed(
                    subject,
                    "in table " + table.name() + " " + groups + " rows come from several keys, and the plan says fail: "
                            + String.join("; ", first),
                    "nothing was written to it; choose another policy for collisions, and start over with --fresh",
                    null);
        }
    }

    /** What stands in the sink already wins. */
    private void loseToRows() throws SQLException {
        String rows = Settlement.SINK + "." + Sql.quoted(table.name());
        Standing standing = Standing.of(database, stage);
        lose(
                database,
                stage,
                "SELECT s." + Stage.ID + " FROM " + standing.source() + " s WHERE EXISTS (SELECT 1 FROM " + rows
                        + " t WHERE " + identity.same("t", "s") + ")");
    }

    /** Records that a query names lose to rows of the sink; with each go those that became part of it. */
    static void lose(Database database, Stage stage, String ids) throws SQLException {
        database.run("CREATE TABLE temp.sluice_kept(id INTEGER PRIMARY KEY)");
        database.run("INSERT INTO temp.sluice_kept " + ids);
        database.run("UPDATE " + stage.lost() + " SET merged = 0 WHERE winner IN (SELECT id FROM temp.sluice_kept)");
        database.run("INSERT INTO " + stage.lost() + " SELECT id, NULL, 0 FROM temp.sluice_kept");
        database.run("DELETE FROM " + stage.merged() + " WHERE " + Stage.ID + " IN (SELECT id FROM temp.sluice_kept)");
        database.run("DROP TABLE temp.sluice_kept");
    }
}
