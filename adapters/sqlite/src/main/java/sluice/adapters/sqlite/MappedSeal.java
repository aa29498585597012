package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink.Doubles;

/**
 * Closes a landed run of a plan: doubles leave the staging file, what cannot stand beside other rows is settled there,
 * and the rest goes into the sink in one transaction. Until that is done the sink is as it was.
 */
final class MappedSeal implements Kit.Sealing {
    private static final int PAGE_BYTES = 8_192;

    private final StagingKit kit;
    private final Path staging;
    private final String subject;
    private final Database database;
    private final Runs.Stored run;
    private final DoubleRows doubleRows;
    private final Consumer<Kit.SealStep> after;
    private volatile @Nullable Database filling;

    MappedSeal(StagingKit kit, Path staging, Database database, Runs.Stored run, Consumer<Kit.SealStep> after) {
        this.kit = kit;
        this.staging = staging;
        this.subject = "cannot seal " + SqliteAddress.show(kit.sink().toString());
        this.database = database;
        this.run = run;
        this.doubleRows = new DoubleRows(database, run);
        this.after = after;
    }

    /** The steps of a seal, in their order. */
    enum Step implements Kit.SealStep {
        ENTER,
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
        }
        after.accept(Step.SETTLE_REJECTS);
        doubleRows.indexKeys(doubles, () -> after.accept(Step.REMOVE_DOUBLES));
        after.accept(Step.INDEX_KEYS);
        new Settlement(database, kit, run, subject).settle(doubles);
        after.accept(Step.SETTLE);
        transfer();
        after.accept(Step.TRANSFER);
        new Runs(database).sealed(id, "ok");
        return "ok";
    }

    @Override
    public void interrupt() throws SQLException {
        database.interrupt();
        Database running = filling;
        if (running != null) {
            running.interrupt();
        }
    }

    private void transfer() throws SQLException {
        Path sink = kit.sink();
        try {
            if (Files.exists(sink)) {
                fillExisting(sink);
            } else {
                fillNew(sink);
            }
        } catch (SQLException e) {
            throw Faults.told(subject, sink, e);
        }
    }

    /** What is written into a file of its own needs no journal: nobody sees it before it is whole. */
    private void fillNew(Path sink) throws SQLException {
        Path file = StagingFile.newSink(sink);
        StagingFile.remove(file, subject);
        try (Database opened = Database.forWriting(file)) {
            opened.run("PRAGMA page_size = " + PAGE_BYTES);
            opened.run("PRAGMA main.journal_mode = OFF");
            opened.run("PRAGMA main.synchronous = OFF");
            after.accept(Step.BACKUP);
            fill(opened, null, true);
            opened.run("PRAGMA main.journal_mode = WAL");
        }
        try {
            publish(file, sink);
        } catch (IOException e) {
            throw MigrationException.failed(
                    subject,
                    "the file " + sink.getFileName() + " cannot take its name (" + e.getMessage() + ")",
                    "check its folder, then run the same command to resume",
                    e);
        }
    }

    /** Durable first, and then under its name. */
    private void publish(Path file, Path sink) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        if (Files.exists(sink)) {
            throw MigrationException.failed(
                    subject,
                    "something else than Sluice has made the file meanwhile",
                    "run the same command: the rows will be added to it, if its tables leave room for them",
                    null);
        }
        Files.move(file, sink, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(Objects.requireNonNull(sink.getParent()), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private void fillExisting(Path sink) throws SQLException {
        try (Database opened = Database.forWriting(sink)) {
            if (StagingFile.isTransferred(opened, run.run().id())) {
                return;
            }
            Belongings ours = new Belongings(sink);
            opened.run("PRAGMA foreign_keys = OFF");
            Backup backup = kit.backup() && Backup.isDue(opened) ? Backup.take(sink, kit.clock()) : null;
            after.accept(Step.BACKUP);
            fill(opened, backup, !SinkFile.hasContent(sink));
            if (ours.hasLostDatabase()) {
                throw MigrationException.failed(
                        subject,
                        "the file was moved, removed or replaced while Sluice was writing to it",
                        "run the same command: the rows will be written to the file that is there",
                        null);
            }
            opened.truncateLogNow();
        }
    }

    private void fill(Database opened, @Nullable Backup backup, boolean isNew) throws SQLException {
        filling = opened;
        try {
            Transfer.attach(opened, staging);
            Seal.sortWell(opened);
            opened.begin();
            makeRoom(opened);
            new Transfer(opened, kit.schema(), subject).run(run, isNew);
            if (backup != null) {
                backup.record(opened, run.run().id());
            }
            after.accept(Step.FILL);
            opened.commit();
        } finally {
            filling = null;
        }
    }

    /** An earlier run leaves only where the user wanted that when this one began. */
    private void makeRoom(Database opened) throws SQLException {
        Optional<Runs.Stored> there = new Runs(opened).latest();
        String leaving = database.text("SELECT value FROM " + Stage.STATE + " WHERE name = '" + Stage.REPLACES + "'");
        if (there.isPresent() && !there.get().run().id().equals(leaving)) {
            RunRecord other = there.get().run();
            throw MigrationException.failed(
                    subject,
                    "it holds run " + other.id() + " meanwhile",
                    "use --fresh to start over in place of it",
                    null);
        }
        if (there.isPresent()) {
            new Tables(opened).drop(there.get().layout());
        }
        new Target(opened, subject).check(kit.schema(), name -> false);
    }
}
