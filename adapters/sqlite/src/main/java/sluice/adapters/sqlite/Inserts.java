package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Cell;

/**
 * Appends rows to one table, many to a statement. The first column is the key's id, the others are as declared.
 * Rows are held until a group is
 * full or {@link #flush} is called.
 *
 * <p>This is the hot path, and its price is one JNI call for each bound value: there is a statement for each power of
 * two of rows and for each {@link Shape} of a full group, which binds once what all rows share. Columns that hold only
 * text bind bytes through {@code CAST(? AS TEXT)}, which spares decoding and encoding. Only where text and other bytes
 * meet in one column of one group does text go through a String.
 */
final class Inserts implements AutoCloseable {
    /** Larger groups gain nothing more. */
    private static final int GROUP = 128;

    /** A group of so many bytes goes at once, and its statement with it: SQLite keeps copies of what is bound. */
    private static final long BYTES_MAX = 1 << 20;

    /** Each takes some hundred KiB. */
    private static final int STATEMENTS_MAX = 24;

    /** SQLite takes no more than 32,766 in one statement. */
    private static final int PARAMETERS_MAX = 32_000;

    /** What rows share is found in so many columns; each is a bit. */
    private static final int SHARED_COLUMNS_MAX = 62;

    private final Database database;
    private final String table;
    private final Column[] columns;
    private final Refusals refusals;
    private final long stride;
    private final int group;
    private final int sharedColumns;
    private final @Nullable Object[][] rows = new Object[GROUP][];
    private final long[] ids = new long[GROUP];
    private final long[] notText = new long[GROUP];
    /** The one used longest ago first. */
    private final Map<Shape, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

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
        TEXT,
        /** A {@link Cell} as TEXT, bytes as BLOB, a number or null. */
        ANY
    }

    /** Told of each row that SQLite would not take. */
    @FunctionalInterface
    interface Refusals {
        void refused(long keyId, String reason);
    }

    /**
     * The table has a unique key; rows that stand already are replaced. For many rows at a time SQLite would keep a
     * journal of the statement, to be able to undo it, which is a fifth of the cost: so those fail, with what they
     * wrote until then, and are done again one by one.
     */
    Inserts(Database database, String table, Refusals refusals, Column... columns) {
        this(database, table, refusals, 1, columns);
    }

    /** @param stride how far the ids of rows that follow each other mostly are apart */
    Inserts(Database database, String table, Refusals refusals, long stride, Column... columns) {
        this.database = database;
        this.table = table;
        this.refusals = refusals;
        this.stride = stride;
        this.columns = columns;
        this.group = Math.min(GROUP, Integer.highestOneBit(PARAMETERS_MAX / (columns.length + 1)));
        this.sharedColumns = Math.min(columns.length, SHARED_COLUMNS_MAX);
    }

    /** Takes a row: a Long, a Double, a {@link Cell}, a byte[] or null for each column behind the id. */
    void add(long id, @Nullable Object... row) throws SQLException {
        long unreadable = 0;
        for (int i = 0; i < row.length; i++) {
            if (row[i] instanceof byte[] bytes) {
                heldBytes += bytes.length;
                if (columns[i] == Column.ANY || (columns[i] == Column.BYTES && !Text.isText(bytes))) {
                    unreadable |= 1L << i;
                }
            } else if (row[i] instanceof Cell(byte[] utf8)) {
                heldBytes += utf8.length;
            } else if (columns[i] == Column.ANY && row[i] != null) {
                unreadable |= 1L << i;
            }
        }
        ids[held] = id;
        rows[held] = row;
        notText[held++] = unreadable;
        if (held == group || heldBytes >= BYTES_MAX) {
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
            if (Faults.isOfExpression(e)) {
                // Fails where the table has changed or gone.
                statement(shapeOf(from, count));
            } else if (!Faults.isOfRow(e)) {
                throw e;
            }
            retryOneByOne(from, count, e);
        }
    }

    /** What the failed statement may have left is replaced by the same again. */
    private void retryOneByOne(int from, int count, SQLException e) throws SQLException {
        if (count == 1) {
            refusals.refused(ids[from], Faults.isOfExpression(e) ? Faults.detail(e) : Faults.reason(e));
            return;
        }
        for (int i = from; i < from + count; i++) {
            insert(i, 1);
        }
    }

    private void execute(int from, int count) throws SQLException {
        Shape shape = shapeOf(from, count);
        PreparedStatement statement = statement(shape);
        try {
            bindAll(statement, shape, from);
            statement.executeUpdate();
        } catch (SQLException e) {
            // The driver may have closed it.
            forget(shape);
            throw e;
        }
        if (heldBytes >= BYTES_MAX) {
            forget(shape);
        }
    }

    private void forget(Shape shape) throws SQLException {
        PreparedStatement statement = statements.remove(shape);
        if (statement != null) {
            statement.close();
        }
    }

    private void bindAll(PreparedStatement statement, Shape shape, int from) throws SQLException {
        int at = 1;
        for (int i = from; i < from + shape.count; i++) {
            boolean first = i == from;
            if (first || !shape.consecutive) {
                statement.setLong(at++, ids[i]);
            }
            for (int c = 0; c < columns.length; c++) {
                if (shape.isBound(c, first)) {
                    bind(statement, at++, cell(i, c), ((shape.mixed & ~notText[i]) >> c & 1) != 0);
                }
            }
        }
    }

    /**
     * What the rows of a group have in common, and so need not bind each. A bit for each column.
     *
     * @param mixed the columns in which something is not text
     * @param absent the columns in which all is null
     * @param common the columns in which all is the same
     * @param consecutive whether the ids follow each other
     */
    private record Shape(int count, long mixed, long absent, long common, boolean consecutive) {
        boolean isBound(int column, boolean inFirstRow) {
            return column >= SHARED_COLUMNS_MAX || ((inFirstRow ? absent : absent | common) >> column & 1) == 0;
        }

        boolean isAbsent(int column) {
            return column < SHARED_COLUMNS_MAX && (absent >> column & 1) != 0;
        }

        boolean isMixed(int column) {
            return (mixed >> column & 1) != 0;
        }
    }

    private Shape shapeOf(int from, int count) {
        long mixed = 0;
        for (int i = from; i < from + count; i++) {
            mixed |= notText[i];
        }
        if (count < group) {
            // The rest of a batch: few, and not worth a statement for each way to be alike.
            return new Shape(count, mixed, 0, 0, false);
        }
        long absent = (1L << sharedColumns) - 1;
        long common = absent;
        boolean consecutive = true;
        for (int i = from; i < from + count; i++) {
            consecutive &= ids[i] == ids[from] + (i - from) * stride;
            for (int c = 0; c < sharedColumns; c++) {
                Object cell = cell(i, c);
                absent &= cell == null ? -1 : ~(1L << c);
                common &= isSame(cell, cell(from, c)) ? -1 : ~(1L << c);
            }
        }
        return new Shape(count, mixed, absent, common & ~absent, consecutive);
    }

    @SuppressWarnings("ReferenceEquality") // Bytes that are the same constant are found; comparing others costs more.
    private static boolean isSame(@Nullable Object cell, @Nullable Object first) {
        return cell == first || (cell instanceof Long && cell.equals(first));
    }

    private @Nullable Object cell(int row, int column) {
        @Nullable Object[] cells = rows[row];
        return cells == null ? null : cells[column];
    }

    private static void bind(PreparedStatement statement, int at, @Nullable Object cell, boolean textAmongOthers)
            throws SQLException {
        byte[] bytes = cell instanceof Cell(byte[] utf8) ? utf8 : cell instanceof byte[] content ? content : null;
        if (bytes == null) {
            statement.setObject(at, cell);
        } else if (textAmongOthers) {
            statement.setString(at, Text.decode(bytes));
        } else {
            statement.setBytes(at, bytes);
        }
    }

    private PreparedStatement statement(Shape shape) throws SQLException {
        PreparedStatement prepared = statements.get(shape);
        if (prepared == null) {
            if (statements.size() == STATEMENTS_MAX) {
                Iterator<PreparedStatement> eldest = statements.values().iterator();
                eldest.next().close();
                eldest.remove();
            }
            prepared = database.prepare(sql(shape));
            statements.put(shape, prepared);
        }
        return prepared;
    }

    private String sql(Shape shape) {
        StringJoiner sql = new StringJoiner(
                ", ", (shape.count == 1 ? "INSERT OR REPLACE" : "INSERT OR FAIL") + " INTO " + table + " VALUES ", "");
        int[] firstRow = new int[columns.length];
        int parameters = 1;
        for (int row = 0; row < shape.count; row++) {
            StringJoiner cells = new StringJoiner(", ", "(", ")");
            cells.add(shape.consecutive ? "?1 + " + row * stride : "?" + (row == 0 ? parameters : ++parameters));
            for (int c = 0; c < columns.length; c++) {
                boolean bound = shape.isBound(c, row == 0);
                int parameter = bound ? ++parameters : firstRow[c];
                firstRow[c] = row == 0 ? parameter : firstRow[c];
                cells.add(shape.isAbsent(c) ? "NULL" : placeholder(c, shape.isMixed(c), parameter));
            }
            sql.add(cells.toString());
        }
        return sql.toString();
    }

    private String placeholder(int column, boolean mixed, int parameter) {
        boolean onlyText = (columns[column] == Column.BYTES || columns[column] == Column.ANY) && !mixed;
        return onlyText || columns[column] == Column.TEXT ? "CAST(?" + parameter + " AS TEXT)" : "?" + parameter;
    }

    @Override
    public String toString() {
        return held + " rows for " + table;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }
}
