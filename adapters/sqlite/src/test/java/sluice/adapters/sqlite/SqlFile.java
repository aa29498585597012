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

    private static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file.toUri().toASCIIString());
    }

    static void run(Path file, String... statements) throws SQLException {
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The rows of a query, columns joined by a bar. */
    static List<String> query(Path file, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = connect(file);
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

    /** All that another program can see of a file: objects, header, rows. */
    static List<String> everything(Path file) throws SQLException {
        List<String> lines = query(file, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2");
        for (String pragma : List.of("user_version", "application_id", "journal_mode", "page_size", "encoding")) {
            lines.add(pragma + " " + query(file, "PRAGMA " + pragma));
        }
        for (String table : query(file, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")) {
            lines.add(table + " " + query(file, "SELECT * FROM \"" + table + "\""));
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
