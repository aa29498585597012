package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Existing;

/**
 * Columns of one table that are unique beside its primary key, by the plan or in the sink. Of records that are not, the
 * one with the smallest key stays, and the keys of the others are rejected.
 */
final class Uniques {
    private final Database database;
    private final Stage stage;
    private final Schema.Table table;
    private final boolean besideRows;
    private final List<Identity> sets = new ArrayList<>();

    Uniques(Database database, Stage stage, Schema.Table table, String subject, boolean besideRows)
            throws SQLException {
        this.database = database;
        this.stage = stage;
        this.table = table;
        this.besideRows = besideRows && table.existing() != Existing.REFUSE;
        table.uniques().forEach(columns -> sets.add(new Identity(columns)));
        if (this.besideRows) {
            addThoseOfSink(new Target(database, subject, Settlement.SINK));
        }
    }

    private void addThoseOfSink(Target sink) throws SQLException {
        Set<String> ours = new HashSet<>();
        table.columns().forEach(column -> ours.add(Target.lower(column.name())));
        Set<Set<String>> known = new HashSet<>();
        known.add(lower(table.primaryKey()));
        table.uniques().forEach(columns -> known.add(lower(columns)));
        for (Target.UniqueKey key : sink.uniqueKeys(table.name())) {
            if (ours.containsAll(key.columns()) && known.add(new HashSet<>(key.columns()))) {
                sets.add(new Identity(key.columns()));
            }
        }
    }

    private static Set<String> lower(List<String> names) {
        Set<String> lower = new HashSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }

    /** Names the keys that are to be rejected for what stands in the sink. */
    void settleBesideRows() throws SQLException {
        if (besideRows) {
            Standing standing = Standing.of(database, stage);
            for (Identity unique : sets) {
                rejectBeside(standing, unique);
            }
        }
    }

    /** Names the keys that are to be rejected for each other. */
    void settle() throws SQLException {
        Standing standing = Standing.of(database, stage);
        for (int i = 0; i < sets.size(); i++) {
            Identity unique = sets.get(i);
            if (!isUnique(i, unique) || standing.someMerged()) {
                rejectAmong(standing, unique);
            }
        }
    }

    /** Among all that was staged, which is more than what stands: then there is nothing to look for. */
    private boolean isUnique(int number, Identity unique) throws SQLException {
        String index = "sluice_stage_unique_" + stage.index() + "_" + number;
        if (database.has("index", index)) {
            return database.number("SELECT \"unique\" FROM pragma_index_list(?) WHERE name = ?", stage.table(), index)
                    != 0;
        }
        String on = "INDEX " + index + " ON " + stage.table() + "(" + unique.list() + ")";
        try {
            database.run("CREATE UNIQUE " + on);
            return true;
        } catch (SQLException e) {
            if (!Faults.isConstraint(e)) {
                throw e;
            }
            database.run("CREATE " + on);
            return false;
        }
    }

    private void rejectAmong(Standing standing, Identity unique) throws SQLException {
        database.update(
                Rejection.ADD + "SELECT id >> " + Stage.POSITION_BITS + ", ? || shown, 1, 0 FROM (SELECT s." + Stage.ID
                        + " AS id, " + unique.shown("s") + " AS shown, row_number() OVER (PARTITION BY "
                        + unique.list("s") + " ORDER BY " + Stage.KEY_ORDER + ") AS place FROM (SELECT "
                        + unique.list() + " FROM " + standing.source() + " u WHERE " + unique.isWhole("u")
                        + " GROUP BY " + unique.list() + " HAVING count(*) > 1) g CROSS JOIN " + standing.source()
                        + " s ON " + unique.same("s", "g") + " JOIN redis_key k ON k.id = s." + Stage.KEY_OF
                        + ") WHERE place > 1",
                reason("of another key", unique));
    }

    private void rejectBeside(Standing standing, Identity unique) throws SQLException {
        Identity key = new Identity(table.primaryKey());
        String another = table.primaryKey().isEmpty() ? "" : " AND NOT (" + key.same("t", "s") + ")";
        database.update(
                Rejection.ADD + "SELECT s." + Stage.KEY_OF + ", ? || " + unique.shown("s") + ", 1, 0 FROM "
                        + standing.source() + " s WHERE EXISTS (SELECT 1 FROM " + Settlement.SINK + "."
                        + Sql.quoted(table.name()) + " t WHERE " + unique.same("t", "s") + another + ")",
                reason("that was there before", unique));
    }

    private String reason(String whose, Identity unique) {
        return "table " + table.name() + " has a row " + whose + " with the same " + String.join(", ", unique.columns())
                + ": ";
    }
}
