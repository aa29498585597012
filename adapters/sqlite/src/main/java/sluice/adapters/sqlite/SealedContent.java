package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.adapters.sqlite.TupleScan.Cells;
import sluice.adapters.sqlite.TupleScan.Query;
import sluice.protocol.Key;
import sluice.protocol.Row;
import sluice.protocol.Schema;
import sluice.protocol.SinkReader.Addresses;

/**
 * What a plan's run has moved into the sink, key by key: the staging file tells which records a key has, and each is
 * read where it stands in the sink's tables now. One that does not stand there by the plan's rules is as it was staged.
 */
final class SealedContent implements Content {
    private static final String SINK = "sink";

    /** What a query says of a record, in its third column. */
    private static final int ABSENT = 0;

    private static final int IN_SINK = 1;
    private static final int AS_STAGED = 2;
    private static final int CELLS = 4;

    private final Database staging;
    private final Database sink;
    private final Layout layout;
    private final RowScan mapped;
    private final RowScan mappedOrGone;
    private final @Nullable RowScan natives;

    private SealedContent(Database staging, Database sink, Path sinkFile, Schema schema, Runs.Stored run)
            throws SQLException {
        this.staging = staging;
        this.sink = sink;
        this.layout = run.layout();
        staging.attach(sinkFile, SINK);
        List<Query> queries = new ArrayList<>();
        for (Stage stage : layout.stages()) {
            queries.add(query(stage, schema.tables().get(stage.index())));
        }
        TupleScan tuples = new TupleScan(staging, queries);
        this.mapped = new RowScan(staging, layout, Queries.STAGED, run.db(), tuples);
        this.mappedOrGone = new RowScan(staging, layout, Queries.STAGED_OR_GONE, run.db(), tuples);
        boolean someNative = sink.has("table", Layout.NATIVE.keyTable());
        this.natives = someNative ? new RowScan(sink, Layout.NATIVE, run.db()) : null;
    }

    static SealedContent open(Database staging, Path sinkFile, Schema schema, Runs.Stored run) throws SQLException {
        Database sink = Database.forReading(sinkFile);
        try {
            return new SealedContent(staging, sink, sinkFile, schema, run);
        } catch (SQLException | RuntimeException e) {
            sink.close();
            throw e;
        }
    }

    /** Behind key and position: what is to be said of the record, and its cells in both forms. */
    private Query query(Stage stage, Schema.Table table) throws SQLException {
        return table.primaryKey().isEmpty() ? byRowid(stage, table) : byPrimaryKey(stage, table);
    }

    private Query byRowid(Stage stage, Schema.Table table) throws SQLException {
        String rowid = "t." + new Target(sink, "").rowidName(table.name());
        long before = staging.number(
                "SELECT first_row FROM " + SINK + "." + PlanTables.TABLE + " WHERE name = ?", table.name());
        String sql = "SELECT s." + Stage.KEY_OF + ", s." + Stage.POSITION_OF + ", " + rowid + " IS NOT NULL"
                + cells(table, false) + " FROM " + stage.table() + " s JOIN " + stage.ranks() + " r ON r.key_id = s."
                + Stage.KEY_OF + " LEFT JOIN " + inSink(table) + " t ON " + rowid + " = " + before
                + " + r.first + (s." + Stage.POSITION_OF + ")" + TupleScan.RANGE;
        return new Query(stage, sql, found -> found.getInt(3) == ABSENT ? Cells.NONE : CELLS);
    }

    private Query byPrimaryKey(Stage stage, Schema.Table table) throws SQLException {
        Standing standing = Standing.of(staging, stage);
        StringJoiner state = new StringJoiner(" ", "CASE ", " ELSE " + IN_SINK + " END");
        StringJoiner joins = new StringJoiner(" ", " FROM " + stage.table() + " s ", "");
        if (standing.someLost()) {
            state.add("WHEN l." + Stage.ID + " IS NOT NULL THEN " + AS_STAGED);
            joins.add("LEFT JOIN " + stage.lost() + " l ON l." + Stage.ID + " = s." + Stage.ID);
        }
        String first = Sql.quoted(table.primaryKey().getFirst());
        state.add("WHEN t." + first + " IS NULL THEN " + ABSENT);
        if (standing.someMerged()) {
            state.add("WHEN m." + Stage.ID + " IS NOT NULL AND " + same(stage) + " THEN " + AS_STAGED);
            joins.add("LEFT JOIN " + stage.merged() + " m ON m." + Stage.ID + " = s." + Stage.ID);
        }
        StringJoiner on = new StringJoiner(" AND ", "LEFT JOIN " + inSink(table) + " t ON ", "");
        table.primaryKey().forEach(column -> on.add("t." + Sql.quoted(column) + " = s." + Sql.quoted(column)));
        boolean both = standing.someLost() || standing.someMerged();
        String sql = "SELECT s." + Stage.KEY_OF + ", s." + Stage.POSITION_OF + ", " + state + cells(table, both)
                + joins.add(on.toString()) + TupleScan.RANGE;
        int staged = CELLS + table.columns().size();
        return new Query(stage, sql, found -> switch (found.getInt(3)) {
            case ABSENT -> Cells.NONE;
            case AS_STAGED -> staged;
            default -> CELLS;
        });
    }

    private static String same(Stage stage) {
        return stage.columnNames().stream()
                .map(column -> "t." + column + " IS m." + column)
                .collect(Collectors.joining(" AND "));
    }

    private static String inSink(Schema.Table table) {
        return SINK + "." + Sql.quoted(table.name());
    }

    private static String cells(Schema.Table table, boolean asStagedToo) {
        StringBuilder cells = new StringBuilder();
        table.columns().forEach(column -> cells.append(", ").append(cell(table, column)));
        if (asStagedToo) {
            table.columns().forEach(column -> cells.append(", s.").append(Sql.quoted(column.name())));
        }
        return cells.toString();
    }

    /** A table that was there may write a key in its own way, and keep whole numbers as integers. */
    private static String cell(Schema.Table table, Schema.Column column) {
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

    @Override
    public long rows() throws SQLException {
        return staging.number(layout.countOfKeys());
    }

    @Override
    public Optional<Addresses> addresses() throws SQLException {
        return LandedContent.addresses(staging, layout);
    }

    /** Keys of both sorts lie one behind the other; each stretch of one sort is read at a time. */
    @Override
    public void scan(Addresses range, Consumer<Row> rows) throws SQLException {
        if (natives == null) {
            mapped.scan(range.first(), range.last(), rows);
            return;
        }
        String sql = "SELECT id, type LIKE '" + MappedLanding.PREFIX + "%' FROM main.redis_key WHERE id BETWEEN ? AND ?"
                + " ORDER BY id";
        try (PreparedStatement select = staging.prepare(sql)) {
            select.setLong(1, range.first());
            select.setLong(2, range.last());
            try (ResultSet found = select.executeQuery()) {
                scanStretches(found, rows);
            }
        }
    }

    private void scanStretches(ResultSet found, Consumer<Row> rows) throws SQLException {
        long first = 0;
        long last = 0;
        boolean isMapped = false;
        while (found.next()) {
            if (first == 0 || found.getBoolean(2) != isMapped) {
                scan(isMapped, first, last, rows);
                first = found.getLong(1);
                isMapped = found.getBoolean(2);
            }
            last = found.getLong(1);
        }
        scan(isMapped, first, last, rows);
    }

    private void scan(boolean isMapped, long first, long last, Consumer<Row> rows) throws SQLException {
        RowScan scan = isMapped ? mapped : natives;
        if (first > 0 && scan != null) {
            scan.scan(first, last, rows);
        }
    }

    @Override
    public void read(List<Key> keys, Consumer<Row> rows) throws SQLException {
        for (Key key : keys) {
            OptionalLong id = mapped.find(key);
            if (id.isPresent()) {
                RowScan scan = natives != null && isNative(id.getAsLong()) ? natives : mappedOrGone;
                scan.scan(id.getAsLong(), id.getAsLong(), rows);
            }
        }
    }

    private boolean isNative(long id) throws SQLException {
        String sql = "SELECT type NOT LIKE '" + MappedLanding.PREFIX + "%' FROM main.redis_key WHERE id = ?";
        return staging.number(sql, id) != 0;
    }

    @Override
    public List<String> damage(boolean sealed, Runnable beforeStep) throws SQLException {
        Runs.Stored run = new Runs(sink).latest().orElseThrow();
        return Damage.in(sink, run.layout(), false, beforeStep);
    }

    @Override
    public void close() throws SQLException {
        mapped.close();
        mappedOrGone.close();
        if (natives != null) {
            natives.close();
        }
        sink.close();
    }
}
