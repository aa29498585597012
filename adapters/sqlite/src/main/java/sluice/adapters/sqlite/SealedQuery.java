package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import sluice.adapters.sqlite.TupleScan.Cells;
import sluice.adapters.sqlite.TupleScan.Query;
import sluice.protocol.Schema;

/**
 * How the records of one stage are read where they stand in the attached sink. Behind key and position a query
 * says what is to be said of the record, and gives its cells there, and as they were staged.
 */
final class SealedQuery {
    static final String SINK = "sink";

    private static final int ABSENT = 0;
    private static final int IN_SINK = 1;
    private static final int AS_STAGED = 2;
    private static final int CELLS = 4;

    /** So many records are looked up in the order of the sink's table, which is twice as quick. */
    private static final int TOGETHER = 32_768;

    private final Database staging;
    private final Database sink;
    private final Stage stage;
    private final Schema.Table table;
    private final String subject;
    private final Identity identity;

    SealedQuery(Database staging, Database sink, Stage stage, Schema.Table table, String subject) {
        this.staging = staging;
        this.sink = sink;
        this.stage = stage;
        this.table = table;
        this.subject = subject;
        this.identity = new Identity(table.primaryKey());
    }

    Query query() throws SQLException {
        return table.primaryKey().isEmpty() ? byRowid() : byPrimaryKey();
    }

    private Query byRowid() throws SQLException {
        String rowid = "t." + new Target(sink, subject).rowidName(table.name());
        long before = staging.number(
                "SELECT first_row FROM " + SINK + "." + PlanTables.TABLE + " WHERE name = ?", table.name());
        String sql = "SELECT s." + Stage.KEY_OF + ", s." + Stage.POSITION_OF + ", " + rowid + " IS NOT NULL, "
                + String.join(", ", cells()) + " FROM " + stage.table() + " s JOIN " + stage.ranks()
                + " r ON r.key_id = s."
                + Stage.KEY_OF + " LEFT JOIN " + inSink() + " t ON " + rowid + " = " + before + " + r.first + (s."
                + Stage.POSITION_OF + ")" + TupleScan.RANGE;
        return new Query(stage, sql, Long.MAX_VALUE, found -> found.getInt(3) == ABSENT ? Cells.NONE : CELLS);
    }

    private Query byPrimaryKey() throws SQLException {
        Standing standing = Standing.of(staging, stage);
        boolean both = standing.someLost() || standing.someMerged();
        long perKey = stage.mostRecordsOfKey(staging);
        boolean together = perKey < TOGETHER && !stage.hasLargeRows(staging);
        String sql = "SELECT x.sid >> " + Stage.POSITION_BITS + ", x.sid & " + (Stage.POSITIONS - 1) + ", "
                + state(standing) + ", " + columns("x.c") + (both ? ", " + staged() : "") + " FROM (" + found(together)
                + ") x" + joins(standing) + " ORDER BY x.sid";
        int staged = CELLS + table.columns().size();
        return new Query(stage, sql, together ? TOGETHER / perKey : Long.MAX_VALUE, found -> switch (found.getInt(3)) {
            case ABSENT -> Cells.NONE;
            case AS_STAGED -> staged;
            default -> CELLS;
        });
    }

    /** Each record with what the sink has for it. */
    private String found(boolean together) {
        String range = " WHERE s." + TupleScan.WITHIN;
        String source = together
                ? "(SELECT s." + Stage.ID + ", " + identity.list("s") + " FROM " + stage.table() + " s" + range
                        + " ORDER BY " + identity.list("+s") + " LIMIT " + Long.MAX_VALUE + ")"
                : stage.table();
        return "SELECT s." + Stage.ID + " AS sid, t."
                + Sql.quoted(table.primaryKey().getFirst())
                + " IS NOT NULL AS there, " + named(cells()) + " FROM " + source + " s LEFT JOIN " + inSink()
                + " t ON " + identity.same("t", "s") + (together ? "" : range);
    }

    private String state(Standing standing) {
        StringJoiner state = new StringJoiner(" ", "CASE ", " ELSE " + IN_SINK + " END");
        if (standing.someLost()) {
            state.add("WHEN l." + Stage.ID + " IS NOT NULL THEN " + AS_STAGED);
        }
        state.add("WHEN NOT x.there THEN " + ABSENT);
        if (standing.someMerged()) {
            StringJoiner same = new StringJoiner(" AND ");
            for (int c = 0; c < stage.columnNames().size(); c++) {
                same.add("x.c" + c + " IS m." + stage.columnNames().get(c));
            }
            state.add("WHEN m." + Stage.ID + " IS NOT NULL AND " + same + " THEN " + AS_STAGED);
        }
        return state.toString();
    }

    private String joins(Standing standing) {
        StringBuilder joins = new StringBuilder();
        String id = "NULL";
        if (standing.someLost()) {
            joins.append(" LEFT JOIN ")
                    .append(stage.lost())
                    .append(" l ON l.")
                    .append(Stage.ID)
                    .append(" = x.sid");
            id = "l." + Stage.ID;
        }
        if (standing.someMerged()) {
            joins.append(" LEFT JOIN ")
                    .append(stage.merged())
                    .append(" m ON m.")
                    .append(Stage.ID)
                    .append(" = x.sid");
            id = "ifnull(" + id + ", m." + Stage.ID + ")";
        }
        if (!id.equals("NULL")) {
            joins.append(" LEFT JOIN ")
                    .append(stage.table())
                    .append(" o ON o.")
                    .append(Stage.ID)
                    .append(" = ");
            joins.append(id);
        }
        return joins.toString();
    }

    private List<String> cells() {
        return table.columns().stream().map(this::cell).toList();
    }

    /** A table that was there may write a key in its own way, and keep whole numbers as integers. */
    private String cell(Schema.Column column) {
        String name = Sql.quoted(column.name());
        boolean isOurs = table.existing() == Schema.Existing.REFUSE;
        if (!isOurs && table.primaryKey().contains(column.name())) {
            return "s." + name;
        }
        return isOurs || column.type() != Schema.Type.REAL
                ? "t." + name
                : "CASE typeof(t." + name + ") WHEN 'integer' THEN CAST(t." + name + " AS REAL) ELSE t." + name
                        + " END";
    }

    private static String named(List<String> cells) {
        StringJoiner named = new StringJoiner(", ");
        for (int c = 0; c < cells.size(); c++) {
            named.add(cells.get(c) + " AS c" + c);
        }
        return named.toString();
    }

    private String staged() {
        return stage.columnNames().stream().map(column -> "o." + column).collect(Collectors.joining(", "));
    }

    private String columns(String prefix) {
        StringJoiner columns = new StringJoiner(", ");
        for (int c = 0; c < table.columns().size(); c++) {
            columns.add(prefix + c);
        }
        return columns.toString();
    }

    private String inSink() {
        return SINK + "." + Sql.quoted(table.name());
    }
}
