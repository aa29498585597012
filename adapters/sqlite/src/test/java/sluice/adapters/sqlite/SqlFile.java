package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks into a SQLite file the way any other program does. */
final class SqlFile {
    private SqlFile() {}

    static void run(Path file, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The rows of a query, columns joined by a bar. */
    static List<String> query(Path file, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    cells.add(String.valueOf(found.getString(i)));
                }
                lines.add(String.join("|", cells));
            }
        }
        return lines;
    }

    static List<String> columns(Path file, String table) throws SQLException {
        return query(
                file,
                "SELECT trim(name || ' ' || type) || CASE WHEN pk > 0 THEN ' pk' || pk ELSE '' END"
                        + " FROM pragma_table_info('" + table + "') ORDER BY cid");
    }
}
