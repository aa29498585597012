package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Batch;
import sluice.protocol.Reject;
import sluice.protocol.Row;

/**
 * Takes batches in: gives each key its id, lands what the layout holds, and makes rejects of the rest. Remembers which
 * key of each partition is not complete. Everything happens in the transaction that the sink has open.
 */
final class Intake implements AutoCloseable {
    private final Landing landing;
    private final Removal removal;
    private final Rejects rejects;
    private final RowScan scan;
    private final Checkpoints checkpoints;
    private final Authors authors;
    private final Map<Integer, OpenKey> open = new HashMap<>();
    private final Set<Integer> changed = new HashSet<>();
    private final Map<Long, String> refused = new LinkedHashMap<>();
    private final boolean isOfPlan;
    private long batches;
    private long nextId;

    Intake(Database database, Runs.Stored run, InstantSource clock, Checkpoints checkpoints) throws SQLException {
        Layout layout = run.layout();
        this.checkpoints = checkpoints;
        this.authors = new Authors(database);
        this.landing = layout.landing(database, refused::putIfAbsent, run.db(), clock);
        this.removal = new Removal(database, layout);
        this.rejects = new Rejects(database, run.run().id());
        this.scan = new RowScan(database, layout, run.db());
        this.isOfPlan = !layout.stages().isEmpty();
        this.nextId = 1
                + Math.max(
                        database.number("SELECT max(id) FROM " + layout.keyTable()),
                        database.number("SELECT max(key_id) FROM sluice_reject"));
    }

    /** A key on its way in. */
    private static final class OpenKey {
        final long id;

        @Nullable
        String rejectedBecause;

        int slices;
        int slicesRejected;
        int slicesBefore;
        private long batch;

        OpenKey(long id) {
            this.id = id;
        }

        /** Remembers how many slices came in the batches before this one. */
        void seenIn(long thisBatch) {
            slicesBefore = batch == thisBatch ? slicesBefore : slices;
            batch = thisBatch;
        }
    }

    /** Removes the keys that were not complete at the last commit. */
    void removePartialKeys() throws SQLException {
        for (long id : checkpoints.open()) {
            removal.remove(id);
            rejects.remove(id);
        }
        checkpoints.closeAll();
    }

    /** Lands the rows; gives back what was rejected and closed here. */
    List<Reject> take(Batch batch) throws SQLException {
        batches++;
        List<Row> rows = batch.rows();
        OpenKey[] keys = new OpenKey[rows.size()];
        List<Reject> closed = new ArrayList<>();
        for (int i = 0; i < keys.length; i++) {
            Row row = rows.get(i);
            OpenKey key = keyOf(batch.partition(), row);
            key.seenIn(batches);
            keys[i] = key;
            if (key.rejectedBecause == null) {
                object(batch, keys, i, closed);
            }
            take(batch.partition(), key, row, closed);
        }
        landing.flush();
        rejectRefused(batch, keys, keys.length, closed);
        return closed;
    }

    /** Asks the layout whether it can hold the row; if not, what stands of the key moves to the rejects. */
    private void object(Batch batch, OpenKey[] keys, int at, List<Reject> closed) throws SQLException {
        Row row = batch.rows().get(at);
        String objection = landing.objection(row);
        if (objection == null) {
            return;
        }
        landing.flush();
        rejectRefused(batch, keys, at, closed);
        if (keys[at].rejectedBecause == null) {
            moveLanded(keys[at], keys[at].slices, row, batch.partition(), objection);
        }
    }

    private OpenKey keyOf(int partition, Row row) throws SQLException {
        if (!row.part().opens()) {
            OpenKey key = open.get(partition);
            if (key == null) {
                throw new IllegalStateException(row.part() + " of " + row.key() + " without its beginning");
            }
            return key;
        }
        OpenKey abandoned = open.remove(partition);
        if (abandoned != null) {
            landing.flush();
            refused.remove(abandoned.id);
            removal.remove(abandoned.id);
            rejects.remove(abandoned.id);
            changed.add(partition);
        }
        OpenKey key = new OpenKey(nextId++);
        authors.note(key.id, partition);
        if (!row.part().closes()) {
            open.put(partition, key);
            changed.add(partition);
        }
        return key;
    }

    private void take(int partition, OpenKey key, Row row, List<Reject> closed) throws SQLException {
        if (key.rejectedBecause != null) {
            reject(partition, key, row, closed);
        } else {
            landing.land(key.id, key.slices++, row);
        }
        if (row.part().closes() && !row.part().opens()) {
            if (key.rejectedBecause == null) {
                landing.close(key.id, row);
            }
            open.remove(partition);
            changed.add(partition);
        }
    }

    /** What already stands of a key that turns out to be unfit becomes reject slices. */
    private void moveLanded(OpenKey key, int slices, Row row, int partition, String reason) throws SQLException {
        key.rejectedBecause = reason;
        if (row.part().opens()) {
            return;
        }
        if (isOfPlan && rejects.isMapped(key.id)) {
            key.slicesRejected = rejects.moveRaw(key.id, slices, origin(partition, row), reason);
            removal.remove(key.id);
            return;
        }
        SlicesToRejects kept = new SlicesToRejects(key, origin(partition, row), reason);
        scan.scan(key.id, key.id, kept::add);
        kept.rethrow();
        removal.remove(key.id);
    }

    /** Keeps what a scan gives; a scan's consumer cannot throw SQL errors, so the first one waits here. */
    private final class SlicesToRejects {
        private final OpenKey key;
        private final String origin;
        private final String reason;
        private @Nullable SQLException failure;

        SlicesToRejects(OpenKey key, String origin, String reason) {
            this.key = key;
            this.origin = origin;
            this.reason = reason;
        }

        void add(Row landed) {
            try {
                if (failure == null) {
                    rejects.keep(key.id, key.slicesRejected++, landed, origin, reason);
                }
            } catch (SQLException e) {
                failure = e;
            }
        }

        void rethrow() throws SQLException {
            if (failure != null) {
                throw failure;
            }
        }
    }

    private void reject(int partition, OpenKey key, Row row, List<Reject> closed) throws SQLException {
        String reason = String.valueOf(key.rejectedBecause);
        Reject reject = rejects.keep(key.id, key.slicesRejected++, row, origin(partition, row), reason);
        if (row.part().closes()) {
            closed.add(reject);
        }
    }

    private static String origin(int partition, Row row) {
        return row.origin() >= 0 ? "offset " + row.origin() : "partition " + partition;
    }

    /** SQLite itself would not take some of the first rows: their keys leave the tables, with all their slices. */
    private void rejectRefused(Batch batch, OpenKey[] keys, int count, List<Reject> closed) throws SQLException {
        if (refused.isEmpty()) {
            return;
        }
        Set<Long> begun = new HashSet<>();
        for (int i = 0; i < count; i++) {
            OpenKey key = keys[i];
            String reason = refused.get(key.id);
            if (reason == null) {
                continue;
            }
            Row row = batch.rows().get(i);
            if (begun.add(key.id)) {
                moveLanded(key, key.slicesBefore, row, batch.partition(), reason);
                removal.remove(key.id);
            }
            reject(batch.partition(), key, row, closed);
        }
        refused.clear();
    }

    /** Writes what has to be durable with the rows: who wrote them, and which keys are not complete. */
    void beforeCommit() throws SQLException {
        authors.save();
        for (int partition : changed) {
            OpenKey key = open.get(partition);
            checkpoints.saveOpen(partition, key == null ? null : key.id);
        }
        changed.clear();
    }

    @Override
    public void close() throws SQLException {
        landing.close();
        removal.close();
        rejects.close();
        scan.close();
    }
}
