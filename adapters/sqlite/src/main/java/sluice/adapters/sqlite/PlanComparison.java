package sluice.adapters.sqlite;

import static sluice.adapters.sqlite.DifferingRows.list;
import static sluice.adapters.sqlite.DifferingRows.same;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.protocol.RowDifference;
import sluice.protocol.RowDifference.Nature;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Existing;
import sluice.protocol.SinkTrial.Compared;

/**
 * Compares the tables that a trial of a plan left with those of the sink, in SQL: the trial is {@code main}, the file
 * in which its rows landed {@code staging}, and the sink {@code sink}. Memory does not grow with the tables.
 */
final class PlanComparison {
    static final String SINK = "sink";

    private final Database database;
    private final Schema schema;
    private final Target target;
    private final Consumer<RowDifference> each;
    private int tables;
    private long rows;

    PlanComparison(Database database, Schema schema, String subject, Consumer<RowDifference> each) {
        this.database = database;
        this.schema = schema;
        this.target = new Target(database, subject);
        this.each = each;
    }

    static void attach(Database trial, Path sink, Path staging) throws SQLException {
        trial.update("ATTACH ? AS " + SINK, sink.toString());
        Transfer.attach(trial, staging);
    }

    Compared run() throws SQLException {
        Seal.sortWell(database);
        database.run("BEGIN");
        for (Stage stage : Stage.all(database)) {
            compare(schema.tables().get(stage.index()), stage);
        }
        new NativeComparison(database, each).run(this::count);
        database.run("COMMIT");
        return new Compared(tables, rows);
    }

    private void count(long ofTable) {
        tables++;
        rows += ofTable;
    }

    /** Which columns a table of the sink has, in lower case; empty where it is gone. */
    static List<String> columnsInSink(Database database, String table) throws SQLException {
        return Census.texts(
                database,
                "SELECT lower(name) FROM pragma_table_xinfo('" + table.replace("'", "''") + "', '" + SINK + "')");
    }

    private void compare(Schema.Table table, Stage stage) throws SQLException {
        List<String> there = columnsInSink(database, table.name());
        List<String> all = table.columns().stream().map(Schema.Column::name).toList();
        List<String> gone = all.stream()
                .filter(column -> !there.contains(Target.lower(column)))
                .toList();
        if (!gone.isEmpty()) {
            tables++;
            each.accept(new RowDifference(
                    table.name(), "", Nature.MISSING, there.isEmpty() ? List.of() : gone, List.of(), true));
            return;
        }
        if (table.primaryKey().isEmpty()) {
            compareNameless(table, stage, all);
        } else {
            List<String> others = new ArrayList<>(all);
            others.removeAll(table.primaryKey());
            compareByKey(table, stage, others);
        }
    }

    private void compareByKey(Schema.Table table, Stage stage, List<String> columns) throws SQLException {
        boolean isOurs = table.existing() == Existing.REFUSE;
        List<String> key = table.primaryKey();
        DifferingRows found = new DifferingRows(database, table.name(), key, columns);
        found.create();
        String first = Sql.quoted(key.getFirst());
        String expected = isOurs ? expected(table) : expectedBeside(table, stage);
        count(database.number("SELECT count(*) FROM " + expected));
        found.add("SELECT CASE WHEN a." + first + " IS NULL THEN " + DifferingRows.word(Nature.MISSING) + " ELSE "
                + DifferingRows.word(Nature.CHANGED) + " END, " + DifferingRows.mask(columns) + ", 0, 1, "
                + list(key, "e")
                + " FROM " + expected + " LEFT JOIN " + inSink(table) + " a ON " + same(key, "a", "e") + " WHERE a."
                + first + " IS NULL" + (columns.isEmpty() ? "" : " OR " + DifferingRows.differ(columns)));
        if (isOurs) {
            found.add("SELECT " + DifferingRows.word(Nature.EXTRA) + ", '', " + later(table, key) + ", 1, "
                    + list(key, "a")
                    + " FROM " + inSink(table) + " a LEFT JOIN " + expected + " ON " + same(key, "e", "a")
                    + " WHERE e." + first + " IS NULL");
        }
        tell(found, stage, key, "=");
    }

    private static String expected(Schema.Table table) {
        return "main." + Sql.quoted(table.name()) + " e";
    }

    private static String inSink(Schema.Table table) {
        return SINK + "." + Sql.quoted(table.name());
    }

    /** Of a table that was there before: the rows that the run wrote. What won against them is none of its business. */
    private String expectedBeside(Schema.Table table, Stage stage) throws SQLException {
        String won = "true";
        if (table.existing() == Existing.KEEP) {
            won = stage.columnNames().stream()
                    .map(column -> "e." + column + " IS s." + column)
                    .collect(Collectors.joining(" AND "));
        }
        return Standing.of(database, stage).source() + " s JOIN " + expected(table) + " ON "
                + same(table.primaryKey(), "e", "s") + " AND " + won;
    }

    /** Rows were moved into an empty table in order: its rowids are as many as there were rows. */
    private String later(Schema.Table table, @Nullable List<String> key) throws SQLException {
        long atEnd = database.number(
                "SELECT rows FROM " + SINK + "." + PlanTables.TABLE + " WHERE type = 'table' AND name = ?",
                table.name());
        boolean keyIsRowid = key != null
                && key.size() == 1
                && table.columns().stream()
                        .anyMatch(column -> column.name().equals(key.getFirst())
                                && Sql.type(column.type()).equals("INTEGER"));
        if (keyIsRowid || table.ordered() || !target.hasRowidName(table.name())) {
            return database.number("SELECT count(*) FROM " + inSink(table)) > atEnd ? "1" : "0";
        }
        return "a." + target.rowidName(table.name()) + " > " + atEnd;
    }

    /** Rows without an identity are compared by how often each is there. */
    private void compareNameless(Schema.Table table, Stage stage, List<String> columns) throws SQLException {
        boolean isOurs = table.existing() == Existing.REFUSE;
        DifferingRows found = new DifferingRows(database, table.name(), columns, List.of());
        found.create();
        String rowid = target.rowidName(table.name());
        String expected = expected(table) + behind(table, "main", "e." + rowid, isOurs);
        count(database.number("SELECT count(*) FROM " + expected));
        String grouped = columns.stream()
                .map(column -> Sql.quoted(column) + " COLLATE BINARY")
                .collect(Collectors.joining(", "));
        found.add("SELECT CASE WHEN sluice_times > 0 THEN " + DifferingRows.word(Nature.MISSING) + " ELSE "
                + DifferingRows.word(Nature.EXTRA) + " END, '', sluice_later, abs(sluice_times), " + list(columns, "g")
                + " FROM (SELECT " + Sql.list(columns) + ", sum(sluice_one) AS sluice_times, sum(sluice_late) AS"
                + " sluice_later FROM (SELECT " + list(columns, "e") + ", 1 AS sluice_one, 0 AS sluice_late FROM "
                + expected + " UNION ALL SELECT " + list(columns, "a") + ", -1, " + later(table, null) + " FROM "
                + inSink(table) + " a" + behind(table, SINK, "a." + rowid, isOurs) + ") GROUP BY " + grouped
                + ") g WHERE " + (isOurs ? "sluice_times <> 0" : "sluice_times > 0"));
        tell(found, stage, columns, "IS");
    }

    /** Only what a run added to a table that was there. */
    private String behind(Schema.Table table, String of, String rowid, boolean isOurs) throws SQLException {
        return isOurs
                ? ""
                : " WHERE " + rowid + " > "
                        + database.number(
                                "SELECT first_row FROM " + of + "." + PlanTables.TABLE
                                        + " WHERE type = 'table' AND name = ?",
                                table.name());
    }

    /** With the keys that gave the row when the source was read again. */
    private void tell(DifferingRows found, Stage stage, List<String> identity, String is) throws SQLException {
        if (!found.isEmpty()) {
            found.index();
            StringBuilder on = new StringBuilder();
            for (int i = 0; i < identity.size(); i++) {
                on.append(i == 0 ? "" : " AND ")
                        .append("d.k")
                        .append(i)
                        .append(' ')
                        .append(is);
                on.append(" s.").append(Sql.quoted(identity.get(i)));
            }
            database.run("INSERT INTO " + DifferingRows.ORIGINS + " SELECT DISTINCT d.id, k.db, k.key FROM staging."
                    + stage.table() + " s CROSS JOIN " + DifferingRows.TABLE + " d ON " + on
                    + " JOIN staging.redis_key k ON k.id = s." + Stage.KEY_OF);
        }
        found.tell(each);
    }
}
