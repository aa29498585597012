package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Checkpoint;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.Cursor;
import sluice.protocol.Partition;
import sluice.protocol.Tally;

/** The checkpoint as it stands in the file. Written within the transaction that its caller has open. */
final class Checkpoints {
    private static final String TABLE = "sluice_checkpoint";
    private static final List<String> BOOKS = List.of("read", "written", "rejected", "expired", "doubled", "bytes");

    private final Database database;

    Checkpoints(Database database) {
        this.database = database;
    }

    Checkpoint load(String run) throws SQLException {
        Map<Integer, Standing> standings = new HashMap<>();
        try (PreparedStatement select = database.prepare("SELECT partition, name, start, cursor, read, written,"
                        + " rejected, expired, doubled, bytes, drained FROM sluice_checkpoint ORDER BY partition");
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                Partition partition = new Partition(
                        (int) DamagedTableException.count(found, 1, TABLE, "partition"),
                        DamagedTableException.text(found, 2, TABLE, "name"),
                        new Cursor(DamagedTableException.text(found, 3, TABLE, "start")));
                Cursor cursor = new Cursor(DamagedTableException.text(found, 4, TABLE, "cursor"));
                standings.put(partition.id(), new Standing(partition, cursor, tally(found), found.getBoolean(11)));
            }
        }
        return new Checkpoint(standings, ledger(run));
    }

    private static Tally tally(ResultSet found) throws SQLException {
        long[] books = new long[BOOKS.size()];
        for (int i = 0; i < books.length; i++) {
            books[i] = DamagedTableException.count(found, 5 + i, TABLE, BOOKS.get(i));
        }
        try {
            return new Tally(books[0], books[1], books[2], books[3], books[4], books[5]);
        } catch (IllegalArgumentException unbalanced) {
            throw new DamagedTableException(TABLE, String.valueOf(unbalanced.getMessage()));
        }
    }

    private byte[] ledger(String run) throws SQLException {
        try (PreparedStatement select = database.prepare("SELECT ledger FROM sluice_run WHERE id = ?")) {
            select.setString(1, run);
            try (ResultSet found = select.executeQuery()) {
                byte[] ledger = found.next() ? found.getBytes(1) : null;
                return ledger == null ? new byte[0] : ledger;
            }
        }
    }

    void save(String run, Checkpoint changes) throws SQLException {
        try (PreparedStatement upsert = database.prepare("""
            INSERT INTO sluice_checkpoint(partition, name, start, cursor, read, written, rejected, expired,
                doubled, bytes, drained, proof, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (partition) DO UPDATE SET name = excluded.name, start = excluded.start,
                cursor = excluded.cursor, read = excluded.read, written = excluded.written,
                rejected = excluded.rejected, expired = excluded.expired, doubled = excluded.doubled,
                bytes = excluded.bytes, drained = excluded.drained, proof = excluded.proof\
            """)) {
            for (Standing standing : changes.partitions().values()) {
                save(upsert, run, standing);
            }
        }
        long proof = Agreement.proof(changes.ledger(), Agreement.partitions(database));
        database.update("UPDATE sluice_run SET ledger = ?, proof = ? WHERE id = ?", changes.ledger(), proof, run);
    }

    private static void save(PreparedStatement upsert, String run, Standing standing) throws SQLException {
        Tally tally = standing.tally();
        Object[] columns = {
            standing.partition().id(),
            standing.partition().name(),
            standing.partition().start().text(),
            standing.cursor().text(),
            tally.read(),
            tally.written(),
            tally.rejected(),
            tally.expired(),
            tally.doubled(),
            tally.bytes(),
            standing.drained() ? 1 : 0
        };
        Database.bind(upsert, columns);
        upsert.setLong(12, Agreement.proof(columns));
        upsert.setString(13, run);
        upsert.executeUpdate();
    }

    /** Remembers which key of a partition is not complete; null when none is. */
    void saveOpen(int partition, @Nullable Long id) throws SQLException {
        Long proof = id == null ? null : Agreement.proof(partition, id);
        database.update(
                "UPDATE sluice_checkpoint SET open_id = ?, open_proof = ? WHERE partition = ?", id, proof, partition);
    }

    /** The keys that were not complete at the last commit. */
    List<Long> open() throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select =
                        database.prepare("SELECT open_id FROM sluice_checkpoint WHERE open_id IS NOT NULL");
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                ids.add(found.getLong(1));
            }
        }
        return ids;
    }

    void closeAll() throws SQLException {
        database.run("UPDATE sluice_checkpoint SET open_id = NULL WHERE open_id IS NOT NULL");
    }
}
