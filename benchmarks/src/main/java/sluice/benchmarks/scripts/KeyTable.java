package sluice.benchmarks.scripts;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** One table with a primary key, in WAL mode with synchronous NORMAL, which is kinder to it than the defaults. */
abstract sealed class KeyTable implements AutoCloseable {
    private static final int ROWS_PER_TRANSACTION = 1_000;
    private static final int ROWS_PER_BATCH = 50;

    final Connection connection;
    final PreparedStatement insert;
    private final int flushEvery;
    private int unflushed;

    private KeyTable(String path, String sql, int flushEvery) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.execute("CREATE TABLE kv(key TEXT PRIMARY KEY, type TEXT, value TEXT, ttl INTEGER)");
        }
        insert = connection.prepareStatement(sql);
        this.flushEvery = flushEvery;
    }

    /** As a script writes: row by row, a transaction every 1,000. */
    static KeyTable inTransactions(String path) throws SQLException {
        return new Transactions(path);
    }

    /** As a batch framework writes: a named statement, 50 rows a batch, autocommit. */
    static KeyTable inBatches(String path) throws SQLException {
        return new Batches(path);
    }

    void put(String key, String type, String value, @Nullable Long ttl) throws SQLException {
        insert.setString(1, key);
        insert.setString(2, type);
        insert.setString(3, value);
        insert.setObject(4, ttl == null || ttl < 0 ? null : ttl);
        take();
        if (++unflushed == flushEvery) {
            flush();
            unflushed = 0;
        }
    }

    abstract void take() throws SQLException;

    abstract void flush() throws SQLException;

    @Override
    public void close() throws SQLException {
        flush();
        insert.close();
        connection.close();
    }

    private static final class Transactions extends KeyTable {
        Transactions(String path) throws SQLException {
            super(path, "INSERT OR REPLACE INTO kv VALUES (?, ?, ?, ?)", ROWS_PER_TRANSACTION);
            connection.setAutoCommit(false);
        }

        @Override
        void take() throws SQLException {
            insert.executeUpdate();
        }

        @Override
        void flush() throws SQLException {
            connection.commit();
        }
    }

    private static final class Batches extends KeyTable {
        Batches(String path) throws SQLException {
            super(
                    path,
                    "INSERT OR REPLACE INTO kv(key, type, value, ttl) VALUES (:key, :type, :value, :ttl)",
                    ROWS_PER_BATCH);
        }

        @Override
        void take() throws SQLException {
            insert.addBatch();
        }

        @Override
        void flush() throws SQLException {
            insert.executeBatch();
        }
    }
}
