package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Existing;

/**
 * How the records of one stage come into the sink's table.
 *
 * @param rowid its name, where rows have no identity of their own: each gets its rowid here, by which it is found again
 * @param lastRow the greatest rowid that was there before
 */
record Insertion(Schema.Table table, Stage stage, Standing standing, String rowid, long lastRow) {
    /** Which records, in which order, where they come in ranges. */
    static final String ORDER = "temp.sluice_order";

    static Insertion of(Database sink, Schema.Table table, Stage stage, String subject) throws SQLException {
        Standing standing = Standing.of(sink, stage);
        if (!table.primaryKey().isEmpty()) {
            return new Insertion(table, stage, standing, "", 0);
        }
        String rowid = new Target(sink, subject).rowidName(table.name());
        long last = sink.number("SELECT max(" + rowid + ") FROM " + target(table));
        return new Insertion(table, stage, standing, rowid, last);
    }

    String target() {
        return target(table);
    }

    private static String target(Schema.Table table) {
        return "main." + Sql.quoted(table.name());
    }

    private boolean isNameless() {
        return table.primaryKey().isEmpty();
    }

    /** Everything in one statement, in the order of the primary key. */
    String all(boolean hasLargeRows) {
        return isNameless()
                ? into() + "SELECT " + row() + ", " + stage.columnList() + " FROM " + stage.table() + " s" + ranked()
                        + " ORDER BY s." + Stage.ID
                : into() + "SELECT " + stage.columnList() + " FROM " + standing.source() + " WHERE true ORDER BY "
                        + sorted(hasLargeRows) + conflict();
    }

    /**
     * Small rows are sorted as a whole: to fetch each by an index from where it landed takes three times as long. Large
     * ones are fetched, which spares a copy of all of them in temporary files.
     */
    private String sorted(boolean hasLargeRows) {
        String sign = hasLargeRows ? "" : "+";
        return table.primaryKey().stream()
                .map(column -> sign + Sql.quoted(column))
                .collect(Collectors.joining(", "));
    }

    /** The places of {@link #ORDER}, in the order in which all would come. */
    String ordered() {
        String order = isNameless() ? Stage.ID : sorted(true);
        return "INSERT INTO " + ORDER + "(id) SELECT " + Stage.ID + " FROM " + standing.source() + " ORDER BY " + order;
    }

    /** Those of the places from one parameter to the other. */
    String range() {
        StringJoiner columns = new StringJoiner(", ");
        if (isNameless()) {
            columns.add(row());
        }
        for (String column : stage.columnNames()) {
            columns.add(
                    standing.someMerged()
                            ? "CASE WHEN m." + Stage.ID + " IS NULL THEN s." + column + " ELSE m." + column + " END"
                            : "s." + column);
        }
        String merged = standing.someMerged() ? " LEFT JOIN " + stage.merged() + " m ON m." + Stage.ID + " = o.id" : "";
        return into() + "SELECT " + columns + " FROM " + ORDER + " o CROSS JOIN " + stage.table() + " s ON s."
                + Stage.ID + " = o.id" + merged + (isNameless() ? ranked() : "")
                + " WHERE o.place BETWEEN ? AND ? ORDER BY o.place" + conflict();
    }

    /** Id and name of each record that is not in the table. */
    String missing() {
        return isNameless()
                ? "SELECT s." + Stage.ID + ", '' FROM " + stage.table() + " s" + ranked()
                        + " WHERE NOT EXISTS (SELECT 1 FROM " + target() + " t WHERE t." + rowid + " = " + row() + ")"
                : "SELECT s." + Stage.ID + ", " + identity().shown("s") + " FROM " + standing.source()
                        + " s WHERE NOT EXISTS (SELECT 1 FROM " + target() + " t WHERE "
                        + identity().same("t", "s")
                        + ")";
    }

    /** Id and name of the record at a place. */
    String at() {
        return "SELECT s." + Stage.ID + ", " + (isNameless() ? "''" : identity().shown("s")) + " FROM " + ORDER
                + " o JOIN " + stage.table() + " s ON s." + Stage.ID + " = o.id WHERE o.place = ?";
    }

    private Identity identity() {
        return new Identity(table.primaryKey());
    }

    private String into() {
        String first = isNameless() ? rowid + ", " : "";
        return "INSERT INTO " + target() + "(" + first + stage.columnList() + ") ";
    }

    private String row() {
        return lastRow + " + r.first + (s." + Stage.POSITION_OF + ")";
    }

    private String ranked() {
        return " JOIN " + stage.ranks() + " r ON r.key_id = s." + Stage.KEY_OF;
    }

    private String conflict() {
        if (table.existing() == Existing.REFUSE || isNameless()) {
            return "";
        }
        String of = " ON CONFLICT (" + Sql.list(table.primaryKey()) + ") DO ";
        List<String> replaced = table.columns().stream()
                .map(Schema.Column::name)
                .filter(column -> !table.primaryKey().contains(column))
                .map(Sql::quoted)
                .toList();
        return table.existing() == Existing.KEEP || replaced.isEmpty()
                ? of + "NOTHING"
                : of + "UPDATE SET "
                        + replaced.stream()
                                .map(name -> name + " = excluded." + name)
                                .collect(Collectors.joining(", "));
    }
}
