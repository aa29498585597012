package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
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
import sluice.protocol.Sink;
import sluice.protocol.SinkSettings;

/**
 * A SQLite file that rows land in and that is sealed afterwards. Belongs to one thread; holds the {@link Lease} and the
 * only write connection from when it is opened until it is closed. The file is not made before a run begins.
 */
final class SqliteSink implements Sink {
    /** Landing appends; what it has to keep at hand are the right edges of the tables. */
    private static final int LANDING_CACHE_KIB = 16_000;

    private static final int PAGE_BYTES = 8_192;

    private final Path path;
    private final String name;
    private final SinkSettings settings;
    private final InstantSource clock;
    private final Consumer<Seal.Step> afterSealStep;
    private final Lease lease;
    private volatile @Nullable Database database;
    private volatile @Nullable Seal sealing;
    private volatile boolean interrupted;
    private @Nullable LogKeeper keeper;
    private @Nullable Intake intake;
    private boolean inTransaction;

    private SqliteSink(
            Path path, SinkSettings settings, InstantSource clock, Consumer<Seal.Step> afterSealStep, Lease lease) {
        this.path = path;
        this.name = SqliteAddress.show(settings.uri());
        this.settings = settings;
        this.clock = clock;
        this.afterSealStep = afterSealStep;
        this.lease = lease;
    }

    /** Checks the file and takes it; changes nothing in it. */
    static SqliteSink open(SinkSettings settings, InstantSource clock, Consumer<Seal.Step> afterSealStep) {
        String subject = "cannot open " + SqliteAddress.show(settings.uri());
        Path path = SqliteAddress.path(settings.uri());
        Layout.named(settings.layout());
        SinkFile.checkWritable(path, subject);
        Lease lease = Lease.take(path, subject);
        SqliteSink sink = new SqliteSink(path, settings, clock, afterSealStep, lease);
        try {
            if (SinkFile.hasContent(path)) {
                Faults.guarded(subject, sink::connectAndCheck);
            }
            return sink;
        } catch (RuntimeException e) {
            sink.close();
            throw e;
        }
    }

    private Database connectAndCheck() throws SQLException {
        Database opened = Database.forWriting(path);
        database = opened;
        new Runs(opened).check("cannot open " + name);
        String encoding = opened.text("PRAGMA encoding");
        if (!"UTF-8".equals(encoding)) {
            // Text is written as the bytes that the source has, which are UTF-8.
            throw MigrationException.refused(
                    "cannot open " + name, "its text encoding is " + encoding + ", not UTF-8", "choose another file");
        }
        return opened;
    }

    /** The connection; the file comes into being here at the latest. */
    private Database database() throws SQLException {
        Database opened = database;
        return opened == null ? connectAndCheck() : opened;
    }

    private Database forLanding() throws SQLException {
        Database opened = database();
        opened.run("PRAGMA page_size = " + PAGE_BYTES);
        opened.run("PRAGMA journal_mode = WAL");
        opened.run("PRAGMA synchronous = NORMAL");
        opened.run("PRAGMA foreign_keys = OFF");
        opened.run("PRAGMA cache_size = -" + LANDING_CACHE_KIB);
        if (keeper == null) {
            keeper = new LogKeeper(path, opened);
        }
        return opened;
    }

    private LogKeeper keeper() {
        if (keeper == null) {
            throw new IllegalStateException("no run was begun or resumed");
        }
        return keeper;
    }

    @Override
    public Optional<RunRecord> latest() {
        Database opened = database;
        return opened == null
                ? Optional.empty()
                : Faults.guarded(
                        "cannot read " + name, () -> new Runs(opened).latest().map(Runs.Stored::run));
    }

    private Runs.Stored stored() throws SQLException {
        return new Runs(database()).latest().orElseThrow(() -> new IllegalStateException("no run was begun"));
    }

    @Override
    public void forget() {
        Faults.guarded("cannot clear " + name, () -> {
            if (database != null) {
                Layout next = Layout.named(settings.layout());
                new Tables(database).checkFreeOnceForgotten(next, "cannot begin a run in " + name);
                new Tables(forLanding()).forget();
            }
            return this;
        });
    }

    @Override
    public void begin(RunRecord run, Checkpoint start) {
        Faults.guarded("cannot begin a run in " + name, () -> {
            Layout layout = Layout.named(run.layout());
            new Tables(database()).checkFree(layout, "cannot begin a run in " + name);
            Database opened = forLanding();
            opened.begin();
            new Tables(opened).create(layout);
            new Runs(opened).insert(run, settings.db());
            Checkpoints checkpoints = new Checkpoints(opened);
            checkpoints.save(run.id(), start);
            opened.commit();
            return openIntake();
        });
    }

    @Override
    public Checkpoint resume(RunRecord run) {
        return Faults.guarded("cannot resume the run in " + name, () -> {
            Database opened = forLanding();
            opened.begin();
            openIntake().removePartialKeys();
            new Runs(opened).update(run);
            Checkpoint checkpoint = new Checkpoints(opened).load(run.id());
            opened.commit();
            return checkpoint;
        });
    }

    private Intake openIntake() throws SQLException {
        if (intake != null) {
            intake.close();
        }
        Intake opened = new Intake(database(), stored(), clock, new Checkpoints(database()));
        intake = opened;
        return opened;
    }

    private Intake intake() {
        if (intake == null) {
            throw new IllegalStateException("no run was begun or resumed");
        }
        return intake;
    }

    @Override
    public List<Reject> write(Batch batch) {
        return Faults.guarded("cannot write to " + name, () -> {
            beginTransaction();
            return intake().take(batch);
        });
    }

    private void beginTransaction() throws SQLException {
        if (!inTransaction) {
            database().begin();
            inTransaction = true;
        }
    }

    @Override
    public void commit(Checkpoint changes) {
        Faults.guarded("cannot commit to " + name, () -> {
            beginTransaction();
            // Partitions first: which of their keys is open is a column of theirs.
            new Checkpoints(database()).save(stored().run().id(), changes);
            intake().beforeCommit();
            database().commit();
            inTransaction = false;
            keeper().committed();
            return this;
        });
    }

    @Override
    public SealResult seal(Doubles doubles) {
        long begun = System.nanoTime();
        String integrity = Faults.guarded("cannot seal " + name, () -> {
            Runs.Stored run = stored();
            if (run.run().phase() == Phase.SEALED || run.run().phase() == Phase.FINISHED) {
                return run.integrity();
            }
            Seal seal = new Seal(path, forLanding(), keeper(), run, new Checkpoints(database()), this::afterStep);
            sealing = seal;
            checkInterrupted();
            return seal.run(doubles);
        });
        sealing = null;
        return new SealResult((System.nanoTime() - begun) / 1e9, integrity);
    }

    private void afterStep(Seal.Step step) {
        afterSealStep.accept(step);
        checkInterrupted();
    }

    private void checkInterrupted() {
        if (interrupted) {
            throw MigrationException.failed(
                    "cannot seal " + name, "it was interrupted", "run the same command to resume", null);
        }
    }

    @Override
    public void interrupt() {
        interrupted = true;
        Seal running = sealing;
        if (running != null) {
            Faults.guarded("cannot interrupt the seal of " + name, () -> {
                running.interrupt();
                return this;
            });
        }
    }

    @Override
    public void finish(String status, long finishedAt, String report) {
        Faults.guarded("cannot finish the run in " + name, () -> {
            Database opened = database();
            Runs runs = new Runs(opened);
            RunRecord run = stored().run();
            beginTransaction();
            runs.finish(run.id(), status, finishedAt, report);
            if (run.phase() == Phase.SEALED) {
                runs.enter(run.id(), Phase.FINISHED);
            }
            opened.commit();
            inTransaction = false;
            opened.truncateLog();
            return this;
        });
    }

    @Override
    public long logBytes() {
        return Database.beside(path, "-wal").toFile().length();
    }

    /** Lets the file grow no further than this: how a test fills a disk. */
    void limitPages(int pages) {
        Faults.guarded("cannot limit " + name, () -> {
            database().number("PRAGMA max_page_count = " + pages);
            return this;
        });
    }

    @Override
    public void close() {
        Database opened = database;
        try {
            if (opened != null) {
                database = null;
                Faults.guarded("cannot close " + name, () -> {
                    try (opened) {
                        if (keeper != null) {
                            keeper.close();
                        }
                    }
                    return this;
                });
            }
        } finally {
            lease.close();
        }
    }
}
