package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run of a plan made in the sink, or merged into, as its table {@code sluice_table} remembers it. */
final class PlanTables {
    static final String TABLE = "sluice_table";

    /** Name and type of the row that tells whether the run made the file itself. */
    static final String FILE = "file";

    private final Database database;

    PlanTables(Database database) {
        this.database = database;
    }

    void create() throws SQLException {
        database.script("plan-tables.sql");
    }

    /**
     * Of a table that is on record already only the number of its rows is new.
     *
     * @param type table, view or {@link #FILE}
     * @param made false for a table that was there before
     * @param firstRow the rowid before that of the first record, where rows have no other identity
     * @param rows how many rows it had in the end
     */
    void note(String name, String type, boolean made, @Nullable Long firstRow, long rows) throws SQLException {
        database.update(
                "INSERT INTO " + TABLE + "(name, type, made, first_row, rows) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (type, name) DO UPDATE SET rows = excluded.rows",
                name,
                type,
                made ? 1 : 0,
                firstRow,
                rows);
    }

    /** Whether a table is on record, be it that the run made it or that it merged rows into it. */
    boolean knows(String name) throws SQLException {
        return database.has("table", TABLE)
                && database.number(
                                "SELECT count(*) FROM " + TABLE + " WHERE type = 'table' AND name = ? COLLATE NOCASE",
                                name)
                        > 0;
    }

    /** Whether the run came into a file that somebody else had made, be it empty. */
    boolean fileWasThere() throws SQLException {
        return database.has("table", TABLE)
                && database.number("SELECT count(*) FROM " + TABLE + " WHERE type = ? AND NOT made", FILE) > 0;
    }

    /** What the run made, in the order in which it can be dropped; empty where nothing is on record. */
    List<String> names(String type) throws SQLException {
        List<String> names = new ArrayList<>();
        if (!database.has("table", TABLE)) {
            return names;
        }
        String sql = "SELECT name FROM " + TABLE + " WHERE made AND type = ? ORDER BY rowid DESC";
        try (PreparedStatement select = database.prepare(sql)) {
            select.setString(1, type);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    names.add(found.getString(1));
                }
            }
        }
        return names;
    }
}
