package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One element table read in key id order, moved along with the keys. Opened when the first key asks for it. */
final class ElementCursor {
    private final Database database;
    private final String sql;
    private @Nullable PreparedStatement statement;
    private @Nullable ResultSet rows;
    private long lastKeyId;
    private long keyId;

    ElementCursor(Database database, String sql) {
        this.database = database;
        this.sql = sql;
    }

    /** Ends what was read and says how far the next reading may go. */
    void reset(long last) throws SQLException {
        if (rows != null) {
            rows.close();
            rows = null;
        }
        lastKeyId = last;
    }

    /** Whether an element of this key comes next; passes over those of keys before it. */
    boolean at(long wanted) throws SQLException {
        if (rows == null) {
            open(wanted);
        }
        while (keyId < wanted) {
            next();
        }
        return keyId == wanted;
    }

    private void open(long first) throws SQLException {
        if (statement == null) {
            statement = database.prepare(sql);
        }
        statement.setLong(1, first);
        statement.setLong(2, lastKeyId);
        rows = statement.executeQuery();
        next();
    }

    void next() throws SQLException {
        ResultSet open = opened();
        keyId = open.next() ? open.getLong(1) : Long.MAX_VALUE;
    }

    /** The bytes of a column; empty where it is NULL. */
    byte[] bytes(int column) throws SQLException {
        byte[] bytes = opened().getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    boolean isNull(int column) throws SQLException {
        return opened().getObject(column) == null;
    }

    long number(int column) throws SQLException {
        return opened().getLong(column);
    }

    double real(int column) throws SQLException {
        return opened().getDouble(column);
    }

    private ResultSet opened() {
        if (rows == null) {
            throw new IllegalStateException("not open: " + sql);
        }
        return rows;
    }
}
