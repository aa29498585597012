package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import sluice.adapters.sqlite.TableProof.Sum;
import sluice.protocol.MigrationException;

/**
 * Reads tables from end to end, each against its indexes. Where sums can prove an index they do; what they cannot, or
 * doubt, is for {@code integrity_check} to tell, which looks each row up in each index.
 */
final class StructureCheck {
    /** What a check finds of rows that were written without their table's rules. */
    private static final Pattern OF_ROWS = Pattern.compile("^(NULL|TEXT|NUMERIC|non-\\w+) value in ");

    /** So many findings SQLite gives, and leaves the others out. */
    private static final int FINDINGS_MAX = 100;

    private final String subject;
    private final List<Proven> proven = new ArrayList<>();
    private final Queue<Part> waiting = new ConcurrentLinkedQueue<>();

    /** @param filled those whose rows stand in the order of their primary key: there the lookups are sequential */
    StructureCheck(Database database, Collection<String> tables, Collection<String> filled, String subject)
            throws SQLException {
        this.subject = subject;
        for (String table : tables) {
            TableProof proof = TableProof.of(database, table);
            if (proof == null || proof.indexes() == 0 || (proof.isOnlyOfKey() && filled.contains(table))) {
                waiting.add(on -> check(on, "integrity_check", table, false));
            } else {
                waiting.add(on -> check(on, "quick_check", table, false));
                Proven one = new Proven(table, proof);
                one.ask(waiting);
                proven.add(one);
            }
        }
    }

    /** A part of the check, for whichever connection is free first. */
    private interface Part {
        void run(Database database) throws SQLException;
    }

    /** One table with what was found of it. Each field belongs to the thread that finds it, until all have ended. */
    private static final class Proven {
        private final String table;
        private final TableProof proof;
        private final Sum[] ofIndexes;
        private List<Sum> ofRows = List.of();

        private Proven(String table, TableProof proof) {
            this.table = table;
            this.proof = proof;
            this.ofIndexes = new Sum[proof.indexes()];
        }

        void ask(Queue<Part> waiting) {
            waiting.add(unlessDamaged(on -> ofRows = proof.ofRows(on)));
            for (int i = 0; i < ofIndexes.length; i++) {
                int index = i;
                waiting.add(unlessDamaged(on -> ofIndexes[index] = proof.ofIndex(on, index)));
            }
        }

        private static Part unlessDamaged(Part part) {
            return database -> {
                try {
                    part.run(database);
                } catch (SQLException e) {
                    if (!Faults.isCorruption(e)) {
                        throw e;
                    }
                }
            };
        }

        boolean isSound() {
            return ofRows.equals(Arrays.asList(ofIndexes));
        }
    }

    void run(Database database) throws SQLException {
        runParts(database);
        judge(database);
    }

    /** On two connections, since nobody writes to the file. */
    void run(Database database, Path file) throws SQLException {
        try (Database beside = Database.asItLies(file);
                ExecutorService lane = Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("sluice-check").factory())) {
            Future<?> half = lane.submit(() -> {
                runParts(beside);
                return file;
            });
            try {
                runParts(database);
                await(half);
            } finally {
                // Where all is well nothing is left.
                waiting.clear();
                beside.interrupt();
            }
        }
        judge(database);
    }

    private void runParts(Database database) throws SQLException {
        for (Part part = waiting.poll(); part != null; part = waiting.poll()) {
            part.run(database);
        }
    }

    /** Sums say no more than that something is wrong. */
    private void judge(Database database) throws SQLException {
        for (Proven one : proven) {
            if (!one.isSound()) {
                check(database, "integrity_check", one.table, true);
            }
        }
    }

    /** @param doubted whether something is wrong already, unless this tells that there is not */
    private void check(Database database, String check, String table, boolean doubted) throws SQLException {
        // What rows that were there break of their own table's rules is not damage.
        database.run("PRAGMA ignore_check_constraints = ON");
        List<String> findings = Census.texts(database, "PRAGMA main." + check + "('" + table.replace("'", "''") + "')");
        database.run("PRAGMA ignore_check_constraints = OFF");
        boolean isWhole = findings.size() < FINDINGS_MAX;
        findings.removeIf(
                finding -> finding.equals("ok") || OF_ROWS.matcher(finding).find());
        if (findings.isEmpty() && doubted && !isWhole) {
            findings.add("an index does not hold what the table holds");
        }
        if (!findings.isEmpty()) {
            throw MigrationException.failed(
                    subject,
                    "its table " + table + " is damaged, or would be: "
                            + findings.getFirst().strip().replaceAll("\\s+", " "),
                    "nothing was written to it; check the disk, restore the file if it is damaged, then run the"
                            + " same command to resume",
                    null);
        }
    }

    private static void await(Future<?> half) throws SQLException {
        try {
            half.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("the check was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException fault) {
                throw fault;
            }
            if (e.getCause() instanceof MigrationException damage) {
                throw damage;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
