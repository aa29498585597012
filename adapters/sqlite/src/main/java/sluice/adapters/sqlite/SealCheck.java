package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sluice.adapters.sqlite.IndexProof.Half;
import sluice.adapters.sqlite.IndexProof.Sum;

/**
 * Reads a whole file before it is called sealed: the structure of every table, and each large index against its rows.
 * Half of it happens on a second connection and thread, beside the building of the index. Used by one thread, but for
 * {@link #interrupt}.
 */
final class SealCheck implements AutoCloseable {
    private static final int FINDINGS_MAX = 5;

    private final Layout layout;
    private final Database beside;
    private final ExecutorService lane = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sluice-check").factory());
    private Future<List<Sum>> tableSums = CompletableFuture.completedFuture(List.of());
    private Future<List<String>> children = CompletableFuture.completedFuture(List.of());
    private Future<List<String>> keys = CompletableFuture.completedFuture(List.of());
    private Future<List<Sum>> upperHalves = CompletableFuture.completedFuture(List.of());

    /** Begins with what the indexes to come do not change. */
    SealCheck(Path path, Layout layout) throws SQLException {
        this.layout = layout;
        this.beside = Database.forReading(path);
        rowsLeft();
    }

    /** Rows left the tables since: what was read of them is worth nothing now. */
    void rowsLeft() {
        tableSums = lane.submit(this::sumTables);
        if (!layout.finishIndexes()) {
            children = lane.submit(this::checkChildren);
        }
    }

    /** The last indexes came. */
    void layoutFinished() {
        if (layout.finishIndexes()) {
            children = lane.submit(this::checkChildren);
        }
        keys = lane.submit(() -> pragma(beside, "quick_check", layout.keyTable()));
        upperHalves = lane.submit(() -> sumIndexes(beside, Half.UPPER));
    }

    /** What is wrong, at most a handful; empty when nothing is. */
    List<String> findings(Database database) throws SQLException {
        List<String> findings = new ArrayList<>();
        for (String own : Tables.OWN) {
            findings.addAll(pragma(database, "integrity_check", own));
        }
        List<Sum> lowerHalves = sumIndexes(database, Half.LOWER);
        findings.addAll(await(children));
        findings.addAll(await(keys));
        List<IndexProof> proofs = layout.proofs();
        for (int i = 0; i < proofs.size(); i++) {
            Sum ofIndex = lowerHalves.get(i).and(await(upperHalves).get(i));
            String finding = proofs.get(i).finding(await(tableSums).get(i), ofIndex);
            if (finding != null) {
                findings.add(finding);
            }
        }
        return findings.size() > FINDINGS_MAX ? findings.subList(0, FINDINGS_MAX) : findings;
    }

    private List<Sum> sumTables() throws SQLException {
        List<Sum> sums = new ArrayList<>();
        for (IndexProof proof : layout.proofs()) {
            sums.add(proof.ofTable(beside));
        }
        return sums;
    }

    private List<String> checkChildren() throws SQLException {
        List<String> findings = new ArrayList<>();
        for (String table : layout.childTables()) {
            findings.addAll(pragma(beside, "integrity_check", table));
        }
        return findings;
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
        try (PreparedStatement statement = database.prepare("PRAGMA " + check + "(" + table + ")");
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

    private static <T> T await(Future<T> work) throws SQLException {
        try {
            return work.get();
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

    /** For any thread. */
    void interrupt() throws SQLException {
        beside.interrupt();
    }

    @Override
    public void close() throws SQLException {
        try {
            List<Future<?>> asked = List.of(tableSums, children, keys, upperHalves);
            if (!asked.stream().allMatch(Future::isDone)) {
                asked.forEach(one -> one.cancel(false));
                beside.interrupt();
            }
        } finally {
            lane.close();
            beside.close();
        }
    }
}
