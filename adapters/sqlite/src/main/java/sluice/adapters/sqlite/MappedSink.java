package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.Reject;
import sluice.protocol.RunRecord;
import sluice.protocol.Schema;
import sluice.protocol.Sink;
import sluice.protocol.SinkSettings;

/**
 * A SQLite file whose tables a plan names. Rows land in a staging file beside it, which knows everything of the run.
 * The seal moves them into the sink at once, and the staging file goes when the run has finished. Belongs to one
 * thread; holds the {@link Lease} of the sink from when it is opened until it is closed.
 */
final class MappedSink implements Sink {
    private final Path path;
    private final String name;
    private final SinkSettings settings;
    private final Schema schema;
    private final InstantSource clock;
    private final Consumer<Kit.SealStep> afterSealStep;
    private final Lease lease;
    private final StagingKit.SinkAtStart atStart = new StagingKit.SinkAtStart();
    private volatile @Nullable SqliteSink opened;
    private boolean sealed;

    /** Its run has finished in the sink, and was killed before it could remove the staging file. */
    private boolean isLeftBehind;

    private MappedSink(
            Path path,
            SinkSettings settings,
            Schema schema,
            InstantSource clock,
            Consumer<Kit.SealStep> afterSealStep,
            Lease lease) {
        this.path = path;
        this.name = SqliteAddress.show(settings.uri());
        this.settings = settings;
        this.schema = schema;
        this.clock = clock;
        this.afterSealStep = afterSealStep;
        this.lease = lease;
    }

    /** Checks the file and takes it; changes nothing in it. */
    static MappedSink open(SinkSettings settings, InstantSource clock, Consumer<Kit.SealStep> afterSealStep) {
        String subject = "cannot open " + SqliteAddress.show(settings.uri());
        Schema schema = settings.schema();
        if (schema == null) {
            throw MigrationException.refused(
                    subject, "layout " + settings.layout() + " is made of a plan's tables", "give a plan with --plan");
        }
        Conditions.require(schema, subject);
        Path path = SinkFile.meantBy(SqliteAddress.path(settings.uri()), subject);
        SinkFile.checkWritable(path, subject);
        Lease lease = Lease.take(path, subject);
        MappedSink sink = new MappedSink(path, settings, schema, clock, afterSealStep, lease);
        try {
            StagingFile.removeRetry(path, subject);
            if (SinkFile.hasContent(path)) {
                SinkFile.checkContent(path, subject);
            }
            sink.openStaging();
            return sink;
        } catch (RuntimeException e) {
            sink.close();
            throw e;
        }
    }

    private void openStaging() {
        Path file = StagingFile.of(path);
        SinkSettings ofStaging = new SinkSettings(file.toString(), settings.layout(), settings.db(), schema, false);
        StagingKit kit = new StagingKit(path, schema, settings.backup(), clock, atStart, false);
        opened = SqliteSink.open(ofStaging, kit, clock, afterSealStep);
    }

    private SqliteSink staging() {
        SqliteSink staging = opened;
        if (staging == null) {
            throw new IllegalStateException("the run has finished");
        }
        return staging;
    }

    private Optional<RunRecord> runInSink() {
        Optional<RunRecord> run = StagingFile.runIn(path, "cannot read " + name);
        return run.filter(found -> !found.id().equals(atStart.replacedRun));
    }

    /** What is on its way counts; a staging file that a finished run left behind does not. */
    @Override
    public Optional<RunRecord> latest() {
        Optional<RunRecord> staged = staging().latest();
        Optional<RunRecord> inSink = runInSink();
        isLeftBehind = staged.isPresent()
                && inSink.isPresent()
                && inSink.get().id().equals(staged.get().id())
                && inSink.get().phase() == Phase.FINISHED;
        return staged.isPresent() && !isLeftBehind ? staged : inSink;
    }

    /** What an earlier run made in the sink stays there until this one comes. */
    @Override
    public void forget() {
        atStart.replacedRun = StagingFile.runIn(path, "cannot read " + name)
                .map(RunRecord::id)
                .orElse(null);
        removeStaging();
        openStaging();
    }

    private void removeStaging() {
        staging().close();
        opened = null;
        isLeftBehind = false;
        StagingFile.remove(StagingFile.of(path), "cannot clear " + name);
        StagingFile.remove(StagingFile.newSink(path), "cannot clear " + name);
    }

    @Override
    public void begin(RunRecord run, Checkpoint start) {
        String subject = "cannot begin a run in " + name;
        runInSink().ifPresent(there -> {
            throw MigrationException.refused(
                    subject, "it holds run " + there.id() + " already", "resume that run, or start over with --fresh");
        });
        if (SinkFile.hasContent(path)) {
            Faults.guarded(subject, path, () -> {
                checkTarget(subject);
                return this;
            });
        } else {
            StagingPreflight.checkNew(schema, subject);
        }
        staging().begin(run, start);
    }

    private void checkTarget(String subject) throws java.sql.SQLException {
        try (Database database = Database.forReading(path)) {
            atStart.collations = StagingPreflight.check(database, schema, subject);
        }
    }

    @Override
    public Checkpoint resume(RunRecord run) {
        if (staging().latest().isEmpty()) {
            throw MigrationException.refused(
                    "cannot resume the run in " + name,
                    "what it had not finished is gone: " + StagingFile.of(path).getFileName(),
                    "put that file back, or use --fresh to start over");
        }
        return staging().resume(run);
    }

    @Override
    public List<Reject> write(Batch batch) {
        return staging().write(batch);
    }

    @Override
    public void commit(Checkpoint changes) {
        staging().commit(changes);
    }

    @Override
    public SealResult seal(Doubles doubles) {
        SqliteSink staging = staging();
        String run = staging.latest().orElseThrow().id();
        boolean stands = runInSink()
                .filter(found -> found.id().equals(run) && found.phase() != Phase.LANDING)
                .isPresent();
        if (!stands) {
            staging.reopenSeal();
        }
        SealResult result = staging.seal(doubles);
        sealed = true;
        return result;
    }

    @Override
    public void finish(String status, long finishedAt, String report) {
        RunRecord run = staging().latest().orElseThrow();
        Faults.guarded("cannot finish the run in " + name, path, () -> {
            try (Database database = Database.forWriting(path)) {
                Runs runs = new Runs(database);
                database.begin();
                runs.update(run);
                runs.finish(run.id(), status, finishedAt, report);
                if (sealed) {
                    runs.enter(run.id(), Phase.FINISHED);
                    Losses.count(database, run.id());
                }
                database.commit();
                database.truncateLogNow();
            }
            return this;
        });
        if (SqliteTrial.isTrial(path)) {
            // It tells which key a row came from, and goes with the trial.
            staging().close();
            opened = null;
        } else {
            removeStaging();
        }
    }

    @Override
    public List<String> notes() {
        if (!SinkFile.hasContent(path)) {
            return List.of();
        }
        String run = staging().latest().map(RunRecord::id).orElse("");
        return Faults.guarded("cannot read " + name, path, () -> {
            try (Database database = Database.forReading(path)) {
                return Backup.of(database, run).map(Backup::note).stream().toList();
            }
        });
    }

    @Override
    public long logBytes() {
        return sealed
                ? Database.beside(path, "-wal").toFile().length()
                : staging().logBytes();
    }

    @Override
    public void interrupt() {
        SqliteSink staging = opened;
        if (staging != null) {
            staging.interrupt();
        }
    }

    @Override
    public void close() {
        SqliteSink staging = opened;
        opened = null;
        try {
            if (staging != null) {
                staging.close();
            }
            if (isLeftBehind && !SqliteTrial.isTrial(path)) {
                StagingFile.remove(StagingFile.of(path), "cannot clear " + name);
            }
        } finally {
            lease.close();
        }
    }
}
