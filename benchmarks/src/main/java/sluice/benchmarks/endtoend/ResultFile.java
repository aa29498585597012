package sluice.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;
import sluice.benchmarks.endtoend.DataSet.Facts;

/** The SQLite file that a run left. */
record ResultFile(Path path) {
    private static final String USER_TABLES =
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sluice_%' AND name NOT LIKE"
                    + " 'sqlite_%'";

    /** How many rows the tables hold, Sluice's own aside; throws when there are not as many keys as there should be. */
    long checkedRows(String keyTable, Facts facts) {
        try (Connection connection = connect()) {
            long keys = number(connection, "SELECT count(*) FROM " + keyTable);
            if (keys != facts.keys()) {
                throw new IllegalStateException("the result holds " + keys + " of " + facts.keys() + " keys");
            }
            long rows = 0;
            for (String table : userTables(connection)) {
                rows += number(connection, "SELECT count(*) FROM " + table);
            }
            return rows;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the result", failure);
        }
    }

    /** How many rows Sluice's checkpoint says were read; 0 while there is none. */
    long rowsRead() {
        if (!Files.exists(path)) {
            return 0;
        }
        try (Connection connection = connect()) {
            return number(connection, "SELECT sum(read) FROM sluice_checkpoint");
        } catch (SQLException notYet) {
            return 0;
        }
    }

    /** With the files beside it. */
    long bytes() {
        try (Stream<Path> files = Files.list(path.resolveSibling("."))) {
            return files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith(String.valueOf(path.getFileName())))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(1_000);
        return config.createConnection("jdbc:sqlite:" + path);
    }

    private static List<String> userTables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(USER_TABLES)) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        return tables;
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return found.next() ? found.getLong(1) : 0;
        }
    }
}
