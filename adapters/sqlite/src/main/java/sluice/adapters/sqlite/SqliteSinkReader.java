package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import sluice.protocol.Checkpoint;
import sluice.protocol.Key;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.Schema;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;

/** Reads a SQLite sink on a read-only connection of its own. What it gives in one call is of one moment. */
final class SqliteSinkReader implements SinkReader {
    private final Database database;
    private final Path path;
    private final String subject;
    private final Runs runs;
    private final Runs.Stored latest;
    private final Content content;
    private volatile boolean interrupted;

    private SqliteSinkReader(Database database, Path path, String subject, SinkSettings settings) throws SQLException {
        this.database = database;
        this.path = path;
        this.subject = subject;
        this.runs = new Runs(database);
        runs.check(subject);
        this.latest = runs.latest()
                .orElseThrow(() -> MigrationException.refused(
                        subject, "it holds no run of Sluice", "check the path, or copy something into it first"));
        this.content = content(settings);
    }

    private Content content(SinkSettings settings) throws SQLException {
        if (!Layout.isOfPlan(latest.run().layout())) {
            return new LandedContent(database, latest);
        }
        if (!latest.layout().isStaging()) {
            return new FinishedContent(database, latest, subject);
        }
        Schema schema = settings.schema();
        return latest.run().phase() == Phase.SEALED && schema != null
                ? SealedContent.open(
                        database, SinkFile.meantBy(SqliteAddress.path(settings.uri()), subject), schema, latest)
                : new LandedContent(database, latest);
    }

    static SqliteSinkReader open(SinkSettings settings) {
        String subject = "cannot read " + SqliteAddress.show(settings.uri());
        Path sink = SinkFile.meantBy(SqliteAddress.path(settings.uri()), subject);
        // The run of a plan that is on its way stands beside the sink.
        Path path = StagingFile.isOnItsWay(sink, subject) ? StagingFile.of(sink) : sink;
        SinkFile.checkReadable(path, subject);
        return Faults.guarded(subject, path, () -> {
            Database database = StagingFile.visit(path);
            try {
                return new SqliteSinkReader(database, path, subject, settings);
            } catch (SQLException | RuntimeException e) {
                database.close();
                throw e;
            }
        });
    }

    @Override
    public List<RunRecord> runs() {
        return Faults.guarded(
                subject, path, () -> runs.all().stream().map(Runs.Stored::run).toList());
    }

    @Override
    public Checkpoint checkpoint() {
        return atOnce(() -> new Checkpoints(database).load(latest.run().id()));
    }

    @Override
    public void rejects(Consumer<Reject> rejects) {
        atOnce(() -> {
            Rejects.read(database, latest.run().id(), rejects);
            return this;
        });
    }

    @Override
    public OptionalLong switchedAt() {
        return Faults.guarded(
                subject, path, () -> SinkState.switchedAt(database, latest.run().id()));
    }

    @Override
    public long rows() {
        return Faults.guarded(subject, path, content::rows);
    }

    @Override
    public Optional<Addresses> addresses() {
        return atOnce(content::addresses);
    }

    @Override
    public void scan(Addresses range, Consumer<Row> rows) {
        atOnce(() -> {
            content.scan(range, rows);
            return this;
        });
    }

    @Override
    public void read(List<Key> keys, Consumer<Row> rows) {
        atOnce(() -> {
            content.read(keys, rows);
            return this;
        });
    }

    /** In one read transaction, so that keys and elements are of the same moment. */
    private <T> T atOnce(Faults.Work<T> work) {
        return Faults.guarded(subject, path, () -> {
            database.run("BEGIN");
            T found;
            try {
                found = work.run();
            } catch (SQLException | RuntimeException e) {
                giveUp();
                throw e;
            }
            database.run("COMMIT");
            return found;
        });
    }

    /** SQLite may have ended the transaction by itself; what went wrong is told by the caller. */
    private void giveUp() {
        try {
            database.run("ROLLBACK");
        } catch (SQLException ended) {
            return;
        }
    }

    @Override
    public List<String> damage() {
        Phase phase = latest.run().phase();
        boolean sealed = phase == Phase.SEALED || phase == Phase.FINISHED;
        // Not in a transaction, which could not be ended where a page is damaged.
        return Faults.guarded(subject, path, () -> content.damage(sealed, this::checkInterrupted));
    }

    private void checkInterrupted() {
        if (interrupted) {
            throw MigrationException.failed(subject, "it was interrupted", "run the same command again", null);
        }
    }

    @Override
    public void interrupt() {
        interrupted = true;
        Faults.guarded(subject, path, () -> {
            database.interrupt();
            return this;
        });
    }

    @Override
    public void close() {
        Faults.guarded(subject, path, () -> {
            content.close();
            database.close();
            return this;
        });
    }
}
