package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;
import sluice.protocol.Bytes;
import sluice.protocol.Row;
import sluice.protocol.Schema;
import sluice.protocol.Sink.Doubles;

/** Tells what became of keys that stay, or of which nothing stays, once all is settled. */
final class Accounts {
    /** How to name kept orphans: followed by a query for key id and how. */
    static final String ADD_ORPHAN = "INSERT OR IGNORE INTO temp.sluice_orphan ";

    private final Database database;
    private final Runs.Stored run;
    private final Schema schema;
    private final Authors authors;

    Accounts(Database database, Runs.Stored run, Schema schema) throws SQLException {
        this.database = database;
        this.run = run;
        this.schema = schema;
        this.authors = new Authors(database);
        database.run("DROP TABLE IF EXISTS temp.sluice_orphan");
        database.run("CREATE TEMP TABLE sluice_orphan(key_id INTEGER PRIMARY KEY, how TEXT)");
        Encounters.prepare(database);
    }

    /** Puts keys of which nothing stood back into the books, before all is settled once more. */
    void takeBack(Doubles doubles) throws SQLException {
        scanGone(doubles::restored);
        database.run("DELETE FROM sluice_stage_gone");
    }

    void tell(Doubles doubles) throws SQLException {
        for (Stage stage : run.layout().stages()) {
            tellCollided(stage, doubles);
        }
        tellGone(doubles);
        tellEncounters(doubles);
        tellOrphans(doubles);
    }

    /** Each key once, unless it collided besides. */
    private void tellEncounters(Doubles doubles) throws SQLException {
        String sql = "SELECT k.id, k.db, k.key, k.type, min(e.how) FROM " + Encounters.TOLD + " e JOIN redis_key k ON"
                + " k.id = e.key_id WHERE k.id NOT IN (SELECT key_id FROM " + Stage.TOLD + " WHERE what = '"
                + Stage.COLLIDED + "') GROUP BY k.id";
        try (PreparedStatement select = database.prepare(sql);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                StagedKey key = StagedKey.of(found);
                doubles.collided(authors.partitionOf(key.id()), key.key(), key.kind(), found.getString(5));
            }
        }
        database.run("INSERT OR IGNORE INTO " + Stage.TOLD + " SELECT key_id, '" + Stage.COLLIDED + "' FROM "
                + Encounters.TOLD);
    }

    /** Each key once, with the first record that it lost. */
    private void tellCollided(Stage stage, Doubles doubles) throws SQLException {
        Schema.Table table = schema.tables().get(stage.index());
        Identity identity = new Identity(table.primaryKey());
        if (!Standing.of(database, stage).someLost()) {
            return;
        }
        String sql = "SELECT k.id, k.db, k.key, k.type, l.merged, w.key, " + identity.shown("s") + ", "
                + isWithin(table) + " FROM "
                + stage.lost() + " l JOIN " + stage.table() + " s ON s." + Stage.ID + " = l." + Stage.ID
                + " JOIN redis_key k ON k.id = l." + Stage.KEY_OF + " LEFT JOIN redis_key w ON w.id = l.winner >> "
                + Stage.POSITION_BITS + " LEFT JOIN " + stage.merged() + " m ON m." + Stage.ID
                + " = l.winner WHERE k.id NOT IN (SELECT key_id FROM " + Stage.TOLD + " WHERE what = '"
                + Stage.COLLIDED + "') ORDER BY l." + Stage.ID;
        long before = 0;
        try (PreparedStatement select = database.prepare(sql);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                StagedKey key = StagedKey.of(found);
                if (key.id() != before) {
                    doubles.collided(authors.partitionOf(key.id()), key.key(), key.kind(), how(stage, found));
                }
                before = key.id();
            }
        }
        database.run("INSERT OR IGNORE INTO " + Stage.TOLD + " SELECT " + Stage.KEY_OF + ", '" + Stage.COLLIDED
                + "' FROM " + stage.lost());
    }

    private static String how(Stage stage, ResultSet found) throws SQLException {
        byte[] winner = found.getBytes(6);
        String shown = found.getString(7);
        String by = winner == null ? "a row that was there before stays" : "key " + Bytes.show(winner) + " stays";
        return "table " + stage.name() + ", row " + shown + ": "
                + (found.getBoolean(5)
                        ? "merged with that of key " + Bytes.show(Rejects.bytes(winner))
                                + (found.getBoolean(8) ? ", without loss" : "")
                        : by);
    }

    /** That a record s is part of what it was merged to, m, with all that it has. */
    private static String isWithin(Schema.Table table) {
        return table.columns().stream()
                .filter(column -> table.collisions().merge(column.name()) == Schema.Merge.FIRST)
                .map(column -> Sql.quoted(column.name()))
                .map(name -> "(s." + name + " IS NULL OR s." + name + " IS m." + name + ")")
                .collect(Collectors.joining(" AND "));
    }

    /** Keys of which every record lost leave the books as doubles do; they are kept to be compared with the source. */
    private void tellGone(Doubles doubles) throws SQLException {
        StringBuilder sql = new StringBuilder("INSERT INTO sluice_stage_gone SELECT key_id FROM " + Stage.TOLD
                + " c WHERE what = '" + Stage.COLLIDED + "'");
        String and = " AND ";
        for (Stage stage : run.layout().stages()) {
            sql.append(and)
                    .append("NOT EXISTS (SELECT 1 FROM ")
                    .append(stage.table())
                    .append(" s LEFT JOIN ");
            sql.append(stage.lost())
                    .append(" l ON l.")
                    .append(Stage.ID)
                    .append(" = s.")
                    .append(Stage.ID);
            sql.append(" WHERE s.").append(Stage.ofKey("c.key_id")).append(" AND ifnull(l.merged, 1))");
        }
        if (database.update(sql.toString()) > 0) {
            scanGone(doubles::removed);
        }
    }

    private interface Teller {
        void tell(int partition, Row row);
    }

    private void scanGone(Teller teller) throws SQLException {
        try (RowScan scan = new RowScan(
                        database,
                        run.layout(),
                        Queries.STAGED_OR_GONE,
                        run.db(),
                        TupleScan.ofLanded(database, run.layout().stages()));
                PreparedStatement select = database.prepare("SELECT key_id FROM sluice_stage_gone ORDER BY key_id");
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                long id = found.getLong(1);
                int partition = authors.partitionOf(id);
                scan.scan(id, id, row -> teller.tell(partition, row));
            }
        }
    }

    private void tellOrphans(Doubles doubles) throws SQLException {
        String sql = "SELECT k.id, k.db, k.key, k.type, o.how FROM temp.sluice_orphan o JOIN redis_key k ON k.id ="
                + " o.key_id WHERE k.id NOT IN (SELECT key_id FROM " + Stage.TOLD + " WHERE what = '" + Stage.ORPHANED
                + "') ORDER BY k.id";
        try (PreparedStatement select = database.prepare(sql);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                StagedKey key = StagedKey.of(found);
                doubles.orphaned(authors.partitionOf(key.id()), key.key(), key.kind(), found.getString(5));
            }
        }
        database.run("INSERT OR IGNORE INTO " + Stage.TOLD + " SELECT key_id, '" + Stage.ORPHANED
                + "' FROM temp.sluice_orphan");
    }
}
