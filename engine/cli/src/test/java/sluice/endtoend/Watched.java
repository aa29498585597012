package sluice.endtoend;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import sluice.engine.core.Plan;
import sluice.engine.core.Progress;
import sluice.engine.core.Report;
import sluice.engine.core.VerifyMode;
import sluice.engine.runtime.Adapters;
import sluice.engine.runtime.Engine;

/** A copy that runs in this JVM, and what somebody who watches it has seen. */
final class Watched implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final Engine engine = new Engine(Adapters.installed());
    private final Set<String> waits = new LinkedHashSet<>();
    private final CompletableFuture<Report> report;
    private Progress latest = Progress.NOTHING;

    private Watched(Plan plan) {
        report = engine.copy(plan, this::see).report().toCompletableFuture();
    }

    /** @param rate rows a second; 0 for as fast as it goes */
    static Watched copy(String source, String sink, VerifyMode verify, long rate) {
        Plan plan = Plan.of(source, "sqlite:" + sink);
        return new Watched(new Plan(
                plan.source(),
                plan.sink(),
                plan.layout(),
                null,
                null,
                null,
                plan.readers(),
                plan.batchRows(),
                plan.inFlightBytes(),
                rate,
                verify,
                false));
    }

    private synchronized void see(Progress progress) {
        latest = progress;
        if (!progress.waiting().isEmpty()) {
            waits.add(progress.waiting());
        }
    }

    synchronized Progress latest() {
        return latest;
    }

    /** Why nothing moved, each reason once. */
    synchronized List<String> waits() {
        return new ArrayList<>(waits);
    }

    boolean isDone() {
        return report.isDone();
    }

    void awaitRows(long rows) {
        await(rows + " rows", watched -> watched.latest().read() >= rows);
    }

    /** Until somebody who watches has been told that it waits for this. */
    void awaitWait(String words) {
        await("waiting for: " + words, watched -> watched.waits().stream().anyMatch(reason -> reason.contains(words)));
    }

    void await(String what, Predicate<Watched> reached) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!reached.test(this)) {
            if (isDone() || System.nanoTime() > deadline) {
                throw new AssertionError("never " + what + ", but " + latest() + waits() + report);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    Report await() {
        try {
            return report.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException failure) {
            throw new AssertionError("no report, after " + waits(), failure);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
