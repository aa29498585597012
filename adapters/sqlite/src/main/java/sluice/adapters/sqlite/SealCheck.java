package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import sluice.adapters.sqlite.IndexProof.Half;
import sluice.adapters.sqlite.IndexProof.Sum;

/**
 * Reads a whole file before it is called sealed: the structure of every table, and each large index against its rows.
 * A second connection and thread begin with it while the index is built; the caller helps in the end. Used by one
 * thread, but for {@link #interrupt}.
 */
final class SealCheck implements AutoCloseable {
    private static final int FINDINGS_MAX = 5;

    private final Layout layout;
    private final Database beside;
    private final ExecutorService lane = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sluice-check").factory());
    private final Queue<Asked<?>> waiting = new ConcurrentLinkedQueue<>();
    private final List<Asked<List<String>>> structure = new ArrayList<>();
    private final List<Asked<List<Sum>>> indexHalves = new ArrayList<>();
    private Asked<List<Sum>> tables = new Asked<>(this::sumTables);

    /** Begins with what neither doubles that leave nor the indexes to come make worthless. */
    SealCheck(Path path, Layout layout) throws SQLException {
        this.layout = layout;
        this.beside = Database.forReading(path);
        if (!layout.finishIndexes()) {
            layout.childTables().forEach(table -> askFor("integrity_check", table));
        }
        askFor("quick_check", layout.keyTable());
    }

    /** No row leaves the tables any more, or some did against expectation: what was summed before is worth nothing. */
    void rowsSettled() {
        tables = ask(this::sumTables);
    }

    /**
     * The last indexes came.
     *
     * @param afterwards what is to begin when no part of the check holds on to the file as it was before
     */
    void layoutFinished(Runnable afterwards) {
        lane.execute(afterwards);
        for (Half half : Half.values()) {
            indexHalves.add(ask(database -> sumIndexes(database, half)));
        }
        if (layout.finishIndexes()) {
            layout.childTables().forEach(table -> askFor("integrity_check", table));
        }
        Tables.OWN.forEach(table -> askFor("integrity_check", table));
    }

    /** What is wrong, at most a handful; empty when nothing is. */
    List<String> findings(Database database) throws SQLException {
        while (runNext(database)) {}
        List<String> findings = new ArrayList<>();
        for (Asked<List<String>> check : structure) {
            findings.addAll(check.answer());
        }
        List<IndexProof> proofs = layout.proofs();
        for (int i = 0; i < proofs.size(); i++) {
            Sum ofIndex = indexHalves
                    .get(0)
                    .answer()
                    .get(i)
                    .and(indexHalves.get(1).answer().get(i));
            String finding = proofs.get(i).finding(tables.answer().get(i), ofIndex);
            if (finding != null) {
                findings.add(finding);
            }
        }
        return findings.size() > FINDINGS_MAX ? findings.subList(0, FINDINGS_MAX) : findings;
    }

    /** A part of the check, done on whichever connection is free first. */
    private static final class Asked<T> {
        private final Question<T> question;
        final CompletableFuture<T> answer = new CompletableFuture<>();

        Asked(Question<T> question) {
            this.question = question;
        }

        void answer(Database database) {
            try {
                answer.complete(question.answer(database));
            } catch (SQLException | RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        }

        T answer() throws SQLException {
            try {
                return answer.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("the check was interrupted", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof SQLException fault) {
                    throw fault;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private interface Question<T> {
        T answer(Database database) throws SQLException;
    }

    private <T> Asked<T> ask(Question<T> question) {
        Asked<T> asked = new Asked<>(question);
        waiting.add(asked);
        lane.execute(() -> runNext(beside));
        return asked;
    }

    private void askFor(String check, String table) {
        structure.add(ask(database -> pragma(database, check, table)));
    }

    private boolean runNext(Database database) {
        Asked<?> next = waiting.poll();
        if (next != null) {
            next.answer(database);
        }
        return next != null;
    }

    private List<Sum> sumTables(Database database) throws SQLException {
        List<Sum> sums = new ArrayList<>();
        for (IndexProof proof : layout.proofs()) {
            sums.add(proof.ofTable(database));
        }
        return sums;
    }

    private List<Sum> sumIndexes(Database database, Half half) throws SQLException {
        List<Sum> sums = new ArrayList<>();
        for (IndexProof proof : layout.proofs()) {
            sums.add(proof.ofIndex(database, half));
        }
        return sums;
    }

    private static List<String> pragma(Database database, String check, String table) throws SQLException {
        List<String> findings = new ArrayList<>();
        try (PreparedStatement statement =
                        database.prepare("PRAGMA " + check + "('" + table.replace("'", "''") + "')");
                ResultSet found = statement.executeQuery()) {
            while (found.next() && findings.size() < FINDINGS_MAX) {
                String finding = found.getString(1).strip();
                if (!finding.equals("ok")) {
                    findings.add(finding.replaceAll("\\s+", " "));
                }
            }
        }
        return findings;
    }

    /** For any thread. */
    void interrupt() throws SQLException {
        for (Asked<?> next = waiting.poll(); next != null; next = waiting.poll()) {
            next.answer.completeExceptionally(
                    new SQLiteException("the check was interrupted", SQLiteErrorCode.SQLITE_INTERRUPT));
        }
        beside.interrupt();
    }

    @Override
    public void close() throws SQLException {
        try {
            // Where all was answered nothing runs; elsewhere nobody waits for the answer any more.
            interrupt();
        } finally {
            lane.close();
            beside.close();
        }
    }
}
