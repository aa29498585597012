package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Cell;
import sluice.protocol.Kind;
import sluice.protocol.Value;

/** Reads the records of one key after another, slice by slice; keys come in the order of their ids. */
final class TupleScan implements AutoCloseable {
    /** A slice is full with so many records or bytes, whichever comes first. */
    private static final int RECORDS_MAX = 1_000;

    private static final long BYTES_MAX = 1 << 20;

    private final List<Cursor> cursors = new ArrayList<>();

    /** For each stage a query that gives key id, position, and whatever else the reading of its cells wants. */
    TupleScan(Database database, List<Query> queries) throws SQLException {
        for (Query query : queries) {
            cursors.add(new Cursor(query, database.prepare(query.sql())));
        }
    }

    /** Reads the records as they were landed. */
    static TupleScan ofLanded(Database database, List<Stage> stages) throws SQLException {
        return new TupleScan(database, stages.stream().map(TupleScan::landed).toList());
    }

    private static Query landed(Stage stage) {
        String sql = "SELECT " + Stage.KEY_OF + ", " + Stage.POSITION_OF + ", " + stage.columnList() + " FROM "
                + stage.table() + " s" + RANGE;
        return new Query(stage, sql, Long.MAX_VALUE, found -> 3);
    }

    /** That a record is of the first key or the last or one between, the two parameters of a query. */
    static final String WITHIN = Stage.ID + " BETWEEN ?1 << " + Stage.POSITION_BITS + " AND (?2 << "
            + Stage.POSITION_BITS + ") + " + (Stage.POSITIONS - 1);

    /** How a query over a stage s ends. */
    static final String RANGE = " WHERE s." + WITHIN + " ORDER BY s." + Stage.ID;

    /** @param keysAtOnce how many keys are asked for at a time */
    record Query(Stage stage, String sql, long keysAtOnce, Cells cells) {}

    /** Where in the columns of a result the cells of its record begin; {@link #NONE} where there is no such record. */
    @FunctionalInterface
    interface Cells {
        int NONE = 0;

        int begin(ResultSet found) throws SQLException;
    }

    void reset() throws SQLException {
        for (Cursor cursor : cursors) {
            cursor.reset();
        }
    }

    /** The next records of a key, of which {@code last} is the last that will be asked for. */
    Value.Mapped slice(Kind kind, long id, long last) throws SQLException {
        List<Value.Tuple> tuples = new ArrayList<>();
        long bytes = 0;
        for (Cursor cursor : cursors) {
            while (tuples.size() < RECORDS_MAX && bytes < BYTES_MAX && cursor.at(id, last)) {
                Value.Tuple tuple = cursor.tuple();
                if (tuple != null) {
                    tuples.add(tuple);
                    bytes += new Value.Mapped(kind, List.of(tuple), null).contentBytes();
                }
                cursor.next();
            }
        }
        return new Value.Mapped(kind, tuples, null);
    }

    boolean more(long id, long last) throws SQLException {
        for (Cursor cursor : cursors) {
            if (cursor.at(id, last)) {
                return true;
            }
        }
        return false;
    }

    private static final class Cursor {
        private final Query query;
        private final PreparedStatement statement;
        private @Nullable ResultSet rows;
        private long keyId;
        private long askedTo;

        Cursor(Query query, PreparedStatement statement) {
            this.query = query;
            this.statement = statement;
        }

        void reset() throws SQLException {
            if (rows != null) {
                rows.close();
                rows = null;
            }
        }

        boolean at(long wanted, long last) throws SQLException {
            if (rows == null || wanted > askedTo) {
                ask(wanted, last);
            }
            while (keyId < wanted) {
                next();
            }
            return keyId == wanted;
        }

        private void ask(long first, long last) throws SQLException {
            askedTo = last - first < query.keysAtOnce ? last : first + query.keysAtOnce - 1;
            statement.setLong(1, first);
            statement.setLong(2, askedTo);
            rows = statement.executeQuery();
            next();
        }

        void next() throws SQLException {
            ResultSet open = opened();
            keyId = open.next() ? open.getLong(1) : Long.MAX_VALUE;
        }

        Value.@Nullable Tuple tuple() throws SQLException {
            ResultSet open = opened();
            int begin = query.cells.begin(open);
            if (begin == Cells.NONE) {
                return null;
            }
            List<Inserts.Column> columns = query.stage.columns();
            @Nullable Object[] cells = new Object[columns.size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = cell(open, begin + i, columns.get(i));
            }
            return new Value.Tuple(query.stage.index(), open.getLong(2), cells);
        }

        private ResultSet opened() {
            if (rows == null) {
                throw new IllegalStateException("not open: " + query.sql);
            }
            return rows;
        }
    }

    private static @Nullable Object cell(ResultSet found, int at, Inserts.Column column) throws SQLException {
        return switch (column) {
            case TEXT -> text(bytes(found, at));
            case BLOB -> bytes(found, at);
            case NUMBER, ANY, BYTES -> typed(found, at);
        };
    }

    private static @Nullable Cell text(byte @Nullable [] utf8) {
        return utf8 == null ? null : new Cell(utf8);
    }

    /** SQLite gives nothing for no bytes, as it does for NULL. */
    private static byte @Nullable [] bytes(ResultSet found, int at) throws SQLException {
        byte[] bytes = found.getBytes(at);
        return bytes == null && !found.wasNull() ? new byte[0] : bytes;
    }

    private static @Nullable Object typed(ResultSet found, int at) throws SQLException {
        return switch (found.getObject(at)) {
            case null -> null;
            case Double real -> real;
            case Number number -> number.longValue();
            case String text -> text(bytes(found, at));
            default -> bytes(found, at);
        };
    }

    @Override
    public void close() throws SQLException {
        for (Cursor cursor : cursors) {
            cursor.statement.close();
        }
    }
}
