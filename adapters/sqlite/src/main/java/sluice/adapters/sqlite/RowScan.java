package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Gives landed rows back, in id order, big ones in slices; memory holds one slice. Prepared once, used many times. */
final class RowScan implements AutoCloseable {
    private final int db;
    private final Layout layout;
    private final PreparedStatement keys;
    private final PreparedStatement findText;
    private final PreparedStatement findBlob;
    private final ElementScan elements;
    private final @Nullable StreamScan streams;
    private final TupleScan tuples;

    /** @param db the database of rows in a layout that keeps none */
    RowScan(Database database, Layout layout, int db) throws SQLException {
        this(database, layout, layout.queries(), db, TupleScan.ofLanded(database, layout.stages()));
    }

    /** @param tuples reads the records of keys that a plan mapped */
    RowScan(Database database, Layout layout, Queries queries, int db, TupleScan tuples) throws SQLException {
        this.db = db;
        this.layout = layout;
        this.keys = database.prepare(queries.keys());
        this.findText = database.prepare(queries.find().formatted("CAST(? AS TEXT)"));
        this.findBlob = database.prepare(queries.find().formatted("?"));
        this.elements = new ElementScan(database, queries);
        this.streams = queries.streams().isEmpty() ? null : new StreamScan(database, queries.streams());
        this.tuples = tuples;
    }

    /** The id of a key; quick only where the sink is sealed. */
    OptionalLong find(Key key) throws SQLException {
        if (layout.holdsOneDatabase() && key.db() != db) {
            return OptionalLong.empty();
        }
        PreparedStatement find = Text.isText(key.name()) ? findText : findBlob;
        find.setBytes(1, key.name());
        if (!layout.holdsOneDatabase()) {
            find.setInt(2, key.db());
        }
        try (ResultSet found = find.executeQuery()) {
            return found.next() ? OptionalLong.of(found.getLong(1)) : OptionalLong.empty();
        }
    }

    void scan(long first, long last, Consumer<Row> rows) throws SQLException {
        reset(last);
        keys.setLong(1, first);
        keys.setLong(2, last);
        try (ResultSet found = keys.executeQuery()) {
            while (found.next()) {
                give(found, last, rows);
            }
        } finally {
            // Statements that stand on a row keep the read transaction, and with it the log, alive.
            reset(last);
        }
    }

    private void reset(long last) throws SQLException {
        elements.reset(last);
        if (streams != null) {
            streams.reset(last);
        }
        tuples.reset();
    }

    private void give(ResultSet found, long last, Consumer<Row> rows) throws SQLException {
        long id = found.getLong(1);
        byte[] name = found.getBytes(3);
        Key key = new Key(layout.holdsOneDatabase() ? db : found.getInt(2), name == null ? new byte[0] : name);
        int code = found.getInt(4);
        // A negative expiry is nothing a source could have said; as 0 it still shows as a difference.
        long expiresAt = Math.max(found.getLong(6), Row.NEVER);
        if (code > Queries.MAPPED) {
            Kind kind = KINDS[code - Queries.MAPPED];
            giveRecords(new Row(key, NOTHING, expiresAt, id, Part.WHOLE), kind, last, rows);
            return;
        }
        boolean isCollection = code >= Kind.LIST.code() && code <= Kind.ZSET.code();
        if (isCollection || (code == Kind.STREAM.code() && streams != null)) {
            giveSlices(new Row(key, NOTHING, expiresAt, id, Part.WHOLE), code, rows);
        } else {
            rows.accept(new Row(key, scalar(code, found.getBytes(5)), expiresAt, id, Part.WHOLE));
        }
    }

    /** By their code. */
    private static final Kind[] KINDS = new Kind[Kind.values().length + 1];

    static {
        for (Kind kind : Kind.values()) {
            KINDS[kind.code()] = kind;
        }
    }

    private static final Value NOTHING = new Value.Undecodable(Kind.STRING, new byte[0], "");

    private static Value scalar(int code, byte @Nullable [] content) {
        if (content == null) {
            return new Value.Undecodable(Kind.STRING, new byte[0], "the value is NULL");
        }
        return switch (code) {
            case 1 -> new Value.StringValue(content);
            case 7 -> new Value.ModuleValue(content);
            default -> new Value.Undecodable(Kind.STRING, content, "the type is none of Redis's");
        };
    }

    private void giveSlices(Row row, int code, Consumer<Row> rows) throws SQLException {
        long id = row.origin();
        boolean begins = true;
        boolean more = true;
        while (more) {
            Value slice = slice(code, id, begins);
            more = more(code, id);
            rows.accept(new Row(row.key(), slice, row.expiresAt(), id, part(begins, more)));
            begins = false;
        }
    }

    private void giveRecords(Row row, Kind kind, long last, Consumer<Row> rows) throws SQLException {
        boolean begins = true;
        boolean more = true;
        while (more) {
            Value slice = tuples.slice(kind, row.origin(), last);
            more = tuples.more(row.origin(), last);
            rows.accept(new Row(row.key(), slice, row.expiresAt(), row.origin(), part(begins, more)));
            begins = false;
        }
    }

    private static Part part(boolean begins, boolean more) {
        if (begins) {
            return more ? Part.FIRST : Part.WHOLE;
        }
        return more ? Part.MIDDLE : Part.LAST;
    }

    private Value slice(int code, long id, boolean begins) throws SQLException {
        return switch (code) {
            case 2 -> elements.list(id, begins);
            case 3 -> elements.set(id);
            case 4 -> elements.hash(id);
            case 5 -> elements.zset(id);
            default -> streams().slice(id);
        };
    }

    private boolean more(int code, long id) throws SQLException {
        return switch (code) {
            case 2 -> elements.moreList(id);
            case 3 -> elements.moreSet(id);
            case 4 -> elements.moreHash(id);
            case 5 -> elements.moreZset(id);
            default -> streams().more(id);
        };
    }

    private StreamScan streams() {
        if (streams == null) {
            throw new IllegalStateException("no streams in layout " + layout.word());
        }
        return streams;
    }

    @Override
    public void close() throws SQLException {
        keys.close();
        findText.close();
        findBlob.close();
        tuples.close();
    }
}
