package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import sluice.protocol.MigrationException;

/** Reads tables from end to end, each against its indexes. */
final class StructureCheck {
    /** What a check finds of rows that were written without their table's rules. */
    private static final Pattern OF_ROWS = Pattern.compile("^(NULL|TEXT|NUMERIC|non-\\w+) value in ");

    private final String subject;
    private final Queue<String> waiting;

    StructureCheck(List<String> tables, String subject) {
        this.subject = subject;
        this.waiting = new ConcurrentLinkedQueue<>(tables);
    }

    void run(Database database) throws SQLException {
        // What rows that were there break of their own table's rules is not damage.
        database.run("PRAGMA ignore_check_constraints = ON");
        for (String table = waiting.poll(); table != null; table = waiting.poll()) {
            List<String> findings = SealCheck.pragma(database, "main.integrity_check", table);
            findings.removeIf(finding -> OF_ROWS.matcher(finding).find());
            if (!findings.isEmpty()) {
                throw MigrationException.failed(
                        subject,
                        "its table " + table + " is damaged, or would be: " + findings.getFirst(),
                        "nothing was written to it; check the disk, restore the file if it is damaged, then run the"
                                + " same command to resume",
                        null);
            }
        }
        database.run("PRAGMA ignore_check_constraints = OFF");
    }

    /** On two connections, since nobody writes to the file. */
    void run(Database database, Path file) throws SQLException {
        try (Database beside = Database.asItLies(file);
                ExecutorService lane = Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("sluice-check").factory())) {
            Future<?> half = lane.submit(() -> {
                run(beside);
                return file;
            });
            try {
                run(database);
                await(half);
            } finally {
                // Where all is well nothing is left.
                waiting.clear();
                beside.interrupt();
            }
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
