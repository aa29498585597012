package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Row;
import sluice.protocol.Sink.Doubles;

/** Makes rejects of keys that were written and cannot stay: they leave the stages with all their records. */
final class Rejection implements AutoCloseable {
    /** How to name keys: followed by a query for key id, reason, whether it collided, whether it is an orphan. */
    static final String ADD = "INSERT OR IGNORE INTO temp.sluice_rejected ";

    private final Database database;
    private final Layout layout;
    private final Doubles doubles;
    private final Authors authors;
    private final Rejects rejects;
    private final RowScan scan;

    Rejection(Database database, Runs.Stored run, Doubles doubles) throws SQLException {
        this.database = database;
        this.layout = run.layout();
        this.doubles = doubles;
        this.authors = new Authors(database);
        this.rejects = new Rejects(database, run.run().id());
        this.scan = new RowScan(database, layout, run.db());
        database.run("DROP TABLE IF EXISTS temp.sluice_rejected");
        database.run("CREATE TEMP TABLE sluice_rejected(key_id INTEGER PRIMARY KEY, reason TEXT, collided, orphaned)");
    }

    /** Takes out the keys that were named; gives the indexes of the stages that lost records. */
    Set<Integer> reject() throws SQLException {
        if (database.number("SELECT EXISTS (SELECT 1 FROM temp.sluice_rejected)") == 0) {
            return Set.of();
        }
        String sql =
                "SELECT k.id, k.db, k.key, k.type, r.reason, r.collided, r.orphaned, k.value FROM temp.sluice_rejected"
                        + " r JOIN redis_key k ON k.id = r.key_id ORDER BY k.id";
        try (PreparedStatement select = database.prepare(sql);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                reject(
                        StagedKey.of(found),
                        found.getString(5),
                        found.getBoolean(6),
                        found.getBoolean(7),
                        found.getString(8));
            }
        }
        return delete();
    }

    private void reject(StagedKey key, String reason, boolean collided, boolean orphaned, @Nullable String place)
            throws SQLException {
        int partition = authors.partitionOf(key.id());
        boolean knownCollided = isTold(key, Stage.COLLIDED);
        boolean knownOrphaned = isTold(key, Stage.ORPHANED);
        if (collided && !knownCollided) {
            doubles.collided(partition, key.key(), key.kind(), reason);
        }
        if (orphaned && !knownOrphaned) {
            doubles.orphaned(partition, key.key(), key.kind(), reason);
        }
        List<Row> slices = new ArrayList<>();
        String origin = new Origin(partition, collided || knownCollided, orphaned || knownOrphaned).text();
        boolean moved = rejects.moveRaw(key.id(), Stage.POSITIONS, origin, reason) > 0;
        scan.scan(key.id(), key.id(), row -> {
            doubles.rejected(partition, row);
            if (!moved) {
                slices.add(row);
            }
        });
        for (int i = 0; i < slices.size(); i++) {
            rejects.keep(key.id(), i, raw(slices.get(i), key, place), origin, reason);
        }
    }

    private boolean isTold(StagedKey key, String what) throws SQLException {
        String sql = "SELECT count(*) FROM " + Stage.TOLD + " WHERE key_id = ? AND what = ?";
        return database.number(sql, key.id(), what) > 0;
    }

    private Row raw(Row slice, StagedKey key, @Nullable String place) throws SQLException {
        return place == null
                ? slice
                : slice.mapped(Stage.rawAt(place, key.id(), layout.stages(), database), slice.keyspace());
    }

    private Set<Integer> delete() throws SQLException {
        Set<Integer> changed = new HashSet<>();
        String keys = "SELECT key_id AS id FROM temp.sluice_rejected";
        for (Stage stage : layout.stages()) {
            if (database.update("DELETE FROM " + stage.table() + " WHERE " + layout.ofKeys(stage.table(), keys)) > 0) {
                changed.add(stage.index());
            }
            for (String table : List.of(stage.lost(), stage.merged())) {
                database.run("DELETE FROM " + table + " WHERE " + layout.ofKeys(table, keys));
            }
        }
        database.run("DELETE FROM " + Stage.TOLD + " WHERE key_id IN (" + keys + ")");
        database.run("DELETE FROM " + Stage.RAW + " WHERE " + layout.ofKeys(Stage.RAW, keys));
        database.run("DELETE FROM " + layout.keyTable() + " WHERE id IN (" + keys + ")");
        database.run("DELETE FROM temp.sluice_rejected");
        return changed;
    }

    @Override
    public void close() throws SQLException {
        rejects.close();
        scan.close();
    }
}
