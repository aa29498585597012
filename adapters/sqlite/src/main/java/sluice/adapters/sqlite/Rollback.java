package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Keeper;
import sluice.protocol.Keeper.Prospect;
import sluice.protocol.MigrationException;
import sluice.protocol.RunRecord;

/**
 * Undoes the latest run: puts back what stood in the sink before it, or takes away what it made. What a plan's run has
 * landed beside the sink goes as well; where it did not get any further, that is all there is to undo.
 */
final class Rollback implements Keeper.Undoing {
    private final Lease lease;
    private final SinkState state;
    private final Exchange exchange;
    private final String subject;
    private final Way way;
    private final @Nullable RunRecord staged;

    private Rollback(
            Lease lease, SinkState state, Exchange exchange, String subject, Way way, @Nullable RunRecord staged) {
        this.lease = lease;
        this.state = state;
        this.exchange = exchange;
        this.subject = subject;
        this.way = way;
        this.staged = staged;
    }

    /** How a run is undone. */
    private sealed interface Way {
        /** Nothing but the staging file goes. */
        record Unstage() implements Way {}

        record PutBack(Path backup, String sha256) implements Way {}

        record Remove() implements Way {}

        record Drop() implements Way {}
    }

    /** Refused where there is nothing to undo, or where it cannot be undone. The lease is closed with it. */
    static Rollback of(Lease lease, SinkState state, Exchange exchange, String subject) {
        try {
            RunRecord staged = staged(state.sink());
            boolean isStaged = Files.exists(StagingFile.of(state.sink()));
            RunRecord run = state.run();
            boolean touchesNothing =
                    isStaged && (run == null || staged == null || !staged.id().equals(run.id()));
            Way way = touchesNothing ? new Way.Unstage() : way(state, subject);
            return new Rollback(lease, state, exchange, subject, way, touchesNothing ? staged : null);
        } catch (IOException e) {
            throw Duplicate.told(subject, e);
        }
    }

    /** The run that landed beside the sink; null where none did, or it cannot be read. */
    private static @Nullable RunRecord staged(Path sink) {
        Path staging = StagingFile.of(sink);
        if (!SinkFile.hasContent(staging)) {
            return null;
        }
        try (Database database = Database.forLooking(staging)) {
            return new Runs(database).latest().map(Runs.Stored::run).orElse(null);
        } catch (SQLException unreadable) {
            return null;
        }
    }

    private static Way way(SinkState state, String subject) throws IOException {
        RunRecord run = state.run();
        if (!state.unreadable().isEmpty()) {
            throw MigrationException.refused(
                    subject,
                    "it cannot be read: " + state.unreadable(),
                    "put a backup back: sluice restore " + state.sink());
        }
        if (run == null) {
            throw MigrationException.refused(
                    subject, "it holds no run of Sluice", "check the path, or put a backup back: sluice restore");
        }
        if (state.backup().isPresent()) {
            return putBack(state.sink(), state.backup().get(), subject);
        }
        if (!state.merged().isEmpty()) {
            throw MigrationException.refused(
                    subject,
                    "run " + run.id() + " merged rows into " + String.join(", ", state.merged())
                            + ", which stood there before, and made no backup",
                    "put back a copy of your own");
        }
        return state.foreign() ? new Way.Drop() : new Way.Remove();
    }

    private static Way putBack(Path sink, Backup backup, String subject) throws IOException {
        Path file = sink.resolveSibling(backup.name());
        String hint = "put it back in its place, or restore another: sluice backups " + sink;
        if (!Files.isRegularFile(file)) {
            throw MigrationException.refused(subject, "its backup " + backup.name() + " is gone", hint);
        }
        String flaw = Soundness.flaw(file);
        if (!flaw.isEmpty()) {
            throw MigrationException.refused(subject, "its backup " + backup.name() + " is damaged: " + flaw, hint);
        }
        String sha256 = Duplicate.sha256(file);
        if (!sha256.equals(backup.sha256())) {
            throw MigrationException.refused(
                    subject, "its backup " + backup.name() + " is not the file that was made", hint);
        }
        return new Way.PutBack(file, sha256);
    }

    @Override
    public Prospect prospect() {
        if (way instanceof Way.Unstage) {
            return new Prospect(deed(), staged, OptionalLong.empty(), List.of(), List.of());
        }
        return new Prospect(deed(), state.run(), state.switchedAt(), state.losses(), state.remarks());
    }

    private String deed() {
        Path file = state.sink().getFileName();
        return switch (way) {
            case Way.Unstage unstage ->
                "removes " + StagingFile.of(state.sink()).getFileName() + ", where the run has landed its rows; " + file
                        + " itself was not touched by it";
            case Way.PutBack back -> "puts back " + back.backup().getFileName();
            case Way.Remove remove -> "removes " + file + ", which holds nothing but what Sluice made";
            case Way.Drop drop -> "drops what the run made in " + file + "; everything else in it stays as it is now";
        };
    }

    @Override
    public Optional<String> carryOut(boolean keep) {
        Optional<String> kept = switch (way) {
            case Way.Unstage unstage -> Optional.empty();
            case Way.PutBack back -> exchange.replaceBy(back.backup(), back.sha256(), keep);
            case Way.Remove remove -> exchange.remove(keep);
            case Way.Drop drop -> drop(keep);
        };
        unstage();
        return kept;
    }

    private Optional<String> drop(boolean keep) {
        Optional<String> kept = keep ? Optional.of(exchange.keepACopy()) : Optional.empty();
        return Faults.guarded(subject, state.sink(), () -> {
            try (Database database = Database.forWriting(state.sink())) {
                new Tables(database).forget();
                forgetStatistics(database);
            }
            return kept;
        });
    }

    /** The seal's ANALYZE makes them where they were not, and leaves them empty where nothing else is known. */
    private static void forgetStatistics(Database database) throws SQLException {
        for (String table : new String[] {"sqlite_stat1", "sqlite_stat4"}) {
            if (database.has("table", table) && database.number("SELECT count(*) FROM " + table) == 0) {
                database.run("DROP TABLE " + table);
            }
        }
    }

    private void unstage() {
        StagingFile.remove(StagingFile.of(state.sink()), subject);
        StagingFile.remove(StagingFile.newSink(state.sink()), subject);
        StagingFile.removeRetry(state.sink(), subject);
    }

    @Override
    public void close() {
        lease.close();
    }
}
