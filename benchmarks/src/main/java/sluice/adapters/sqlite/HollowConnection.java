package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/**
 * A database in memory whose statements take values and write nothing: what is left of the cost is ours. It counts the
 * bytes it is given, so that nobody can pass it by. Belongs to one thread.
 */
final class HollowConnection extends JDBC4Connection {
    private long bytes;
    private long executed;

    HollowConnection() throws SQLException {
        super("jdbc:sqlite::memory:", ":memory:", new Properties());
    }

    /** How many bytes of byte strings were bound so far. */
    long bytes() {
        return bytes;
    }

    /** How many statements were executed so far. */
    long executed() {
        return executed;
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return sql.startsWith("INSERT")
                ? new HollowStatement(this, sql)
                : super.prepareStatement(sql, type, concurrency, holdability);
    }

    private final class HollowStatement extends JDBC4PreparedStatement {
        private final int parameters;
        private int bound;

        HollowStatement(SQLiteConnection connection, String sql) throws SQLException {
            super(connection, sql);
            parameters = getParameterCount();
        }

        @Override
        public void setLong(int at, long number) {
            bound++;
        }

        @Override
        public void setInt(int at, int number) {
            bound++;
        }

        @Override
        public void setDouble(int at, double number) {
            bound++;
        }

        @Override
        public void setNull(int at, int type) {
            bound++;
        }

        @Override
        public void setObject(int at, @Nullable Object value) {
            bound++;
        }

        @Override
        public void setString(int at, @Nullable String text) {
            bound++;
            bytes += text == null ? 0 : text.length();
        }

        @Override
        public void setBytes(int at, byte @Nullable [] content) {
            bound++;
            bytes += content == null ? 0 : content.length;
        }

        @Override
        public int executeUpdate() {
            if (bound != parameters) {
                throw new IllegalStateException(bound + " of " + parameters + " values are bound");
            }
            bound = 0;
            executed++;
            return 1;
        }
    }
}
