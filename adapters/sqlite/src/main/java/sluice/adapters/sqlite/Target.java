package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Existing;

/**
 * The tables of a sink that a plan is about, and whether they are as the plan wants them; where not, a
 * {@link MigrationException} says so.
 */
final class Target {
    /** Takes everything as it is; in a table that is not strict ANY is NUMERIC. */
    private static final String STRICT_ANY = "ANY OF STRICT";

    private static final List<String> ROWIDS = List.of("rowid", "_rowid_", "oid");

    private final Database database;
    private final String subject;
    private final String file;

    Target(Database database, String subject) {
        this(database, subject, "main");
    }

    /** @param file the name under which the sink is attached */
    Target(Database database, String subject, String file) {
        this.database = database;
        this.subject = subject;
        this.file = file;
    }

    /**
     * A unique key of a table.
     *
     * @param columns in lower case
     * @param collations of each column
     */
    record UniqueKey(List<String> columns, List<String> collations, boolean isPrimary) {
        boolean isOf(List<String> names) {
            return columns.size() == names.size() && new HashSet<>(columns).equals(lower(names));
        }
    }

    /** What is known of one column. */
    private record Column(String type, boolean notNull, boolean hasDefault, boolean generated, boolean inKey) {}

    /**
     * Refuses a sink that cannot take the plan's tables.
     *
     * @param leaves which tables and views of it go before the plan's come
     */
    void check(Schema schema, Predicate<String> leaves) throws SQLException {
        for (Schema.Table table : schema.tables()) {
            String type = database.text(
                    "SELECT type FROM " + file + ".sqlite_master WHERE name = ? COLLATE NOCASE"
                            + " AND type <> 'index'",
                    table.name());
            if (table.existing() != Existing.REFUSE) {
                checkThere(table, type);
            } else if (type != null && !leaves.test(table.name())) {
                throw refused(
                        "it holds a " + type + " " + table.name() + " already",
                        "say `existing: update` or `existing: keep` of it in the plan, or choose another name or file");
            }
        }
    }

    private void checkThere(Schema.Table table, @Nullable String type) throws SQLException {
        if (type == null) {
            throw refused(
                    "it holds no table " + table.name() + ", and the plan says that it is there",
                    "create it, or leave `existing` out and the run makes it");
        }
        boolean isVirtual = database.number(
                        "SELECT count(*) FROM " + file + ".sqlite_master WHERE name = ? COLLATE NOCASE AND"
                                + " sql LIKE 'CREATE VIRTUAL%'",
                        table.name())
                > 0;
        if (!type.equals("table") || isVirtual) {
            throw refused(table.name() + " is a " + (isVirtual ? "virtual table" : type), "choose a table");
        }
        Map<String, Column> columns = columns(table.name());
        for (Schema.Column column : table.columns()) {
            checkColumn(table.name(), column, columns.remove(lower(column.name())));
        }
        columns.forEach((name, column) -> {
            if (column.notNull && !column.hasDefault && !column.generated && !column.inKey) {
                throw refused(
                        "column " + name + " of its table " + table.name() + " must not be NULL, and has no default",
                        "name the column in the plan, or give it a default");
            }
        });
        checkIdentity(table);
    }

    private void checkColumn(String table, Schema.Column wanted, @Nullable Column there) {
        String which = "column " + wanted.name() + " of its table " + table;
        if (there == null) {
            throw refused("its table " + table + " has no column " + wanted.name(), "add it, or mend the plan");
        }
        if (there.generated) {
            throw refused(which + " is computed", "leave it out of the plan");
        }
        if (!holds(affinity(there.type), wanted.type())) {
            throw refused(
                    which + " is declared " + there.type + ", and would change what the plan puts there",
                    "give it another type in the plan than "
                            + wanted.type().name().toLowerCase(Locale.ROOT));
        }
    }

    /** Whether a column of that affinity gives back what it was given. */
    private static boolean holds(char affinity, Schema.Type type) {
        return switch (type) {
            case INTEGER, BOOLEAN, TIMESTAMP_NUMBER -> affinity != 'T' && affinity != 'R';
            case REAL -> affinity != 'T';
            // What looks like a number is rejected: see LikeNumbers.
            case TEXT, JSON -> affinity == 'T' || affinity == 'B' || affinity == 'N';
            // No date looks like a number.
            case TIMESTAMP_TEXT, BLOB -> true;
            case ANY -> affinity == 'T' || affinity == 'B';
        };
    }

    /** By the rules of SQLite: integer, text, blob (none), real or numeric. */
    private static char affinity(String declared) {
        String type = declared.toUpperCase(Locale.ROOT);
        if (type.contains("INT")) {
            return 'I';
        }
        if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
            return 'T';
        }
        if (type.isEmpty() || type.contains("BLOB") || type.equals(STRICT_ANY)) {
            return 'B';
        }
        return type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB") ? 'R' : 'N';
    }

    /** Whether a column turns texts into numbers where they look like some, and holds all else as it is. */
    boolean isNumeric(String table, String column) throws SQLException {
        Column there = columns(table).get(lower(column));
        return there != null && affinity(there.type) == 'N';
    }

    private void checkIdentity(Schema.Table table) throws SQLException {
        if (table.primaryKey().isEmpty()) {
            String rowid = rowidAlias(table.name());
            boolean named = rowid != null
                    && table.columns().stream()
                            .anyMatch(column -> lower(column.name()).equals(rowid));
            if (named || !hasRowids(table.name())) {
                throw refused(
                        "its table " + table.name() + " has a primary key, and the plan names none",
                        "add `primary-key` to it in the plan");
            }
            // Refused where there is none.
            rowidName(table.name());
        } else if (uniqueKeys(table.name()).stream().noneMatch(key -> key.isOf(table.primaryKey()))) {
            throw refused(
                    "columns " + String.join(", ", table.primaryKey()) + " of its table " + table.name()
                            + " are not unique there",
                    "add a unique index to it, or name its own key as `primary-key`");
        }
    }

    private Map<String, Column> columns(String table) throws SQLException {
        Map<String, Column> columns = new HashMap<>();
        String isStrict = "(SELECT strict FROM pragma_table_list(?1) WHERE schema = '" + file + "')";
        String sql = "SELECT name, CASE WHEN type = 'ANY' COLLATE NOCASE AND " + isStrict + " THEN '" + STRICT_ANY
                + "' ELSE type END, \"notnull\", dflt_value IS NOT NULL, hidden, pk FROM pragma_table_xinfo(?1,"
                + " '" + file + "')";
        try (PreparedStatement select = database.prepare(sql)) {
            select.setString(1, table);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    columns.put(
                            lower(found.getString(1)),
                            new Column(
                                    found.getString(2),
                                    found.getBoolean(3),
                                    found.getBoolean(4),
                                    found.getInt(5) > 1,
                                    found.getInt(6) > 0));
                }
            }
        }
        return columns;
    }

    /** The unique keys of a table: all that an upsert can be about. */
    List<UniqueKey> uniqueKeys(String table) throws SQLException {
        List<UniqueKey> keys = new ArrayList<>();
        String rowid = rowidAlias(table);
        if (rowid != null) {
            keys.add(new UniqueKey(List.of(rowid), List.of("BINARY"), true));
        }
        String sql = "SELECT name, origin = 'pk' FROM pragma_index_list(?, '" + file
                + "') WHERE \"unique\" AND NOT partial" + " ORDER BY seq";
        try (PreparedStatement select = database.prepare(sql)) {
            select.setString(1, table);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    UniqueKey key = uniqueKey(found.getString(1), found.getBoolean(2));
                    if (key != null) {
                        keys.add(key);
                    }
                }
            }
        }
        return keys;
    }

    /** Null for an index over an expression. */
    private @Nullable UniqueKey uniqueKey(String index, boolean isPrimary) throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> collations = new ArrayList<>();
        try (PreparedStatement select = database.prepare(
                "SELECT cid, name, coll FROM pragma_index_xinfo(?, '" + file + "') WHERE key ORDER BY seqno")) {
            select.setString(1, index);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    if (found.getInt(1) < 0) {
                        return null;
                    }
                    columns.add(lower(found.getString(2)));
                    collations.add(found.getString(3));
                }
            }
        }
        return new UniqueKey(columns, collations, isPrimary);
    }

    /** The column that is another name of the rowid, in lower case; null where there is none. */
    private @Nullable String rowidAlias(String table) throws SQLException {
        if (!hasRowids(table)) {
            return null;
        }
        String name = database.text(
                "SELECT name FROM pragma_table_info(?, '" + file + "') WHERE pk = 1 AND type = 'INTEGER' COLLATE NOCASE"
                        + " AND (SELECT count(*) FROM pragma_table_info(?, '" + file + "') WHERE pk) = 1"
                        + " AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?, '" + file + "') WHERE origin = 'pk')",
                table,
                table,
                table);
        return name == null ? null : lower(name);
    }

    private boolean hasRowids(String table) throws SQLException {
        return database.number("SELECT wr FROM pragma_table_list(?) WHERE schema = '" + file + "'", table) == 0;
    }

    /** A name of the rowid that no column has. */
    String rowidName(String table) throws SQLException {
        Set<String> columns = columns(table).keySet();
        return ROWIDS.stream()
                .filter(name -> !columns.contains(name))
                .findFirst()
                .orElseThrow(() -> refused(
                        "its table " + table + " has columns of all names that a rowid can have ("
                                + String.join(", ", ROWIDS) + "), and its rows no other identity",
                        "rename one, or name a `primary-key` in the plan"));
    }

    boolean hasRowidName(String table) throws SQLException {
        return !columns(table).keySet().containsAll(ROWIDS);
    }

    /** How the columns of an existing table compare where they are unique; empty where only bytes count. */
    Map<String, String> collations(String table) throws SQLException {
        Map<String, String> collations = new HashMap<>();
        for (UniqueKey key : uniqueKeys(table)) {
            for (int i = 0; i < key.columns.size(); i++) {
                if (!key.collations.get(i).equalsIgnoreCase("BINARY")) {
                    collations.put(key.columns.get(i), key.collations.get(i));
                }
            }
        }
        return collations;
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Set<String> lower(List<String> names) {
        Set<String> lower = new HashSet<>();
        names.forEach(name -> lower.add(lower(name)));
        return lower;
    }

    private MigrationException refused(String why, String hint) {
        return MigrationException.refused(subject, why, hint);
    }
}
