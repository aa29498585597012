package sluice.adapters.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sluice.adapters.sqlite.Inserts.Column;
import sluice.protocol.Schema;
import sluice.protocol.Value;

/**
 * The tables of a staging file that hold the records of one of a plan's tables. A record's id is made of its key's id
 * and its position, so that those of one key stand together and landing appends.
 *
 * @param name of the plan's table
 * @param keepsRaw whether keys with records here may be rejected when the run is sealed, so that their values are kept
 * @param columns how each column takes its values
 * @param columnNames of the plan, quoted
 * @param places what the key of a first record remembers, where its raw value is the content of that column
 */
record Stage(
        int index, String name, boolean keepsRaw, List<Column> columns, List<String> columnNames, List<byte[]> places) {
    /** As many bits of an id are the position. */
    static final int POSITION_BITS = 28;

    /** So many records can a key have in one table. */
    static final long POSITIONS = 1L << POSITION_BITS;

    private static final int LARGE_ROW_BYTES = 1_000;
    private static final int SAMPLE = 500;

    /** Names the records. No column of a plan is called so. */
    static final String ID = "sluice_id";

    /** The raw values of keys that may be rejected in the end, slice by slice. */
    static final String RAW = "sluice_stage_raw";

    /** Which keys the books know as collided or orphaned. */
    static final String TOLD = "sluice_stage_told";

    static final String COLLIDED = "collided";
    static final String ORPHANED = "orphaned";

    /** What else is known of the run, by name. */
    static final String STATE = "sluice_stage_state";

    /** The name of the run in the sink that leaves when this one comes. */
    static final String REPLACES = "replaces";

    static final String KEY_OF = ID + " >> " + POSITION_BITS;
    /** By name, in the order of bytes: deterministic, however the keys were read. Wants a row s and its key k. */
    static final String KEY_ORDER = "CAST(k.key AS BLOB), k.db, s." + ID;

    static final String POSITION_OF = ID + " & " + (POSITIONS - 1);

    Stage {
        columns = List.copyOf(columns);
        columnNames = List.copyOf(columnNames);
        places = List.copyOf(places);
    }

    private Stage(int index, String name, boolean keepsRaw, List<Column> columns, List<String> columnNames) {
        this(index, name, keepsRaw, columns, columnNames, places(index, columns.size()));
    }

    private static List<byte[]> places(int index, int columns) {
        return IntStream.range(0, columns)
                .mapToObj(column -> (index + "." + column).getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    byte[] place(int column) {
        return places.get(column);
    }

    /** The raw value of a key, whose first record has it in the column of that place. */
    static Value.StringValue rawAt(String place, long key, List<Stage> stages, Database database) throws SQLException {
        int dot = place.indexOf('.');
        Stage stage = stages.get(Integer.parseInt(place.substring(0, dot)));
        String column = stage.columnNames.get(Integer.parseInt(place.substring(dot + 1)));
        String sql = "SELECT " + column + " FROM " + stage.table() + " WHERE " + ID + " = ?";
        try (PreparedStatement select = database.prepare(sql)) {
            select.setLong(1, id(key, 0));
            try (ResultSet found = select.executeQuery()) {
                return new Value.StringValue(found.next() ? Rejects.bytes(found.getBytes(1)) : new byte[0]);
            }
        }
    }

    /** All records as they were read. */
    String table() {
        return table(index);
    }

    private static String table(int index) {
        return "sluice_stage_" + index;
    }

    /** Records that do not stand: to which they lost (NULL: to a row of the sink), or of which they became part. */
    String lost() {
        return "sluice_stage_lost_" + index;
    }

    /** What records became that others were merged into, under their own ids. */
    String merged() {
        return "sluice_stage_merged_" + index;
    }

    /** Where the rows of each key begin among all, in a table whose rows have no identity. */
    String ranks() {
        return "sluice_stage_rank_" + index;
    }

    String columnList() {
        return String.join(", ", columnNames);
    }

    /** Whether a row is mostly too large to be copied about; by the first and the last that landed. */
    boolean hasLargeRows(Database database) throws SQLException {
        String bytes = columnNames.stream()
                .map(column -> "ifnull(octet_length(" + column + "), 0)")
                .collect(Collectors.joining(" + "));
        return database.number("SELECT avg(bytes) FROM " + sample(bytes + " AS bytes")) > LARGE_ROW_BYTES;
    }

    /** The first and the last records that landed, of few all of them; stands behind FROM. */
    String sample(String columns) {
        String some = "SELECT * FROM (SELECT " + ID + ", " + columns + " FROM " + table() + " ORDER BY " + ID
                + "%s LIMIT " + SAMPLE + ")";
        return "(" + some.formatted("") + " UNION " + some.formatted(" DESC") + ")";
    }

    /** How many records one key gives at most, by the first and the last that landed. */
    long mostRecordsOfKey(Database database) throws SQLException {
        return 1 + database.number("SELECT max(at) FROM " + sample(POSITION_OF + " AS at"));
    }

    static long id(long key, long position) {
        return key << POSITION_BITS | position;
    }

    /** Rows of a key, its id being the parameter. */
    static String ofKey(String id) {
        return ID + " BETWEEN " + id + " << " + POSITION_BITS + " AND (" + id + " << " + POSITION_BITS + ") + "
                + (POSITIONS - 1);
    }

    /** Makes the tables for a plan's. */
    static void create(Database database, Schema schema, Map<String, Map<String, String>> collations)
            throws SQLException {
        database.script("staging-tables.sql");
        for (int i = 0; i < schema.tables().size(); i++) {
            Schema.Table table = schema.tables().get(i);
            boolean keepsRaw = keepsRaw(table);
            database.update("INSERT INTO sluice_stage_table VALUES (?, ?, ?)", i, table.name(), keepsRaw ? 1 : 0);
            Map<String, String> compare = collations.getOrDefault(Target.lower(table.name()), Map.of());
            create(database, "sluice_stage_" + i, columns(table, true, compare), table.checks());
            create(database, "sluice_stage_merged_" + i, columns(table, false, compare), List.of());
            database.run("CREATE TABLE sluice_stage_lost_" + i + "(" + ID
                    + " INTEGER PRIMARY KEY, winner INTEGER, merged INTEGER NOT NULL)");
            database.run("CREATE TABLE sluice_stage_rank_" + i + "(key_id INTEGER PRIMARY KEY, first INTEGER)");
        }
    }

    private static void create(Database database, String name, List<String> columns, List<String> checks)
            throws SQLException {
        StringJoiner parts = new StringJoiner(", ", "CREATE TABLE " + name + "(" + ID + " INTEGER PRIMARY KEY, ", ")");
        columns.forEach(parts::add);
        checks.forEach(check -> parts.add("CHECK (" + check + ")"));
        database.run(parts.toString());
    }

    private static List<String> columns(Schema.Table table, boolean constrained, Map<String, String> compare) {
        List<String> columns = new ArrayList<>();
        for (Schema.Column column : table.columns()) {
            boolean notNull = column.notNull() || table.primaryKey().contains(column.name());
            String collation = compare.get(Target.lower(column.name()));
            columns.add(Sql.column(column)
                    + (collation == null ? "" : " COLLATE " + Sql.quoted(collation))
                    + (constrained && notNull ? " NOT NULL" : ""));
        }
        return columns;
    }

    /** What will be made of a plan's table; its columns do not matter yet. */
    static Stage planned(int index, Schema.Table table) {
        return new Stage(index, table.name(), keepsRaw(table), List.of(), List.of());
    }

    /** Whether something that is found out at the seal can make a reject of a key with records there. */
    private static boolean keepsRaw(Schema.Table table) {
        boolean collides = table.collisions().policy() == Schema.Policy.REJECT
                && !table.primaryKey().isEmpty();
        boolean orphaned = table.references().stream().anyMatch(key -> key.orphans() == Schema.Orphans.REJECT);
        boolean mayMergeBadly = table.collisions().policy() == Schema.Policy.MERGE
                && !table.checks().isEmpty();
        return collides
                || orphaned
                || mayMergeBadly
                || !table.uniques().isEmpty()
                || table.existing() != Schema.Existing.REFUSE;
    }

    /** The stages of a file, in the order of the plan's tables. */
    static List<Stage> all(Database database) throws SQLException {
        List<Stage> stages = new ArrayList<>();
        try (PreparedStatement select =
                        database.prepare("SELECT position, name, keeps_raw FROM sluice_stage_table ORDER BY position");
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                stages.add(read(database, found.getInt(1), found.getString(2), found.getBoolean(3)));
            }
        }
        return stages;
    }

    private static Stage read(Database database, int index, String name, boolean keepsRaw) throws SQLException {
        List<Column> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (PreparedStatement select =
                database.prepare("SELECT name, type FROM pragma_table_info(?) WHERE cid > 0 ORDER BY cid")) {
            select.setString(1, table(index));
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    names.add(Sql.quoted(found.getString(1)));
                    columns.add(
                            switch (found.getString(2)) {
                                case "INTEGER", "REAL" -> Column.NUMBER;
                                case "TEXT" -> Column.TEXT;
                                case "BLOB" -> Column.BLOB;
                                default -> Column.ANY;
                            });
                }
            }
        }
        return new Stage(index, name, keepsRaw, columns, names);
    }
}
