package sluice.adapters.sqlite;

import java.sql.SQLException;
import sluice.protocol.Schema;
import sluice.protocol.Sink.Doubles;

/** Finds out which records can stand beside each other. Everything becomes durable together, or not at all. */
final class Settlement {
    private final Database database;
    private final StagingKit kit;
    private final Runs.Stored run;

    Settlement(Database database, StagingKit kit, Runs.Stored run) {
        this.database = database;
        this.kit = kit;
        this.run = run;
    }

    void settle(Doubles doubles) throws SQLException {
        database.begin();
        for (Stage stage : run.layout().stages()) {
            Schema.Table table = kit.schema().tables().get(stage.index());
            if (table.primaryKey().isEmpty()) {
                database.run("DELETE FROM " + stage.ranks());
                database.run("INSERT INTO " + stage.ranks() + " SELECT key, sum(rows) OVER (ORDER BY key) - rows + 1"
                        + " FROM (SELECT " + Stage.KEY_OF + " AS key, max(" + Stage.POSITION_OF + ") + 1 AS rows FROM "
                        + stage.table() + " GROUP BY 1)");
            }
        }
        database.commit();
    }
}
