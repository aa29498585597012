package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkSettings;

/** The files beside a sink in which a plan's rows wait: they land in one, and a new sink is filled in the other. */
final class StagingFile {
    static final String SUFFIX = ".sluice-staging";
    private static final String NEW = ".sluice-new";
    private static final String RETRY = ".sluice-retry";

    private StagingFile() {}

    /** Where rows land. */
    static Path of(Path sink) {
        return Database.beside(sink, SUFFIX);
    }

    /** Where a sink that is not there yet is filled. */
    static Path newSink(Path sink) {
        return Database.beside(sink, NEW);
    }

    /** Where rejects land that are tried again. One that is left behind means nothing: who may write removes it. */
    static Path ofRetry(Path sink) {
        return Database.beside(sink, RETRY);
    }

    static boolean exists(Path sink) {
        return SinkFile.hasContent(of(sink));
    }

    /** Whether there is a run in the staging file that the sink does not remember as finished. */
    static boolean isOnItsWay(Path sink, String subject) {
        if (!exists(sink)) {
            return false;
        }
        Optional<RunRecord> staged = runIn(of(sink), subject);
        Optional<RunRecord> inSink = runIn(sink, subject);
        return staged.isPresent()
                && !(inSink.isPresent()
                        && inSink.get().id().equals(staged.get().id())
                        && inSink.get().phase() == Phase.FINISHED);
    }

    /** Refuses a sink for another kind of run while that of a plan is on its way into it. */
    static void checkNone(SinkSettings settings) {
        String subject = "cannot open " + SqliteAddress.show(settings.uri());
        Path sink = SinkFile.meantBy(SqliteAddress.path(settings.uri()), subject);
        if (isOnItsWay(sink, subject)) {
            throw MigrationException.refused(
                    subject,
                    "the run of a plan is unfinished beside it: " + of(sink).getFileName(),
                    "finish it with its plan, or undo it with sluice rollback");
        }
    }

    /** Removes a database with what lies beside it. */
    static void remove(Path file, String subject) {
        try {
            // The database first: a log without one is nothing, a database without its log may be another.
            Files.deleteIfExists(file);
            for (String suffix : new String[] {"-wal", "-shm", "-journal"}) {
                Files.deleteIfExists(Database.beside(file, suffix));
            }
        } catch (IOException e) {
            throw MigrationException.failed(
                    subject, "the file " + file + " cannot be removed", "make its folder writable, or remove it", e);
        }
    }

    /** What a retry left behind that was killed. */
    static void removeRetry(Path sink, String subject) {
        remove(ofRetry(sink), subject);
    }

    /** The latest run that a sink itself remembers; nothing where there is no sink yet. */
    static Optional<RunRecord> runIn(Path sink, String subject) {
        if (!SinkFile.hasContent(sink)) {
            return Optional.empty();
        }
        return Faults.guarded(subject, sink, () -> {
            try (Database database = visit(sink)) {
                Runs runs = new Runs(database);
                runs.check(subject);
                return runs.latest().map(Runs.Stored::run);
            }
        });
    }

    /** A connection that only reads, and leaves alone a log that may be all that is left of another process. */
    static Database visit(Path file) throws SQLException {
        boolean isOurs =
                Lease.isHeldHere(file) || Database.beside(file, "-wal").toFile().length() == 0;
        return isOurs ? Database.forReading(file) : Database.forLooking(file);
    }

    /** Whether what was staged for a run stands in the sink. */
    static boolean isTransferred(Database sink, String run) throws SQLException {
        return new Runs(sink)
                .latest()
                .map(Runs.Stored::run)
                .filter(found -> found.id().equals(run))
                .filter(found -> found.phase() == Phase.SEALED || found.phase() == Phase.FINISHED)
                .isPresent();
    }
}
