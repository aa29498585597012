package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sluice.protocol.Schema;
import sluice.protocol.Sink.Doubles;

/**
 * Finds out which records can stand beside each other, by the rules of the plan, in a few statements a table: which
 * lost to others of the same identity, which are not unique, which name rows that are not there. A key that is rejected
 * leaves with all its records, so the rounds go on until none is. Everything becomes durable together, with the books.
 */
final class Settlement {
    static final String SINK = "sink";

    private static final String SETTLED = "settled";

    private final Database database;
    private final Path sink;
    private final Schema schema;
    private final Runs.Stored run;
    private final List<Stage> stages;
    private final String subject;
    private final boolean isRetry;

    Settlement(Database database, StagingKit kit, Runs.Stored run, String subject) {
        this.database = database;
        this.sink = kit.sink();
        this.schema = kit.schema();
        this.run = run;
        this.stages = run.layout().stages();
        this.subject = subject;
        this.isRetry = kit.again();
    }

    /** Whether small rows of new tables, which do not refer to each other, leave only primary keys to be looked at. */
    boolean isLikelyIdle() throws SQLException {
        boolean idle = !isSettled();
        for (Stage stage : stages) {
            Schema.Table table = schema.tables().get(stage.index());
            idle = idle
                    && table.existing() == Schema.Existing.REFUSE
                    && table.references().isEmpty()
                    && table.uniques().isEmpty()
                    && !stage.hasLargeRows(database);
        }
        return idle;
    }

    private boolean isSettled() throws SQLException {
        return database.number("SELECT count(*) FROM " + Stage.STATE + " WHERE name = '" + SETTLED + "'") > 0;
    }

    /**
     * Can be done again when the sink has changed since, or did not take some records, which are named: keys that were
     * rejected stay so. Does nothing where it was done before and no reason is left to do it again.
     */
    void settle(Doubles doubles, Refused refused) throws SQLException {
        boolean besideRows = Transfer.needsRowsOf(schema) && SinkFile.hasContent(sink);
        boolean again = isSettled();
        if (again && !besideRows && refused.isEmpty()) {
            return;
        }
        if (besideRows) {
            database.attach(sink, SINK);
        }
        database.begin();
        try (Rejection rejection = new Rejection(database, run, doubles)) {
            Accounts accounts = new Accounts(database, run, schema);
            if (again) {
                accounts.takeBack(doubles);
            }
            refused.name();
            rejection.reject();
            settle(rejection, besideRows);
            accounts.tell(doubles);
        }
        number();
        database.update("INSERT OR IGNORE INTO " + Stage.STATE + " VALUES ('" + SETTLED + "', '')");
        new Checkpoints(database).save(run.run().id(), doubles.settled());
        database.commit();
        if (besideRows) {
            database.run("DETACH " + SINK);
        }
    }

    private void settle(Rejection rejection, boolean besideRows) throws SQLException {
        List<Collisions> collisions = new ArrayList<>();
        List<Uniques> uniques = new ArrayList<>();
        List<Orphans> orphans = new ArrayList<>();
        for (Stage stage : stages) {
            Schema.Table table = schema.tables().get(stage.index());
            collisions.add(new Collisions(database, stage, table, subject, besideRows, isRetry));
            uniques.add(new Uniques(database, stage, table, subject, besideRows));
            List<Schema.ForeignKey> references = new ArrayList<>(table.references());
            if (besideRows && table.existing() != Schema.Existing.REFUSE) {
                references.addAll(ForeignKeys.beyond(table, schema, database));
            }
            for (Schema.ForeignKey key : references) {
                orphans.add(new Orphans(database, stages, schema, stage, key, subject, besideRows));
            }
        }
        if (besideRows) {
            rejectLikeNumbers(rejection);
        }
        Set<Integer> changed = new HashSet<>();
        stages.forEach(stage -> changed.add(stage.index()));
        while (!changed.isEmpty()) {
            Set<Integer> found = round(rejection, changed, collisions, uniques, orphans);
            changed.clear();
            changed.addAll(found);
        }
        for (Orphans each : orphans) {
            each.count();
        }
    }

    private void rejectLikeNumbers(Rejection rejection) throws SQLException {
        LikeNumbers numbers = new LikeNumbers(database, subject);
        for (Stage stage : stages) {
            if (schema.tables().get(stage.index()).existing() != Schema.Existing.REFUSE) {
                numbers.settle(stage, schema.tables().get(stage.index()));
            }
        }
        rejection.reject();
    }

    /** One look at what changed since the last; gives the tables that lost records by it. */
    private static Set<Integer> round(
            Rejection rejection,
            Set<Integer> changed,
            List<Collisions> collisions,
            List<Uniques> uniques,
            List<Orphans> orphans)
            throws SQLException {
        Set<Integer> found = new HashSet<>();
        for (int index : changed) {
            collisions.get(index).settle();
            found.addAll(rejection.reject());
            uniques.get(index).settleBesideRows();
            found.addAll(rejection.reject());
            uniques.get(index).settle();
            found.addAll(rejection.reject());
        }
        for (Orphans each : orphans) {
            if (each.dependsOn(changed) || each.dependsOn(found)) {
                each.settle();
                found.addAll(rejection.reject());
            }
        }
        return found;
    }

    /** Where rows have no identity of their own, they are numbered here, so that each can be found again. */
    void number() throws SQLException {
        for (Stage stage : stages) {
            if (schema.tables().get(stage.index()).primaryKey().isEmpty()) {
                database.run("DELETE FROM " + stage.ranks());
                database.run("INSERT INTO " + stage.ranks() + " SELECT key, sum(rows) OVER (ORDER BY key) - rows + 1"
                        + " FROM (SELECT " + Stage.KEY_OF + " AS key, max(" + Stage.POSITION_OF + ") + 1 AS rows FROM "
                        + stage.table() + " GROUP BY 1)");
            }
        }
    }

    /** The first keys of a query, for people. */
    static List<String> named(Database database, String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement select = database.prepare(sql);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                names.add(found.getString(1));
            }
        }
        return names;
    }
}
