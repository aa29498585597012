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
    private final Kit kit;
    private final InstantSource clock;
    private final Consumer<Kit.SealStep> afterSealStep;
    private final Lease lease;
    private final Precaution precaution;
    private volatile @Nullable Database database;
    private volatile Kit.@Nullable Sealing sealing;
    private volatile boolean interrupted;
    private @Nullable LogKeeper keeper;
    private @Nullable Belongings belongings;
    private @Nullable Intake intake;
    private boolean inTransaction;
    private boolean forgotten;

    private SqliteSink(
            Path path,
            SinkSettings settings,
            Kit kit,
            InstantSource clock,
            Consumer<Kit.SealStep> afterSealStep,
            Lease lease) {
        this.path = path;
        this.name = SqliteAddress.show(settings.uri());
        this.settings = settings;
        this.kit = kit;
        this.clock = clock;
        this.afterSealStep = afterSealStep;
        this.lease = lease;
        this.precaution = new Precaution(path, settings.backup(), clock);
    }

    /** Checks the file and takes it; changes nothing in it. */
    static SqliteSink open(SinkSettings settings, InstantSource clock, Consumer<Kit.SealStep> afterSealStep) {
        return open(settings, new Kit.Ready(Layout.named(settings.layout())), clock, afterSealStep);
    }

    /** The same with tables and a seal of its own kind. */
    static SqliteSink open(SinkSettings settings, Kit kit, InstantSource clock, Consumer<Kit.SealStep> afterSealStep) {
        String subject = "cannot open " + SqliteAddress.show(settings.uri());
        Path path = SinkFile.meantBy(SqliteAddress.path(settings.uri()), subject);
        SinkFile.checkWritable(path, subject);
        Lease lease = Lease.take(path, subject);
        SqliteSink sink = new SqliteSink(path, settings, kit, clock, afterSealStep, lease);
        try {
            StagingFile.removeRetry(path, subject);
            if (SinkFile.hasContent(path)) {
                SinkFile.checkContent(path, subject);
                Faults.guarded(subject, path, sink::connectAndCheck);
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
                : guarded("cannot read", () -> new Runs(opened).latest().map(Runs.Stored::run));
    }

    private Runs.Stored stored() throws SQLException {
        return new Runs(database()).latest().orElseThrow(() -> new IllegalStateException("no run was begun"));
    }

    @Override
    public void forget() {
        guarded("cannot clear", () -> {
            if (database != null) {
                new Tables(database).checkFreeOnceForgotten(kit.layout(), "cannot begin a run in " + name);
                precaution.take(database);
                new Tables(forLanding()).forget();
                // From here on it is the only one to tell what stood here.
                forgotten = true;
            }
            return this;
        });
    }

    @Override
    public void begin(RunRecord run, Checkpoint start) {
        guarded("cannot begin a run in", () -> {
            new Tables(database()).checkFree(kit.layout(), "cannot begin a run in " + name);
            precaution.take(database());
            Database opened = forLanding();
            opened.begin();
            new Tables(opened).createOwn();
            kit.createTables(opened);
            new Runs(opened).insert(run, settings.db());
            Checkpoints checkpoints = new Checkpoints(opened);
            checkpoints.save(run.id(), start);
            precaution.record(opened, run.id());
            opened.commit();
            precaution.keep();
            belongings = new Belongings(path);
            return openIntake();
        });
    }

    @Override
    public Checkpoint resume(RunRecord run) {
        return guarded("cannot resume the run in", () -> {
            Database opened = forLanding();
            Agreement agreement = new Agreement(opened, stored(), "cannot resume the run in " + name);
            agreement.checkCheckpoint();
            opened.begin();
            openIntake().removePartialKeys();
            agreement.checkRows();
            new Runs(opened).update(run);
            Checkpoint checkpoint = new Checkpoints(opened).load(run.id());
            opened.commit();
            belongings = new Belongings(path);
            return checkpoint;
        });
    }

    @Override
    public List<String> notes() {
        return guarded(
                "cannot read",
                () -> Backup.of(database(), stored().run().id())
                        .map(backup -> List.of(backup.note()))
                        .orElse(List.of()));
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
        return guarded("cannot write to", () -> {
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
        guarded("cannot commit to", () -> {
            beginTransaction();
            // Partitions first: which of their keys is open is a column of theirs.
            new Checkpoints(database()).save(stored().run().id(), changes);
            intake().beforeCommit();
            database().commit();
            inTransaction = false;
            checkBelongings("cannot commit to");
            keeper().committed();
            return this;
        });
    }

    @Override
    public SealResult seal(Doubles doubles) {
        long begun = System.nanoTime();
        String integrity = guarded("cannot seal", () -> {
            Runs.Stored run = stored();
            if (run.run().phase() == Phase.SEALED || run.run().phase() == Phase.FINISHED) {
                database().truncateLogNow();
                return run.integrity();
            }
            checkBelongings("cannot seal");
            Kit.Sealing seal = kit.sealing(path, forLanding(), keeper(), run, this::afterStep);
            sealing = seal;
            checkInterrupted();
            String outcome = seal.run(doubles);
            database().truncateLogNow();
            return outcome;
        });
        sealing = null;
        return new SealResult((System.nanoTime() - begun) / 1e9, integrity);
    }

    /** What a seal did beyond this file has to be done again. */
    void reopenSeal() {
        guarded("cannot seal", () -> {
            RunRecord run = stored().run();
            if (run.phase() == Phase.SEALED) {
                new Runs(database()).enter(run.id(), Phase.SEALING);
            }
            return this;
        });
    }

    private void afterStep(Kit.SealStep step) {
        afterSealStep.accept(step);
        checkBelongings("cannot seal");
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
        Kit.Sealing running = sealing;
        if (running != null) {
            guarded("cannot interrupt the seal of", () -> {
                running.interrupt();
                return this;
            });
        }
    }

    @Override
    public void finish(String status, long finishedAt, String report) {
        guarded("cannot finish the run in", () -> {
            checkBelongings("cannot finish the run in");
            Database opened = database();
            Runs runs = new Runs(opened);
            RunRecord run = stored().run();
            beginTransaction();
            runs.finish(run.id(), status, finishedAt, report);
            if (run.phase() == Phase.SEALED) {
                runs.enter(run.id(), Phase.FINISHED);
                Losses.count(opened, run.id());
            }
            long readAlong = logBytes();
            opened.commit();
            inTransaction = false;
            // Who still read what was sealed is not waited for again.
            if (readAlong == 0) {
                opened.truncateLog();
            } else {
                opened.truncateLogNow();
            }
            return this;
        });
    }

    @Override
    public long logBytes() {
        return Database.beside(path, "-wal").toFile().length();
    }

    /** Work on the file; where it fails because the file is gone, that is what is told. */
    private <T> T guarded(String what, Faults.Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            checkBelongings(what);
            throw Faults.told(what + " " + name, path, e);
        }
    }

    private void checkBelongings(String what) {
        Belongings ours = belongings;
        Path lost = ours == null ? null : ours.lost();
        if (ours != null && lost != null) {
            boolean gone = ours.isDatabaseGone();
            throw MigrationException.failed(
                    what + " " + name,
                    lost + (gone ? " was moved or removed" : " was removed or replaced")
                            + " while Sluice was writing to it",
                    (gone
                                    ? "what lies beside it belongs to it: put the file back, or move that along; "
                                    : "leave the file and what lies beside it alone, ")
                            + "then run the same command: it goes on with what is still there, or begins anew",
                    null);
        }
    }

    /** Lets the file grow no further than this: how a test fills a disk. */
    void limitPages(int pages) {
        guarded("cannot limit", () -> {
            database().number("PRAGMA max_page_count = " + pages);
            return this;
        });
    }

    @Override
    public void close() {
        Database opened = database;
        try {
            if (!forgotten) {
                precaution.giveUp();
            }
            if (opened != null) {
                database = null;
                disconnect(opened);
            }
        } finally {
            lease.close();
        }
    }

    private void disconnect(Database opened) {
        boolean lost = belongings != null && belongings.hasLostDatabase();
        if (belongings != null) {
            belongings.removeLogBesideAnother();
        }
        try (opened) {
            if (keeper != null) {
                keeper.close();
            }
        } catch (SQLException e) {
            // What became of a lost database was told, and SQLite leaves alone what its name means now.
            if (!lost) {
                throw Faults.told("cannot close " + name, path, e);
            }
        }
    }
}
