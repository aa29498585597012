package sluice.benchmarks.micro;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Value;

/**
 * A bare loader of strings into the key table of layout native: the driver, the statement and nothing else. Belongs to
 * one thread.
 */
final class Appender implements AutoCloseable {
    static final int ROWS = 100_000;
    private static final int ROWS_A_TRANSACTION = 50_000;
    private static final String ROW = "(?, ?, CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), ?)";

    private final Connection connection;
    private final byte[] string = {'s', 't', 'r', 'i', 'n', 'g'};

    Appender(Path file, int pageBytes) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        run("PRAGMA page_size = " + pageBytes);
        run("PRAGMA journal_mode = WAL");
        run("PRAGMA synchronous = NORMAL");
        run("PRAGMA cache_size = -16000");
        run("PRAGMA wal_autocheckpoint = " + (32 << 20) / pageBytes);
    }

    /** Rows in an order that looks like that of hashes. */
    static List<Row> rows() {
        List<Row> rows = new ArrayList<>(new Data(1).rows(Kind.STRING, ROWS));
        Collections.shuffle(rows, new Random(1));
        return rows;
    }

    void createTable() throws SQLException {
        run("CREATE TABLE redis_key(id INTEGER PRIMARY KEY, db INTEGER, key, type TEXT, value, expires_at INTEGER)");
    }

    void append(List<Row> rows, int rowsEach) throws SQLException {
        for (int from = 0; from < rows.size(); from += ROWS_A_TRANSACTION) {
            run("BEGIN");
            appendSome(rows, from, Math.min(rows.size(), from + ROWS_A_TRANSACTION), rowsEach);
            run("COMMIT");
        }
    }

    private void appendSome(List<Row> rows, int begin, int end, int rowsEach) throws SQLException {
        int from = begin;
        int each = rowsEach;
        while (from < end) {
            each = Math.min(each, end - from);
            String sql = "INSERT INTO redis_key VALUES " + String.join(", ", Collections.nCopies(each, ROW));
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                for (; end - from >= each; from += each) {
                    insert(insert, rows, from, from + each);
                }
            }
        }
    }

    private void insert(PreparedStatement insert, List<Row> rows, int from, int to) throws SQLException {
        int at = 1;
        for (int i = from; i < to; i++) {
            Row row = rows.get(i);
            insert.setLong(at++, i + 1L);
            insert.setLong(at++, row.key().db());
            insert.setBytes(at++, row.key().name());
            insert.setBytes(at++, string);
            insert.setBytes(at++, ((Value.StringValue) row.value()).content());
            insert.setObject(at++, null);
        }
        insert.executeUpdate();
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void requireRows(int expected) throws SQLException {
        String sql = "SELECT count(*) FROM redis_key NOT INDEXED WHERE typeof(key) = 'text'";
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            if (!found.next() || found.getInt(1) != expected) {
                throw new IllegalStateException("there should be " + expected + " rows");
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
