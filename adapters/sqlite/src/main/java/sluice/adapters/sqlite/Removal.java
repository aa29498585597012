package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Takes single keys out again, with everything that belongs to them. */
final class Removal implements AutoCloseable {
    private final List<PreparedStatement> deletes = new ArrayList<>();

    Removal(Database database, Layout layout) throws SQLException {
        for (String table : layout.childTables()) {
            deletes.add(database.prepare("DELETE FROM " + table + " WHERE " + layout.ofKey(table, "?1")));
        }
        deletes.add(database.prepare("DELETE FROM " + layout.keyTable() + " WHERE id = ?"));
    }

    void remove(long id) throws SQLException {
        for (PreparedStatement delete : deletes) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement delete : deletes) {
            delete.close();
        }
    }
}
