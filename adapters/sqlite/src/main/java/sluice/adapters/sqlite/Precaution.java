package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;

/**
 * The backup that a run makes of a sink before it writes to it, until the run stands there and remembers it. Belongs to
 * the holder of the sink's lease.
 */
final class Precaution {
    private final Path sink;
    private final boolean wanted;
    private final InstantSource clock;
    private @Nullable Backup pending;

    Precaution(Path sink, boolean wanted, InstantSource clock) {
        this.sink = sink;
        this.wanted = wanted;
        this.clock = clock;
    }

    /** To be called before anything is written: makes a backup where one is due and there is none yet. */
    void take(Database database) throws SQLException {
        if (!wanted || pending != null || !Backup.isDue(database)) {
            return;
        }
        try {
            pending = Backup.take(sink, clock);
        } catch (MigrationException fault) {
            // Nothing was begun yet, so there is nothing to resume.
            throw fault.fault() == MigrationException.Fault.FATAL
                    ? MigrationException.refused(
                            fault.subject(), fault.why(), fault.hint() + ", or refuse the backup with --no-backup")
                    : fault;
        }
    }

    /** Remembers the backup with the run that it was made for; durable with the transaction that is open. */
    void record(Database database, String run) throws SQLException {
        if (pending != null) {
            pending.record(database, run);
        }
    }

    /** The run stands, or what it needed the backup for is done: the backup stays. */
    void keep() {
        pending = null;
    }

    /** Nothing came of the run. */
    void giveUp() {
        if (pending != null) {
            pending.giveUp(sink);
            pending = null;
        }
    }
}
