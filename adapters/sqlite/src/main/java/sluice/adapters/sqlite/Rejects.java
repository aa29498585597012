package sluice.adapters.sqlite;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.Value;
import sluice.protocol.ValueCodec;

/** Rows that could not be written, with their bytes. */
final class Rejects implements AutoCloseable {
    /** What {@link #read(ResultSet, int)} wants to see. */
    static final String COLUMNS = "db, key, type, ifnull(expires_at, -1), origin, reason, encoding, payload, part";

    private static final String RAW = "raw";

    private final Database database;
    private final String run;
    private final PreparedStatement[] inserts = new PreparedStatement[2];

    Rejects(Database database, String run) throws SQLException {
        this.database = database;
        this.run = run;
        for (int text = 0; text < 2; text++) {
            inserts[text] = database.prepare("INSERT INTO sluice_reject(run, key_id, part, db, key, type, expires_at,"
                    + " origin, reason, encoding, payload) VALUES (?, ?, ?, ?, " + (text == 1 ? "CAST(? AS TEXT)" : "?")
                    + ", ?, ?, ?, ?, ?, ?)");
        }
    }

    /** Keeps one slice of a rejected row; gives it back without its payload. */
    Reject keep(long keyId, int part, Row row, String origin, String reason) throws SQLException {
        Value value = raw(row.value());
        boolean raw = value instanceof Value.Undecodable;
        byte[] payload =
                value instanceof Value.Undecodable undecodable ? undecodable.payload() : ValueCodec.encode(value);
        Reject reject = new Reject(
                row.key(),
                row.value().kind(),
                row.expiresAt(),
                origin,
                reason,
                raw ? RAW : ValueCodec.NAME,
                null,
                part);
        insert(keyId, reject, payload);
        return reject;
    }

    private static Value raw(Value value) {
        return switch (value) {
            case Value.Unfit unfit -> unfit.original();
            case Value.Mapped(var kind, var tuples, Value raw) when raw != null -> raw;
            case Value.Mapped(var kind, var tuples, var none) -> new Value.Undecodable(kind, new byte[0], "");
            default -> value;
        };
    }

    /** Whether a plan mapped what has landed of a key: then its raw value stands beside it. */
    boolean isMapped(long keyId) throws SQLException {
        return database.number(
                        "SELECT count(*) FROM redis_key WHERE id = ? AND type LIKE '" + MappedLanding.PREFIX + "%'",
                        keyId)
                > 0;
    }

    /** Keeps the first raw slices of a key that a plan mapped; says how many there were. */
    int moveRaw(long keyId, long slices, String origin, String reason) throws SQLException {
        return database.update("""
            INSERT INTO sluice_reject(run, key_id, part, db, key, type, expires_at, origin, reason, encoding, payload)
            SELECT ?, k.id, r.sluice_id & (1 << 28) - 1, k.db, k.key, substr(k.type, 8), k.expires_at, ?, ?, ?,
                r.payload
            FROM redis_key k JOIN sluice_stage_raw r ON r.sluice_id BETWEEN k.id << 28 AND (k.id << 28) + ? - 1
            WHERE k.id = ? ORDER BY r.sluice_id\
            """, run, origin, reason, ValueCodec.NAME, slices, keyId);
    }

    private void insert(long keyId, Reject reject, byte[] payload) throws SQLException {
        byte[] name = reject.key().name();
        PreparedStatement insert = inserts[Text.isText(name) ? 1 : 0];
        Database.bind(
                insert,
                run,
                keyId,
                reject.part(),
                reject.key().db(),
                name,
                reject.kind().word(),
                NativeLanding.orNull(reject.expiresAt()),
                reject.origin(),
                reject.reason(),
                reject.encoding(),
                payload);
        insert.executeUpdate();
        insert.clearParameters();
    }

    void remove(long keyId) throws SQLException {
        database.update("DELETE FROM sluice_reject WHERE key_id = ?", keyId);
    }

    /** Gives all rejects of a run, in the order in which they came. */
    static void read(Database database, String run, Consumer<Reject> rejects) throws SQLException {
        try (PreparedStatement select =
                database.prepare("SELECT " + COLUMNS + " FROM sluice_reject WHERE run = ? ORDER BY key_id, part")) {
            select.setString(1, run);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rejects.accept(read(found, 0));
                }
            }
        }
    }

    /** One slice, whose {@link #COLUMNS} stand behind so many others. */
    static Reject read(ResultSet found, int others) throws SQLException {
        return new Reject(
                new Key(found.getInt(others + 1), bytes(found.getBytes(others + 2))),
                kind(found, others + 3),
                found.getLong(others + 4),
                DamagedTableException.text(found, others + 5, "sluice_reject", "origin"),
                DamagedTableException.text(found, others + 6, "sluice_reject", "reason"),
                DamagedTableException.text(found, others + 7, "sluice_reject", "encoding"),
                bytes(found.getBytes(others + 8)),
                found.getInt(others + 9));
    }

    static Kind kind(ResultSet found, int column) throws SQLException {
        String word = DamagedTableException.text(found, column, "sluice_reject", "type");
        try {
            return Kind.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw DamagedTableException.holds("sluice_reject", "type", word);
        }
    }

    /** SQLite gives nothing for an empty name. */
    static byte[] bytes(byte @Nullable [] bytes) {
        return Objects.requireNonNullElse(bytes, "".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement insert : inserts) {
            insert.close();
        }
    }
}
