package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file holds: its objects as they were written, the numbers that programs look for in its header, and how many
 * rows each table has.
 */
record Census(List<String> objects, Map<String, Long> rows) {
    Census {
        objects = List.copyOf(objects);
        rows = Map.copyOf(rows);
    }

    static Census of(Database database) throws SQLException {
        return new Census(objects(database), rows(database));
    }

    private static List<String> objects(Database database) throws SQLException {
        List<String> objects = new ArrayList<>();
        for (String pragma : new String[] {"user_version", "application_id", "encoding"}) {
            objects.add(pragma + " " + database.text("PRAGMA " + pragma));
        }
        objects.addAll(
                texts(database, "SELECT type || ' ' || name || ' ' || ifnull(sql, '') FROM sqlite_master ORDER BY 1"));
        return objects;
    }

    /** Tables that hold rows themselves: virtual ones have no page of their own, and may need a module to be read. */
    static Map<String, Long> rows(Database database) throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : tables(database)) {
            rows.put(table, database.number("SELECT count(*) FROM " + Sql.quoted(table)));
        }
        return rows;
    }

    static List<String> tables(Database database) throws SQLException {
        return texts(
                database,
                "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
                        + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
    }

    static List<String> texts(Database database, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = database.prepare(sql);
                ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                texts.add(found.getString(1));
            }
        }
        return texts;
    }
}
