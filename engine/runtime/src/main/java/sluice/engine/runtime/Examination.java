package sluice.engine.runtime;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Ledger;
import sluice.engine.core.Verification;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkReader;
import sluice.protocol.Source;

/**
 * Looks whether a sink is finished and undamaged, which reads all of it, opens the source of its run again, and
 * compares the two. Blocks; belongs to one thread, but for {@link #cancel}.
 */
final class Examination {
    /** The sink can be compared; {@code notes} are what the source has to say. */
    record Opened(RunRecord run, Books books, List<String> notes) {}

    private final Job job;
    private boolean cancelled;
    private @Nullable SinkReader looking;
    private @Nullable Comparison comparing;

    Examination(Job job) {
        this.job = job;
    }

    /** Tells {@code opened} once, before it compares; throws {@link MigrationException}. */
    Verification run(Consumer<Opened> opened) {
        RunRecord run;
        Books books;
        try (SinkReader sink = job.readSink()) {
            run = finishedRun(sink);
            checkUndamaged(sink);
            books = new Books(sink.checkpoint());
        }
        // Books that cannot be read are found out before anything is made of them.
        Ledger asRead = books.ledger();
        try (Source source = job.like(run).openSource(run.startedAt())) {
            Comparison comparison = comparison(source);
            opened.accept(new Opened(run, books, source.info().notes()));
            return comparison.audit(asRead);
        }
    }

    /** Makes it end soon with an exception, also when it has not begun. Safe for several threads. */
    synchronized void cancel() {
        cancelled = true;
        if (looking != null) {
            looking.interrupt();
        }
        if (comparing != null) {
            comparing.cancel();
        }
    }

    private RunRecord finishedRun(SinkReader sink) {
        RunRecord run = sink.runs().getFirst();
        if (run.phase() != Phase.SEALED && run.phase() != Phase.FINISHED) {
            throw MigrationException.refused(
                    "cannot verify " + job.sinkName(),
                    "run " + run.id() + " from " + run.source() + " is unfinished",
                    "finish it first: sluice copy " + run.source() + " " + job.sinkName());
        }
        return run;
    }

    private void checkUndamaged(SinkReader sink) {
        look(sink);
        List<String> damage;
        try {
            damage = sink.damage();
        } finally {
            // Nobody interrupts a reader that is closed.
            look(null);
        }
        if (!damage.isEmpty()) {
            throw MigrationException.failed(
                    "cannot verify " + job.sinkName(),
                    "it is damaged (" + String.join("; ", damage) + ")",
                    "restore it, or copy into another one",
                    null);
        }
    }

    private synchronized void look(@Nullable SinkReader sink) {
        looking = sink;
        if (cancelled && sink != null) {
            sink.interrupt();
        }
    }

    private synchronized Comparison comparison(Source source) {
        Comparison comparison = new Comparison(
                source, job::readSink, job.parallel(), job.clock(), job.tuning().rounds());
        comparing = comparison;
        if (cancelled) {
            comparison.cancel();
        }
        return comparison;
    }
}
