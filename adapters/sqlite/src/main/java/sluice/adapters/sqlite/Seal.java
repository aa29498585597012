package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Phase;
import sluice.protocol.Sink.Doubles;

/**
 * Closes a landed run: doubles leave, indexes and views come, the file is checked. Every step can be done again, so
 * that a seal that was killed anywhere is simply repeated.
 */
final class Seal implements Kit.Sealing {
    /** One big sort in memory is the slow way to build an index: small runs, merged from a file, are twice as fast. */
    private static final int SORT_CACHE_KIB = 8_000;

    /** How many rows of an index ANALYZE looks at, near enough for the planner. */
    private static final int ANALYSIS_LIMIT = 1_000;

    private final Path path;
    private final Database database;
    private final LogKeeper log;
    private final Runs runs;
    private final Runs.Stored run;
    private final Layout layout;
    private final DoubleRows doubleRows;
    private final Consumer<Kit.SealStep> after;
    private volatile @Nullable SealCheck check;

    Seal(Path path, Database database, LogKeeper log, Runs.Stored run, Consumer<Kit.SealStep> after) {
        this.path = path;
        this.database = database;
        this.log = log;
        this.runs = new Runs(database);
        this.run = run;
        this.layout = run.layout();
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
        FINISH_LAYOUT,
        ANALYZE,
        CHECK,
        EMPTY_LOG
    }

    @Override
    public String run(Doubles doubles) throws SQLException {
        step(Step.ENTER, () -> runs.enter(run.run().id(), Phase.SEALING));
        String[] integrity = {""};
        try (SealCheck begun = new SealCheck(path, layout)) {
            check = begun;
            step(Step.SETTLE_REJECTS, () -> settleRejects(doubles));
            begun.rowsSettled();
            step(
                    Step.INDEX_KEYS,
                    () -> doubleRows.indexKeys(doubles, () -> {
                        after.accept(Step.REMOVE_DOUBLES);
                        begun.rowsSettled();
                    }));
            step(Step.FINISH_LAYOUT, this::finishLayout);
            begun.layoutFinished(log::begin);
            step(Step.ANALYZE, this::analyze);
            step(Step.CHECK, () -> integrity[0] = outcome(begun));
        } finally {
            check = null;
        }
        step(Step.EMPTY_LOG, log::empty);
        database.begin();
        new Authors(database).forget();
        runs.sealed(run.run().id(), integrity[0]);
        database.commit();
        return integrity[0];
    }

    @Override
    public void interrupt() throws SQLException {
        SealCheck running = check;
        if (running != null) {
            running.interrupt();
        }
        database.interrupt();
    }

    /** Work that SQLite may refuse. */
    private interface Task {
        void run() throws SQLException;
    }

    private void step(Step step, Task task) throws SQLException {
        task.run();
        after.accept(step);
    }

    /** As sorting is quickest. */
    static void sortWell(Database database) throws SQLException {
        database.run("PRAGMA temp_store = FILE");
        database.run("PRAGMA threads = 1");
        database.run("PRAGMA cache_size = -" + SORT_CACHE_KIB);
    }

    static void limitAnalysis(Database database) throws SQLException {
        database.run("PRAGMA analysis_limit = " + ANALYSIS_LIMIT);
    }

    private void settleRejects(Doubles doubles) throws SQLException {
        sortWell(database);
        if (doubles.possible()) {
            doubleRows.removeRejects(doubles);
        }
    }

    private void finishLayout() throws SQLException {
        database.begin();
        database.script(layout.finishScript());
        if (layout.userVersion() != 0) {
            database.run("PRAGMA user_version = " + layout.userVersion());
        }
        database.commit();
    }

    private void analyze() throws SQLException {
        limitAnalysis(database);
        for (String table : layout.tables()) {
            database.run("ANALYZE " + table);
        }
    }

    private String outcome(SealCheck begun) throws SQLException {
        List<String> findings = new ArrayList<>(begun.findings(database));
        if (layout.userVersion() != 0) {
            for (String table : layout.childTables()) {
                long orphans = database.number("SELECT count(*) FROM pragma_foreign_key_check('" + table + "')");
                if (orphans > 0) {
                    findings.add(orphans + " rows of " + table + " belong to no key");
                }
            }
        }
        return findings.isEmpty() ? "ok" : String.join("; ", findings);
    }
}
