package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import sluice.protocol.Phase;
import sluice.protocol.Sink.Doubles;

/**
 * Closes a landed run: doubles leave, indexes and views come, the file is checked. Every step can be done again, so
 * that a seal that was killed anywhere is simply repeated.
 */
final class Seal {
    /** One big sort in memory is the slow way to build an index: small runs, merged from a file, are twice as fast. */
    private static final int SORT_CACHE_KIB = 8_000;

    /** The check looks each row up in the indexes, in random order: it wants their pages in memory. */
    private static final int CHECK_CACHE_KIB = 128_000;

    /** How many rows of an index ANALYZE looks at, near enough for the planner. */
    private static final int ANALYSIS_LIMIT = 1_000;

    private static final int FINDINGS_MAX = 5;

    private final Database database;
    private final Runs runs;
    private final Runs.Stored run;
    private final Layout layout;
    private final DoubleRows doubleRows;
    private final Consumer<Step> after;

    Seal(Database database, Runs.Stored run, Checkpoints checkpoints, Consumer<Step> after) {
        this.database = database;
        this.runs = new Runs(database);
        this.run = run;
        this.layout = run.layout();
        this.doubleRows = new DoubleRows(database, run, checkpoints);
        this.after = after;
    }

    /** The steps of a seal, in their order. */
    enum Step {
        ENTER,
        REMOVE_DOUBLES,
        INDEX_KEYS,
        FINISH_LAYOUT,
        ANALYZE,
        CHECK,
        EMPTY_LOG
    }

    /** Does what is left to do; gives the outcome of the checks. */
    String run(Doubles doubles) throws SQLException {
        String[] integrity = {""};
        step(Step.ENTER, () -> runs.enter(run.run().id(), Phase.SEALING));
        step(Step.REMOVE_DOUBLES, () -> {
            database.run("PRAGMA temp_store = FILE");
            database.run("PRAGMA threads = 1");
            database.run("PRAGMA cache_size = -" + SORT_CACHE_KIB);
            if (doubles.possible() && !database.has("index", layout.uniqueIndex())) {
                doubleRows.remove(doubles);
            }
        });
        step(Step.INDEX_KEYS, () -> indexKeys(doubles));
        step(Step.FINISH_LAYOUT, this::finishLayout);
        step(Step.ANALYZE, this::analyze);
        step(Step.CHECK, () -> integrity[0] = check());
        step(Step.EMPTY_LOG, database::truncateLog);
        database.begin();
        new Authors(database).forget();
        runs.sealed(run.run().id(), integrity[0]);
        database.commit();
        return integrity[0];
    }

    /** Work that SQLite may refuse. */
    private interface Task {
        void run() throws SQLException;
    }

    private void step(Step step, Task task) throws SQLException {
        task.run();
        after.accept(step);
    }

    private void indexKeys(Doubles doubles) throws SQLException {
        String sql = "CREATE UNIQUE INDEX IF NOT EXISTS " + layout.uniqueIndex() + " ON " + layout.keyTable() + "("
                + layout.uniqueColumns() + ")";
        try {
            database.run(sql);
        } catch (SQLException e) {
            if (!Faults.isConstraint(e)) {
                throw e;
            }
            doubleRows.remove(doubles);
            database.run(sql);
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
        database.run("PRAGMA analysis_limit = " + ANALYSIS_LIMIT);
        for (String table : layout.tables()) {
            database.run("ANALYZE " + table);
        }
    }

    private String check() throws SQLException {
        database.run("PRAGMA cache_size = -" + CHECK_CACHE_KIB);
        List<String> findings = new ArrayList<>(integrity());
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

    private List<String> integrity() throws SQLException {
        List<String> findings = new ArrayList<>();
        try (PreparedStatement check = database.prepare("PRAGMA integrity_check(" + FINDINGS_MAX + ")");
                ResultSet found = check.executeQuery()) {
            while (found.next()) {
                String finding = found.getString(1).strip();
                if (!finding.equals("ok")) {
                    findings.add(finding.replaceAll("\\s+", " "));
                }
            }
        }
        return findings;
    }
}
