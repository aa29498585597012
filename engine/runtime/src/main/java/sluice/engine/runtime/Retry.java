package sluice.engine.runtime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Gates;
import sluice.engine.core.Plan;
import sluice.protocol.Batch;
import sluice.protocol.Key;
import sluice.protocol.MigrationException;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkRetry;
import sluice.protocol.SinkSettings;
import sluice.protocol.Tally;

/**
 * Tries the rejects of a finished run again, from the bytes that the sink kept of them: by another plan, or because
 * what was in the way is gone. Needs no source. Blocks; belongs to one thread.
 */
public final class Retry {
    private final Adapters adapters;
    private final String sink;
    private final Plan.@Nullable Mapped mapped;
    private final boolean backup;
    private final boolean dry;

    /**
     * @param mapped what the plan says, or null for layouts that bring their own tables
     * @param backup whether to keep a copy of the sink before anything is written to it
     * @param dry whether only to find out what would go through
     */
    public Retry(Adapters adapters, String sink, Plan.@Nullable Mapped mapped, boolean backup, boolean dry) {
        this.adapters = adapters;
        this.sink = sink;
        this.mapped = mapped;
        this.backup = backup;
        this.dry = dry;
    }

    /**
     * What came of it, in keys.
     *
     * @param run whose rejects they were
     * @param written that went through and stand, or are part of what stands
     * @param doubled that went through, and lost to others of the same identity
     * @param expired whose time was over
     * @param ignored that the plan does not want any more
     * @param left that are rejects still
     * @param untried how many of these were not tried, because the sink has no bytes of them
     * @param total the books of the run, as they are now
     * @param gates how the limits of the plan are kept now
     * @param backup the name of the copy that was made; empty where none was
     */
    public record Outcome(
            String sink,
            String run,
            long written,
            long doubled,
            long expired,
            long ignored,
            long left,
            long untried,
            Tally total,
            List<Gates.Outcome> gates,
            String backup) {
        public Outcome {
            gates = List.copyOf(gates);
        }

        /** What a process that ends with this says to its shell. */
        public int exitCode() {
            return left == 0 && gates.stream().allMatch(Gates.Outcome::passed) ? 0 : 3;
        }
    }

    /** Does it; throws {@link MigrationException} where nothing was changed. */
    public Outcome run() {
        SinkProvider provider = adapters.sink(sink);
        try (SinkRetry retry = provider.retry(settings(provider))) {
            return new Trying(retry).run(provider.redact(sink));
        }
    }

    private SinkSettings settings(SinkProvider provider) {
        String layout = layout(provider);
        boolean isOfPlan = layout.equals("mapped") || layout.equals("document");
        if (mapped != null && !isOfPlan) {
            throw MigrationException.refused(
                    "cannot try the rejects of " + provider.redact(sink) + " again",
                    "its run has the layout " + layout + ", not the tables of a plan",
                    "leave the plan out, or copy with it into another sink");
        }
        return new SinkSettings(
                sink, layout, 0, mapped == null ? null : mapped.mapper().schema(), backup && !dry);
    }

    private String layout(SinkProvider provider) {
        try (SinkReader reader = provider.read(new SinkSettings(sink, Plan.DEFAULT_LAYOUT, 0))) {
            return reader.runs().getFirst().layout();
        }
    }

    /** One try, whose sink is open. */
    private final class Trying {
        private final SinkRetry retry;
        private final RetriedBooks books;
        private final String fingerprint;
        private final long now = System.currentTimeMillis();
        private long tried;
        private boolean expires;

        Trying(SinkRetry retry) {
            this.retry = retry;
            RunRecord run = retry.run();
            this.fingerprint = mapped == null ? run.fingerprint() : fingerprint(run, mapped);
            this.books = new RetriedBooks(
                    retry.books(),
                    RetriedReport.settlement(run.report()),
                    mapped == null ? null : mapped.mapper(),
                    fingerprint.equals(run.fingerprint()));
        }

        private String fingerprint(RunRecord run, Plan.Mapped by) {
            return Plan.of(run.source(), sink).mappedBy(by).selectingLike(run).fingerprint(run.source());
        }

        Outcome run(String name) {
            SinkRetry.Tried again;
            do {
                again = retry.next();
                if (!again.batch().rows().isEmpty()) {
                    take(again);
                }
            } while (!again.batch().last());
            if (tried > 0) {
                retry.settle(books);
            }
            RetriedReport report = new RetriedReport(retry.run().report(), books, mapped, now);
            Optional<String> backedUp = tried == 0 || dry
                    ? Optional.empty()
                    : retry.finish(retry.run().retried(fingerprint, report.text()), books.checkpoint());
            Tally total = books.checkpoint().total();
            return new Outcome(
                    name,
                    retry.run().id(),
                    books.written(),
                    books.doubled(),
                    books.expired(),
                    books.ignored(),
                    total.rejected(),
                    retry.untried(),
                    total,
                    report.gates(),
                    backedUp.orElse(""));
        }

        private void take(SinkRetry.Tried again) {
            Batch batch = again.batch();
            List<Row> rows = new ArrayList<>();
            for (Row row : batch.rows()) {
                if (row.part().opens()) {
                    books.takeBack(
                            row,
                            again.collided().contains(row.key()),
                            again.orphaned().contains(row.key()));
                    expires = row.expiresAt() != Row.NEVER && row.expiresAt() <= now;
                }
                tried += row.part().closes() ? 1 : 0;
                Row wanted = expires ? null : books.map(row);
                if (wanted != null) {
                    rows.add(wanted);
                } else if (row.part().closes()) {
                    books.leave(batch.partition(), row, expires);
                }
            }
            Set<Key> rejected = new HashSet<>();
            for (Reject reject : retry.write(with(batch, rows))) {
                rejected.add(reject.key());
            }
            rows.forEach(row -> books.take(batch.partition(), row, rejected));
        }

        private Batch with(Batch batch, List<Row> rows) {
            return new Batch(batch.partition(), rows, batch.next(), batch.bytes(), 0, 0, 0, batch.last());
        }
    }
}
