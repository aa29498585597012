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
import sluice.protocol.RunRecord;

/** Brings what is staged into the sink: in one transaction where there is a file, under its name at once where not. */
final class Delivery {
    private static final int PAGE_BYTES = 8_192;

    private final StagingKit kit;
    private final Path staging;
    private final Runs.Stored run;
    private final String subject;
    private final Consumer<Kit.SealStep> after;
    private volatile @Nullable Database filling;

    Delivery(StagingKit kit, Path staging, Runs.Stored run, String subject, Consumer<Kit.SealStep> after) {
        this.kit = kit;
        this.staging = staging;
        this.run = run;
        this.subject = subject;
        this.after = after;
    }

    /** What has to be known before anything is committed. */
    interface Condition {
        void await() throws SQLException;
    }

    /**
     * Does nothing where the run stands in the sink already. Where rows do not fit beside each other the exception is
     * SQLite's own, and the sink is as it was.
     */
    void run(Condition condition) throws SQLException {
        try {
            if (SinkFile.hasContent(kit.sink())) {
                fillExisting(kit.sink(), condition);
            } else {
                fillNew(kit.sink(), condition);
            }
        } catch (SQLException e) {
            if (Faults.isConstraint(e)) {
                throw e;
            }
            throw Faults.told(subject, kit.sink(), e);
        }
    }

    void interrupt() throws SQLException {
        Database running = filling;
        if (running != null) {
            running.interrupt();
        }
    }

    /** What is written into a file of its own needs no journal: nobody sees it before it is whole. */
    private void fillNew(Path sink, Condition condition) throws SQLException {
        Path file = StagingFile.newSink(sink);
        StagingFile.remove(file, subject);
        try (Database opened = Database.forWriting(file)) {
            opened.run("PRAGMA page_size = " + PAGE_BYTES);
            opened.run("PRAGMA main.journal_mode = OFF");
            opened.run("PRAGMA main.synchronous = OFF");
            fill(opened, false, true, condition);
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
        if (SinkFile.hasContent(sink)) {
            throw MigrationException.failed(
                    subject,
                    "something else than Sluice has made the file meanwhile",
                    "run the same command: the rows will be added to it, if its tables leave room for them",
                    null);
        }
        if (Files.exists(sink)) {
            Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(sink));
        }
        Files.move(file, sink, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(Objects.requireNonNull(sink.getParent()), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private void fillExisting(Path sink, Condition condition) throws SQLException {
        try (Database opened = Database.forWriting(sink)) {
            if (StagingFile.isTransferred(opened, run.run().id())) {
                return;
            }
            Belongings ours = new Belongings(sink);
            opened.run("PRAGMA foreign_keys = OFF");
            fill(opened, kit.backup(), false, condition);
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

    private void fill(Database opened, boolean backs, boolean isNew, Condition condition) throws SQLException {
        filling = opened;
        Backup made = null;
        boolean done = false;
        try {
            Transfer.attach(opened, staging);
            Seal.sortWell(opened);
            // From here on nobody else writes: what the backup does not have is not there.
            opened.begin();
            made = backs && Backup.isDue(opened) ? Backup.take(kit.sink(), kit.clock()) : null;
            after.accept(MappedSeal.Step.BACKUP);
            makeRoom(opened);
            new Transfer(opened, kit.schema(), subject).run(run, isNew);
            if (made != null) {
                made.record(opened, run.run().id());
            }
            after.accept(MappedSeal.Step.FILL);
            condition.await();
            // A commit that fails may have happened all the same: the backup stays.
            done = true;
            opened.commit();
            Transfer.detach(opened);
        } finally {
            filling = null;
            if (made != null && !done) {
                made.giveUp(kit.sink());
            }
        }
    }

    /** An earlier run leaves only where the user wanted that when this one began. */
    private void makeRoom(Database opened) throws SQLException {
        Optional<Runs.Stored> there = new Runs(opened).latest();
        String leaving = opened.text("SELECT value FROM " + Stage.STATE + " WHERE name = '" + Stage.REPLACES + "'");
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
