package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Appends rows to one table, many to a statement. The first column is the key's id, the others are as declared.
 * Rows are held until a group is
 * full or {@link #flush} is called.
 *
 * <p>This is the hot path: there is a statement for each power of two of rows and for each choice of which columns
 * hold only text; those bind bytes through {@code CAST(? AS TEXT)}, which spares decoding and encoding. Only where
 * text and other bytes meet in one column of one group does text go through a String.
 */
final class Inserts implements AutoCloseable {
    /** Larger groups gain nothing more: the rest is the price of one JNI call for each bound value. */
    private static final int GROUP = 128;

    /** A group of so many bytes goes at once, and its statement with it: SQLite keeps copies of what is bound. */
    private static final long BYTES_MAX = 1 << 20;

    private final Database database;
    private final String table;
    private final Column[] columns;
    private final Refusals refusals;
    private final @Nullable Object[][] rows = new Object[GROUP][];
    private final long[] ids = new long[GROUP];
    private final int[] notText = new int[GROUP];
    private final @Nullable PreparedStatement[][] statements;
    private int held;
    private long heldBytes;

    /** How a column takes its values. */
    enum Column {
        /** Long, Double or null. */
        NUMBER,
        /** Bytes: TEXT where they are valid UTF-8 without NUL, BLOB otherwise; or null. */
        BYTES,
        /** Bytes, always BLOB. */
        BLOB,
        /** Bytes, always TEXT, valid or not. */
        TEXT
    }

    /** Told of each row that SQLite would not take. */
    @FunctionalInterface
    interface Refusals {
        void refused(long keyId, String reason);
    }

    /**
     * Rows that stand already, by the table's key, are replaced. For many rows at a time SQLite would keep a journal of
     * the statement, to be able to undo it, which is a fifth of the cost: so those fail, with what they wrote until
     * then, and are done again one by one.
     */
    Inserts(Database database, String table, Refusals refusals, Column... columns) {
        this.database = database;
        this.table = table;
        this.refusals = refusals;
        this.columns = columns;
        this.statements = new PreparedStatement[1 << columns.length][Integer.numberOfTrailingZeros(GROUP) + 1];
    }

    /** Takes a row: a Long, a Double, a byte[] or null for each column behind the id. */
    void add(long id, @Nullable Object... row) throws SQLException {
        int unreadable = 0;
        for (int i = 0; i < row.length; i++) {
            if (row[i] instanceof byte[] bytes) {
                heldBytes += bytes.length;
                if (columns[i] == Column.BYTES && !Text.isText(bytes)) {
                    unreadable |= 1 << i;
                }
            }
        }
        ids[held] = id;
        rows[held] = row;
        notText[held++] = unreadable;
        if (held == GROUP || heldBytes >= BYTES_MAX) {
            flush();
        }
    }

    /** Writes what is held. */
    void flush() throws SQLException {
        int from = 0;
        while (from < held) {
            int count = Integer.highestOneBit(held - from);
            insert(from, count);
            from += count;
        }
        Arrays.fill(rows, 0, held, null);
        held = 0;
        heldBytes = 0;
    }

    private void insert(int from, int count) throws SQLException {
        try {
            execute(from, count);
        } catch (SQLException e) {
            if (!Faults.isOfRow(e)) {
                throw e;
            }
            retryOneByOne(from, count, e);
        }
    }

    /** What the failed statement may have left is replaced by the same again. */
    private void retryOneByOne(int from, int count, SQLException e) throws SQLException {
        if (count == 1) {
            refusals.refused(ids[from], Faults.reason(e));
            return;
        }
        for (int i = from; i < from + count; i++) {
            insert(i, 1);
        }
    }

    private void execute(int from, int count) throws SQLException {
        int mixed = 0;
        for (int i = from; i < from + count; i++) {
            mixed |= notText[i];
        }
        PreparedStatement statement = statement(mixed, count);
        int at = 1;
        for (int i = from; i < from + count; i++) {
            statement.setLong(at++, ids[i]);
            for (int c = 0; c < columns.length; c++) {
                bind(statement, at++, cell(i, c), ((mixed & ~notText[i]) >> c & 1) != 0);
            }
        }
        statement.executeUpdate();
        if (heldBytes >= BYTES_MAX) {
            statement.close();
        }
    }

    private @Nullable Object cell(int row, int column) {
        @Nullable Object[] cells = rows[row];
        return cells == null ? null : cells[column];
    }

    private static void bind(PreparedStatement statement, int at, @Nullable Object cell, boolean textAmongOthers)
            throws SQLException {
        if (!(cell instanceof byte[] bytes)) {
            statement.setObject(at, cell);
        } else if (textAmongOthers) {
            statement.setString(at, Text.decode(bytes));
        } else {
            statement.setBytes(at, bytes);
        }
    }

    private PreparedStatement statement(int mixed, int count) throws SQLException {
        int size = Integer.numberOfTrailingZeros(count);
        PreparedStatement prepared = statements[mixed][size];
        if (prepared == null || prepared.isClosed()) {
            prepared = database.prepare(sql(mixed, count));
            statements[mixed][size] = prepared;
        }
        return prepared;
    }

    private String sql(int mixed, int count) {
        StringBuilder row = new StringBuilder("(?");
        for (int c = 0; c < columns.length; c++) {
            boolean onlyText = columns[c] == Column.BYTES && (mixed >> c & 1) == 0;
            row.append(onlyText || columns[c] == Column.TEXT ? ", CAST(? AS TEXT)" : ", ?");
        }
        String verb = count == 1 ? "INSERT OR REPLACE" : "INSERT OR FAIL";
        return verb + " INTO " + table + " VALUES " + String.join(", ", Collections.nCopies(count, row.append(')')));
    }

    @Override
    public String toString() {
        return held + " rows for " + table;
    }

    @Override
    public void close() throws SQLException {
        for (@Nullable PreparedStatement[] sizes : statements) {
            for (PreparedStatement statement : sizes) {
                if (statement != null) {
                    statement.close();
                }
            }
        }
    }
}
