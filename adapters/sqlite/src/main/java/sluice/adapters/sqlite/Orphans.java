package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import sluice.protocol.MigrationException;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Existing;

/** Records of one table that name rows of another which are not there, and what the plan's policy makes of them. */
final class Orphans {
    private final Database database;
    private final List<Stage> stages;
    private final Schema schema;
    private final Stage stage;
    private final Schema.ForeignKey key;
    private final String subject;
    private final int parent;
    private final boolean parentHasRows;

    /** @param besideRows whether the sink is at hand, for tables that hold rows already */
    Orphans(
            Database database,
            List<Stage> stages,
            Schema schema,
            Stage stage,
            Schema.ForeignKey key,
            String subject,
            boolean besideRows) {
        this.database = database;
        this.stages = stages;
        this.schema = schema;
        this.stage = stage;
        this.key = key;
        this.subject = subject;
        this.parent = parent(schema, key);
        this.parentHasRows =
                besideRows && (parent < 0 || schema.tables().get(parent).existing() != Existing.REFUSE);
    }

    /** The plan's table, where it fills what is named. */
    private static int parent(Schema schema, Schema.ForeignKey key) {
        int parent = Dependencies.indexOf(schema, key.table());
        boolean fills = parent >= 0
                && schema.tables().get(parent).columns().stream()
                        .map(Schema.Column::name)
                        .toList()
                        .containsAll(key.targets());
        return fills ? parent : -1;
    }

    /** Whether more can be orphans once records of these tables have left. */
    boolean dependsOn(Set<Integer> changed) {
        return changed.contains(parent) || changed.contains(stage.index());
    }

    /** Names the keys that are to be rejected, or ends the run, as the plan says. */
    void settle() throws SQLException {
        switch (key.orphans()) {
            case KEEP -> {}
            case REJECT ->
                database.update(Rejection.ADD + "SELECT s." + Stage.KEY_OF + ", ?, 0, 1 " + orphans(), how());
            case FAIL -> fail();
        }
    }

    /** Names the keys of those that stay. */
    void count() throws SQLException {
        if (key.orphans() == Schema.Orphans.KEEP) {
            database.update(Accounts.ADD_ORPHAN + "SELECT s." + Stage.KEY_OF + ", ?" + orphans(), how());
        }
    }

    private void fail() throws SQLException {
        long orphans = database.number("SELECT count(*)" + orphans());
        if (orphans > 0) {
            List<String> first = Settlement.named(
                    database,
                    "SELECT DISTINCT (SELECT CASE typeof(k.key) WHEN 'text' THEN k.key ELSE 'x' || hex(k.key) END"
                            + " FROM redis_key k WHERE k.id = s." + Stage.KEY_OF + ")" + orphans() + " LIMIT 3");
            throw MigrationException.failed(
                    subject,
                    orphans + " rows of table " + stage.name() + " name (by " + String.join(", ", key.columns())
                            + ") rows of " + key.table() + " that are not there, and the plan says fail: those of key "
                            + String.join(", ", first),
                    "nothing was written to it; choose another policy for orphans, and start over with --fresh",
                    null);
        }
    }

    private Identity identity() {
        return new Identity(key.columns());
    }

    /** Without the values, which are cells: the key tells where they are. */
    private String how() {
        return "table " + stage.name() + " names (by " + String.join(", ", key.columns()) + ") a row of " + key.table()
                + " that is not there";
    }

    private String orphans() throws SQLException {
        Standing standing = Standing.of(database, stage);
        StringBuilder sql = new StringBuilder(" FROM " + standing.source() + " s WHERE ")
                .append(identity().isWhole("s"));
        if (parent >= 0) {
            sql.append(" AND NOT EXISTS (SELECT 1 FROM " + parents() + " p WHERE ");
            sql.append(identity().same("s", key.targets(), "p")).append(')');
        }
        if (parentHasRows) {
            sql.append(
                    " AND NOT EXISTS (SELECT 1 FROM " + Settlement.SINK + "." + Sql.quoted(key.table()) + " p WHERE ");
            sql.append(identity().same("s", key.targets(), "p")).append(')');
        }
        return sql.toString();
    }

    /** A record that lost left another of its identity behind: where that is named, all that was staged will do. */
    private String parents() throws SQLException {
        Stage there = stages.get(parent);
        if (Set.copyOf(key.targets())
                .equals(Set.copyOf(schema.tables().get(parent).primaryKey()))) {
            return there.table();
        }
        database.run("CREATE INDEX IF NOT EXISTS sluice_stage_named_" + parent + "_"
                + Integer.toHexString(key.targets().hashCode()) + " ON " + there.table() + "("
                + Sql.list(key.targets()) + ")");
        return Standing.of(database, there).source();
    }
}
