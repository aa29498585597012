package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.Sink.Doubles;

/**
 * Closes a landed run of a plan: doubles leave the staging file, what cannot stand beside other rows is settled there,
 * and the rest goes into the sink in one transaction. Until that is done the sink is as it was.
 */
final class MappedSeal implements Kit.Sealing {
    private final StagingKit kit;
    private final Path staging;
    private final String subject;
    private final Database database;
    private final Runs.Stored run;
    private final DoubleRows doubleRows;
    private final Consumer<Kit.SealStep> after;
    private final Delivery delivery;
    private volatile @Nullable SideTask indexing;

    MappedSeal(StagingKit kit, Path staging, Database database, Runs.Stored run, Consumer<Kit.SealStep> after) {
        this.kit = kit;
        this.staging = staging;
        this.subject = "cannot seal " + SqliteAddress.show(kit.sink().toString());
        this.database = database;
        this.run = run;
        this.doubleRows = new DoubleRows(database, run);
        this.delivery = new Delivery(kit, staging, run, subject, after);
        this.after = after;
    }

    /** The steps of a seal, in their order. */
    enum Step implements Kit.SealStep {
        ENTER,
        /** Where there may be doubles. */
        SETTLE_REJECTS,
        /** Where there are any. */
        REMOVE_DOUBLES,
        INDEX_KEYS,
        SETTLE,
        BACKUP,
        /** The rows are in the sink, but not committed. */
        FILL,
        /** They are. */
        TRANSFER
    }

    @Override
    public String run(Doubles doubles) throws SQLException {
        String id = run.run().id();
        new Runs(database).enter(id, Phase.SEALING);
        after.accept(Step.ENTER);
        Seal.sortWell(database);
        if (doubles.possible()) {
            doubleRows.removeRejects(doubles);
            after.accept(Step.SETTLE_REJECTS);
            indexKeys(doubles);
        }
        Settlement settlement = new Settlement(database, kit, run, subject);
        if (!settlement.isLikelyIdle() || !delivered(settlement)) {
            indexKeys(doubles);
            deliver(settlement, doubles);
        }
        after.accept(Step.TRANSFER);
        new Runs(database).sealed(id, "ok");
        return "ok";
    }

    private void indexKeys(Doubles doubles) throws SQLException {
        doubleRows.indexKeys(doubles, () -> after.accept(Step.REMOVE_DOUBLES));
        after.accept(Step.INDEX_KEYS);
    }

    /**
     * Where rows have nothing to do with each other but their primary keys, they are moved as if none collided, and the
     * index of the keys is built meanwhile, if it is not there: both tell if something stands twice. Then nothing is
     * committed.
     */
    private boolean delivered(Settlement settlement) throws SQLException {
        settlement.number();
        try (SideTask index = new SideTask(staging, doubleRows.indexStatement())) {
            indexing = index;
            delivery.run(() -> {}, null, index::await);
            return true;
        } catch (SQLException e) {
            if (Faults.isConstraint(e)) {
                return false;
            }
            throw e;
        } finally {
            indexing = null;
        }
    }

    private void deliver(Settlement settlement, Doubles doubles) throws SQLException {
        Refused refused = new Refused(database);
        Delivery.Settling settling = () -> {
            settlement.settle(doubles, refused);
            after.accept(Step.SETTLE);
        };
        try {
            delivery.run(settling, refused, () -> {});
        } catch (SQLException e) {
            throw MigrationException.failed(
                    subject,
                    "a table does not take the rows of the plan: " + Faults.reason(e),
                    "nothing was written to it; mend the table, or tell the plan what it wants (not-null, unique,"
                            + " checks), and start over with --fresh",
                    e);
        }
    }

    @Override
    public void interrupt() throws SQLException {
        database.interrupt();
        delivery.interrupt();
        SideTask running = indexing;
        if (running != null) {
            running.interrupt();
        }
    }
}
