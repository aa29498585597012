package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;
import sluice.protocol.RunRecord;
import sluice.protocol.Schema.Existing;

/** Brings what is staged into the sink: in one transaction where there is a file, under its name at once where not. */
final class Delivery {
    private static final int PAGE_BYTES = 8_192;

    /** So often the sink may have changed between the settlement and the lock. */
    private static final int CHANGES_MAX = 10;

    private final StagingKit kit;
    private final Path staging;
    private final Runs.Stored run;
    private final String subject;
    private final Consumer<Kit.SealStep> after;
    private volatile @Nullable Database filling;
    /** Of the sink, but not yet on record there. */
    private @Nullable Backup made;

    private long madeOfVersion;

    Delivery(StagingKit kit, Path staging, Runs.Stored run, String subject, Consumer<Kit.SealStep> after) {
        this.kit = kit;
        this.staging = staging;
        this.run = run;
        this.subject = subject;
        this.after = after;
    }

    /** Decides which rows are to stand; asked again where the sink has changed since, or refused some. */
    interface Settling {
        void settle() throws SQLException;
    }

    /** What has to be known before anything is committed. */
    interface Condition {
        void await() throws SQLException;
    }

    /**
     * Does nothing where the run stands in the sink already. Rows that a table does not take are named, and settled; or
     * else the exception is SQLite's own, and the sink is as it was.
     *
     * @param refused where to name them, or null
     */
    void run(Settling settling, @Nullable Refused refused, Condition condition) throws SQLException {
        try {
            if (SinkFile.hasContent(kit.sink())) {
                fillExisting(kit.sink(), settling, refused, condition);
            } else {
                fillNew(kit.sink(), settling, refused, condition);
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

    private void fillNew(Path sink, Settling settling, @Nullable Refused refused, Condition condition)
            throws SQLException {
        settling.settle();
        try {
            writeNew(sink, "OFF", null, condition);
        } catch (SQLException e) {
            if (refused == null || !(Faults.isOfRow(e) || Faults.isOfExpression(e))) {
                throw e;
            }
            while (!writeNew(sink, "DELETE", refused, condition)) {
                settling.settle();
            }
        }
        try {
            publish(StagingFile.newSink(sink), sink);
        } catch (IOException e) {
            throw MigrationException.failed(
                    subject,
                    "the file " + sink.getFileName() + " cannot take its name (" + e.getMessage() + ")",
                    "check its folder, then run the same command to resume",
                    e);
        }
    }

    /** A file of its own needs no journal, but to find out which rows do not fit: nobody sees it before it is whole. */
    private boolean writeNew(Path sink, String journal, @Nullable Refused refused, Condition condition)
            throws SQLException {
        Path file = StagingFile.newSink(sink);
        StagingFile.remove(file, subject);
        try (Database opened = Database.forWriting(file)) {
            opened.run("PRAGMA page_size = " + PAGE_BYTES);
            opened.run("PRAGMA main.journal_mode = " + journal);
            opened.run("PRAGMA main.synchronous = OFF");
            boolean filled = fill(opened, opened.dataVersion(), true, refused, condition) == Outcome.FILLED;
            if (filled) {
                checkStructure(opened, file);
                opened.run("PRAGMA main.journal_mode = WAL");
            }
            return filled;
        }
    }

    /** In a file of its own that can wait until everything is committed. */
    private void checkStructure(Database opened, Path file) throws SQLException {
        filling = opened;
        try {
            List<String> tables = new PlanTables(opened).names("table");
            new StructureCheck(opened, tables, tables, subject).run(opened, file);
        } finally {
            filling = null;
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

    private void fillExisting(Path sink, Settling settling, @Nullable Refused refused, Condition condition)
            throws SQLException {
        try (Database opened = Database.forWriting(sink)) {
            if (StagingFile.isTransferred(opened, run.run().id())) {
                return;
            }
            Belongings ours = new Belongings(sink);
            opened.run("PRAGMA foreign_keys = OFF");
            settleAndFill(opened, settling, refused, condition);
            if (ours.hasLostDatabase()) {
                throw MigrationException.failed(
                        subject,
                        "the file was moved, removed or replaced while Sluice was writing to it",
                        "run the same command: the rows will be written to the file that is there",
                        null);
            }
            opened.truncateLogNow();
        } finally {
            if (made != null) {
                made.giveUp(kit.sink());
                // The next try must not take it for there.
                made = null;
            }
        }
    }

    /** What others write to the sink while it is not locked yet may change which rows can stand there. */
    private void settleAndFill(Database opened, Settling settling, @Nullable Refused refused, Condition condition)
            throws SQLException {
        Outcome outcome = Outcome.REFUSED;
        for (int changes = 0; outcome != Outcome.FILLED; changes += outcome == Outcome.CHANGED ? 1 : 0) {
            if (changes == CHANGES_MAX) {
                throw MigrationException.transientFault(
                        subject,
                        "other programs change its tables faster than the plan's rows can be compared with them",
                        "nothing was written to it; let them rest, then run the same command to resume",
                        null);
            }
            long version = opened.dataVersion();
            settling.settle();
            outcome = fill(opened, version, false, refused, condition);
        }
    }

    /** How it went; the sink is as it was but for the first. */
    private enum Outcome {
        FILLED,
        /** It had been changed before it was locked. */
        CHANGED,
        /** Some rows were named that it does not take. */
        REFUSED
    }

    private Outcome fill(Database opened, long version, boolean isNew, @Nullable Refused refused, Condition condition)
            throws SQLException {
        filling = opened;
        try {
            Transfer.attach(opened, staging);
            Seal.sortWell(opened);
            // From here on nobody else writes: what the backup does not have is not there.
            opened.begin();
            Outcome outcome = opened.dataVersion() == version
                    ? fillLocked(opened, version, isNew, refused, condition)
                    : Outcome.CHANGED;
            if (outcome != Outcome.FILLED) {
                opened.run("ROLLBACK");
            }
            Transfer.detach(opened);
            return outcome;
        } finally {
            filling = null;
        }
    }

    private Outcome fillLocked(
            Database opened, long version, boolean isNew, @Nullable Refused refused, Condition condition)
            throws SQLException {
        if (!isNew && kit.backup()) {
            backUp(opened, version);
        }
        after.accept(MappedSeal.Step.BACKUP);
        makeRoom(opened);
        if (!isNew) {
            checkRoom(opened);
        }
        if (!new Transfer(opened, kit.schema(), subject, refused).run(run, isNew)) {
            return Outcome.REFUSED;
        }
        if (made != null) {
            made.record(opened, run.run().id());
        }
        after.accept(MappedSeal.Step.FILL);
        condition.await();
        // A commit that fails may have happened all the same: the backup stays.
        made = null;
        opened.commit();
        return Outcome.FILLED;
    }

    /** Once, unless the sink has changed since. */
    private void backUp(Database opened, long version) throws SQLException {
        if (made != null && madeOfVersion == version) {
            return;
        }
        if (made != null) {
            made.giveUp(kit.sink());
            made = null;
        }
        made = Backup.isDue(opened) ? Backup.take(kit.sink(), kit.clock()) : null;
        madeOfVersion = version;
    }

    /** Where rows that stay as they are may keep all others out, nobody knows what is written. */
    private void checkRoom(Database opened) throws SQLException {
        if (kit.schema().tables().stream().anyMatch(table -> table.existing() != Existing.KEEP)) {
            try {
                Room.forFill(opened, kit.sink(), subject);
            } catch (IOException e) {
                throw Duplicate.told(subject, e);
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
