package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.Reject;
import sluice.protocol.RunRecord;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Existing;
import sluice.protocol.Sink;
import sluice.protocol.SinkRetry;
import sluice.protocol.SinkSettings;

/**
 * Tries rejects again in the tables of a plan: they land beside the sink as the rows of a run do, are settled there
 * against what stands in the sink, and are moved into it in one transaction.
 */
final class MappedRetry implements SinkRetry {
    private final Retrying retrying;
    private final Database database;
    private final Schema schema;
    private final Path file;
    private final RejectedRows rejected;
    private final SqliteSink staging;
    private @Nullable RetrySeal sealed;

    private MappedRetry(Retrying retrying, Schema schema) throws SQLException {
        this.retrying = retrying;
        this.database = retrying.database();
        this.schema = schema;
        this.file = StagingFile.ofRetry(retrying.sink());
        Target target = new Target(database, retrying.subject());
        target.check(schema, name -> false);
        if (schema.natives() && !new PlanTables(database).knows(Layout.NATIVE.keyTable())) {
            NativeTransfer.requireNames(database, Set.of(), retrying.subject());
        }
        this.rejected = new RejectedRows(database, run().id(), retrying.books(), retrying.subject());
        StagingFile.removeRetry(retrying.sink(), retrying.subject());
        this.staging = open(target);
    }

    static MappedRetry open(Retrying retrying) throws SQLException {
        Schema planned = retrying.settings().schema();
        if (planned == null) {
            throw MigrationException.refused(
                    retrying.subject(),
                    "run " + retrying.run().run().id() + " filled the tables of a plan, and only a plan tells what"
                            + " becomes of keys",
                    "give it with --plan");
        }
        return new MappedRetry(retrying, besideRows(retrying.database(), planned));
    }

    /** The plan's tables as they are now: those of the run are there. */
    private static Schema besideRows(Database database, Schema planned) throws SQLException {
        PlanTables known = new PlanTables(database);
        List<Schema.Table> tables = new ArrayList<>();
        for (Schema.Table table : planned.tables()) {
            boolean there = known.knows(table.name()) && database.has("table", table.name());
            Existing existing = !there || table.existing() == Existing.KEEP ? table.existing() : Existing.UPDATE;
            tables.add(table.existing(existing));
        }
        return new Schema(tables, planned.natives());
    }

    private SqliteSink open(Target target) throws SQLException {
        StagingKit.SinkAtStart atStart = new StagingKit.SinkAtStart();
        Map<String, Map<String, String>> collations = new HashMap<>();
        for (Schema.Table table : schema.tables()) {
            if (table.existing() != Existing.REFUSE) {
                collations.put(Target.lower(table.name()), target.collations(table.name()));
            }
        }
        atStart.collations = collations;
        StagingKit kit = new StagingKit(retrying.sink(), schema, false, retrying.clock(), atStart, true);
        SinkSettings settings =
                new SinkSettings(file.toString(), run().layout(), retrying.run().db(), schema, false);
        SqliteSink opened = SqliteSink.open(settings, new Landed(kit), retrying.clock(), retrying.after());
        try {
            opened.begin(run().at(Phase.LANDING), books());
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** A staging file whose seal leaves the sink with its transaction open. */
    private final class Landed implements Kit {
        private final StagingKit kit;

        Landed(StagingKit kit) {
            this.kit = kit;
        }

        @Override
        public Layout layout() {
            return kit.layout();
        }

        @Override
        public void createTables(Database opened) throws SQLException {
            kit.createTables(opened);
        }

        @Override
        public Sealing sealing(
                Path path, Database opened, LogKeeper log, Runs.Stored staged, Consumer<SealStep> after) {
            RetrySeal seal = new RetrySeal(retrying, kit, path, opened, staged);
            sealed = seal;
            return seal;
        }
    }

    @Override
    public RunRecord run() {
        return retrying.run().run();
    }

    @Override
    public Checkpoint books() {
        return retrying.books();
    }

    @Override
    public long untried() {
        return rejected.untried();
    }

    @Override
    public Tried next() {
        return guarded(rejected::next);
    }

    @Override
    public List<Reject> write(Batch batch) {
        List<Reject> rejects = staging.write(batch);
        staging.commit(new Checkpoint(Map.of(), new byte[0]));
        return rejects;
    }

    @Override
    public void settle(Sink.Doubles doubles) {
        guarded(() -> {
            rejected.close();
            database.run("PRAGMA foreign_keys = OFF");
            return this;
        });
        staging.seal(doubles);
    }

    @Override
    public Optional<String> finish(RunRecord newRun, Checkpoint books) {
        RetrySeal seal = sealed;
        if (seal == null) {
            throw new IllegalStateException("nothing was settled");
        }
        return guarded(() -> seal.finish(newRun, books, rejected.lastKey()));
    }

    private <T> T guarded(Faults.Work<T> work) {
        return Faults.guarded(retrying.subject(), retrying.sink(), work);
    }

    @Override
    public void close() {
        try {
            staging.close();
        } finally {
            giveUp();
        }
        StagingFile.remove(file, retrying.subject());
    }

    private void giveUp() {
        RetrySeal seal = sealed;
        try {
            if (seal != null) {
                seal.giveUp();
            }
        } finally {
            // The sink is free before what lay beside it goes.
            retrying.close();
        }
    }
}
