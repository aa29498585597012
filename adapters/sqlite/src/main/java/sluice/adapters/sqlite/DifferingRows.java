package sluice.adapters.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sluice.protocol.Bytes;
import sluice.protocol.Key;
import sluice.protocol.RowDifference;
import sluice.protocol.RowDifference.Nature;

/** Rows of one table that were found to differ, until they are told; they wait in temporary tables. */
final class DifferingRows {
    /** Rows that differ: {@code nature, mask, later, times}, and what identifies them in {@code k0, k1, …}. */
    static final String TABLE = "temp.differing";

    /** The keys that they came from: {@code id, db, key}. */
    static final String ORIGINS = "temp.origin";

    /** Of a row that very many keys were merged into, so many are told. */
    private static final int KEYS_MAX = 100;

    private final Database database;
    private final String table;
    private final List<String> identity;
    private final List<String> columns;

    /**
     * @param identity the columns that tell one row from another
     * @param columns those that are compared
     */
    DifferingRows(Database database, String table, List<String> identity, List<String> columns) {
        this.database = database;
        this.table = table;
        this.identity = identity;
        this.columns = columns;
    }

    void create() throws SQLException {
        drop();
        database.run(
                "CREATE TEMP TABLE differing(id INTEGER PRIMARY KEY, nature, mask, later, times, " + names() + ")");
        database.run("CREATE TEMP TABLE origin(id, db, key)");
    }

    private void drop() throws SQLException {
        database.run("DROP TABLE IF EXISTS " + TABLE);
        database.run("DROP TABLE IF EXISTS " + ORIGINS);
    }

    private String names() {
        return IntStream.range(0, identity.size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    }

    /** Takes what a query gives: nature, mask, later, times, identity. */
    void add(String query) throws SQLException {
        database.run("INSERT INTO " + TABLE + "(nature, mask, later, times, " + names() + ") " + query);
    }

    boolean isEmpty() throws SQLException {
        return database.number("SELECT EXISTS (SELECT 1 FROM " + TABLE + ")") == 0;
    }

    /** Makes rows quick to find by what identifies them. */
    void index() throws SQLException {
        database.run("CREATE INDEX temp.differing_identity ON differing(" + names() + ")");
    }

    /** Where e and a are one row: whether they differ in any column, as a condition. */
    static String differ(List<String> columns) {
        return columns.stream().map(DifferingRows::differs).collect(Collectors.joining(" OR ", "(", ")"));
    }

    /** In which columns they differ, as text of 0 and 1. */
    static String mask(List<String> columns) {
        return columns.isEmpty()
                ? "''"
                : columns.stream().map(DifferingRows::differs).collect(Collectors.joining(" || "));
    }

    /** Two numbers may be equal and of two types; a column of an existing table may compare without case. */
    private static String differs(String column) {
        String name = Sql.quoted(column);
        return "(e." + name + " COLLATE BINARY IS NOT a." + name + " OR typeof(e." + name + ") <> typeof(a." + name
                + "))";
    }

    /** How it is written down in SQL. */
    static String word(Nature nature) {
        return "'" + nature.name() + "'";
    }

    static String same(List<String> identity, String one, String other) {
        StringJoiner same = new StringJoiner(" AND ");
        identity.forEach(column -> same.add(one + "." + Sql.quoted(column) + " = " + other + "." + Sql.quoted(column)));
        return same.toString();
    }

    static String list(List<String> identity, String of) {
        return identity.stream().map(column -> of + "." + Sql.quoted(column)).collect(Collectors.joining(", "));
    }

    /** Tells them all, and forgets them. */
    void tell(Consumer<RowDifference> each) throws SQLException {
        database.run("CREATE INDEX temp.origin_id ON origin(id)");
        String sql = "SELECT d.id, o.db, o.key, d.nature, d.mask, d.later, d.times, " + list(d(), "d") + " FROM "
                + TABLE + " d LEFT JOIN " + ORIGINS + " o ON o.id = d.id ORDER BY d.id";
        try (PreparedStatement select = database.prepare(sql);
                ResultSet found = select.executeQuery()) {
            boolean more = found.next();
            while (more) {
                more = tellOne(found, each);
            }
        }
        drop();
    }

    private List<String> d() {
        return IntStream.range(0, identity.size()).mapToObj(i -> "k" + i).toList();
    }

    /** Goes on to the next row; says whether there is one. */
    private boolean tellOne(ResultSet found, Consumer<RowDifference> each) throws SQLException {
        long id = found.getLong(1);
        Nature nature = Nature.valueOf(found.getString(4));
        List<String> differing = nature == Nature.CHANGED ? differing(found.getString(5)) : List.of();
        long later = found.getLong(6);
        long times = found.getLong(7);
        String row = row(found);
        List<Key> keys = new ArrayList<>();
        boolean more = true;
        while (more && found.getLong(1) == id) {
            if (found.getObject(2) != null && keys.size() < KEYS_MAX) {
                keys.add(new Key(found.getInt(2), Rejects.bytes(found.getBytes(3))));
            }
            more = found.next();
        }
        for (long i = 0; i < times; i++) {
            each.accept(new RowDifference(table, row, nature, differing, keys, i < later));
        }
        return more;
    }

    private List<String> differing(String mask) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (mask.charAt(i) == '1') {
                names.add(columns.get(i));
            }
        }
        return names;
    }

    private String row(ResultSet found) throws SQLException {
        StringJoiner row = new StringJoiner(", ");
        for (int i = 0; i < identity.size(); i++) {
            row.add(identity.get(i) + "=" + shown(found, 8 + i));
        }
        return row.toString();
    }

    private static String shown(ResultSet found, int at) throws SQLException {
        return switch (found.getObject(at)) {
            case null -> "NULL";
            case Number number -> String.valueOf(number);
            case String text -> Bytes.show(text.getBytes(StandardCharsets.UTF_8));
            default -> Bytes.show(Rejects.bytes(found.getBytes(at)));
        };
    }
}
