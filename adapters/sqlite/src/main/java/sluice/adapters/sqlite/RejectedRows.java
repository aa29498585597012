package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.Cursor;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.MigrationException;
import sluice.protocol.Part;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.SinkRetry;
import sluice.protocol.Value;
import sluice.protocol.ValueCodec;

/** The rejects of a finished run as rows again, where their bytes are at hand. Reads ahead by one slice. */
final class RejectedRows implements AutoCloseable {
    /** Names the keys that stay as they are. */
    static final String UNTRIED = "temp.sluice_untried";

    private static final int BATCH_ROWS = 500;
    private static final long BATCH_BYTES = 1L << 20;

    private final Map<Integer, Long> left = new TreeMap<>();
    private final PreparedStatement select;
    private final ResultSet found;
    private final long untried;
    private final long lastKey;
    private @Nullable Slice ahead;
    private int partition;

    private record Slice(long keyId, Reject reject) {}

    RejectedRows(Database database, String run, Checkpoint books, String subject) throws SQLException {
        books.partitions()
                .forEach((id, standing) -> left.put(id, standing.tally().rejected()));
        String ofRun = " FROM sluice_reject WHERE run = ?";
        if (database.number("SELECT count(DISTINCT key_id)" + ofRun, run)
                > books.total().rejected()) {
            throw MigrationException.refused(
                    subject,
                    "its table sluice_reject holds more than its books say",
                    "put back a copy of the file that is whole");
        }
        database.run("CREATE TABLE " + UNTRIED + "(key_id INTEGER PRIMARY KEY)");
        untried = database.update(
                "INSERT INTO " + UNTRIED + " SELECT key_id" + ofRun + " GROUP BY key_id HAVING max(encoding <> ?) OR"
                        + " min(length(payload)) = 0 OR count(*) <> max(part) + 1",
                run,
                ValueCodec.NAME);
        lastKey = database.number("SELECT max(key_id) FROM sluice_reject");
        select = database.prepare("SELECT key_id, " + Rejects.COLUMNS + ofRun + " AND key_id <= ? AND key_id NOT IN"
                + " (SELECT key_id FROM " + UNTRIED + ") ORDER BY key_id, id");
        Database.bind(select, run, lastKey);
        found = select.executeQuery();
        ahead = fetch();
    }

    /** How many keys have no bytes. */
    long untried() {
        return untried;
    }

    /** The largest id of a key that was rejected before this began. */
    long lastKey() {
        return lastKey;
    }

    private @Nullable Slice fetch() throws SQLException {
        return found.next() ? new Slice(found.getLong(1), Rejects.read(found, 1)) : null;
    }

    SinkRetry.Tried next() throws SQLException {
        List<Row> rows = new ArrayList<>();
        Set<Key> collided = new HashSet<>();
        Set<Key> orphaned = new HashSet<>();
        long bytes = 0;
        int of = partition;
        while (ahead != null && rows.size() < BATCH_ROWS && bytes < BATCH_BYTES) {
            Slice slice = ahead;
            if (slice.reject.part() == 0) {
                Optional<Origin> origin = Origin.of(slice.reject.origin());
                int next = partitionOf(origin);
                if (!rows.isEmpty() && next != of) {
                    break;
                }
                partition = next;
                of = next;
                left.merge(next, -1L, Long::sum);
                origin.filter(Origin::collided).ifPresent(known -> collided.add(slice.reject.key()));
                origin.filter(Origin::orphaned).ifPresent(known -> orphaned.add(slice.reject.key()));
            }
            ahead = fetch();
            Row row = row(slice, ahead != null && ahead.keyId == slice.keyId);
            rows.add(row);
            bytes += row.bytes();
        }
        Batch batch = new Batch(of, rows, new Cursor(""), bytes, 0, 0, 0, ahead == null);
        return new SinkRetry.Tried(batch, collided, orphaned);
    }

    /** The partition that read it, as far as that is known; in any case one that has rejects in its books still. */
    private int partitionOf(Optional<Origin> origin) {
        int known = origin.map(Origin::partition).orElse(partition);
        if (left.getOrDefault(known, 0L) > 0) {
            return known;
        }
        return left.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .findFirst()
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    private static Row row(Slice slice, boolean goesOn) {
        Reject reject = slice.reject;
        boolean opens = reject.part() == 0;
        Part part = opens ? (goesOn ? Part.FIRST : Part.WHOLE) : goesOn ? Part.MIDDLE : Part.LAST;
        return new Row(reject.key(), value(reject.kind(), reject.payload()), reject.expiresAt(), Row.UNKNOWN, part);
    }

    private static Value value(Kind kind, byte @Nullable [] payload) {
        byte[] bytes = Rejects.bytes(payload);
        try {
            Value value = ValueCodec.decode(bytes);
            return value.kind() == kind
                    ? value
                    : damaged(kind, bytes, "they are those of a " + value.kind().word());
        } catch (IllegalArgumentException damaged) {
            return damaged(kind, bytes, String.valueOf(damaged.getMessage()));
        }
    }

    private static Value damaged(Kind kind, byte[] bytes, String why) {
        return new Value.Undecodable(kind, bytes, "its bytes in the sink are damaged: " + why);
    }

    @Override
    public void close() throws SQLException {
        found.close();
        select.close();
    }
}
