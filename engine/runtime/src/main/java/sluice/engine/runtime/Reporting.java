package sluice.engine.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Gates;
import sluice.engine.core.Keyspaces;
import sluice.engine.core.Plan;
import sluice.engine.core.Report;
import sluice.engine.core.Settlement;
import sluice.engine.core.Verification;
import sluice.engine.core.VerifyMode;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.MigrationException;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink;
import sluice.protocol.Tally;

/** Gathers what the report will say while the run goes on. Mutable; belongs to one actor. */
final class Reporting {
    private static final int NOTES_MAX = 50;
    /** An answer that takes longer is worth a note. */
    private static final double SLOW_ANSWER_SECONDS = 5;

    private final Job job;
    private final long begunNanos;
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<String, Recovery> recoveries = new LinkedHashMap<>();
    private long notesLeftOut;
    private @Nullable RunRecord run;
    private @Nullable Report report;
    private @Nullable Origin origin;
    private Books books = Books.NOTHING;
    private Settlement settlement = new Settlement();
    private Sink.SealResult seal = new Sink.SealResult(0, "");
    private Verification verification;

    /** How often readers began again for one reason, and what failed the last time. */
    private record Recovery(int count, String last) {}

    /** How the run stood when this process took it up: whether it had begun before, and with which books. */
    private record Origin(boolean resumed, Tally before) {}

    Reporting(Job job) {
        this.job = job;
        this.begunNanos = job.nanoTime().getAsLong();
        this.verification = Verification.notReached(job.plan().verify());
    }

    private Reporting(Reporting earlier) {
        this.job = earlier.job;
        this.begunNanos = earlier.begunNanos;
        this.notes.addAll(earlier.notes);
        this.run = earlier.run;
        this.origin = earlier.origin;
        this.verification = earlier.verification;
    }

    /** For the next attempt of the same run: what is known stays known. */
    Reporting next() {
        return new Reporting(this);
    }

    void began(RunRecord newRun, List<String> sourceNotes) {
        run = newRun;
        notes.addAll(sourceNotes);
    }

    /** The first attempt of this process found the run so. */
    void ready(boolean resumed, Tally before) {
        if (origin == null) {
            origin = new Origin(resumed, before);
        }
    }

    /** A bad night must not fill the memory or the report. */
    void note(String note) {
        if (notes.size() < NOTES_MAX) {
            notes.add(note);
        } else if (!notes.contains(note)) {
            notesLeftOut++;
        }
    }

    /** A reader had to begin again behind its last durable row. */
    void recovered(MigrationException fault) {
        if (recoveries.size() < NOTES_MAX || recoveries.containsKey(fault.why())) {
            recoveries.merge(
                    fault.why(),
                    new Recovery(1, fault.subject()),
                    (before, now) -> new Recovery(before.count + 1, now.last));
        }
    }

    List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        recoveries.forEach((why, recovery) -> all.add(
                recovery.count == 1
                        ? "a reader began again: " + recovery.last + ": " + why
                        : "readers began again " + recovery.count + " times: " + why + "; the last time: "
                                + recovery.last));
        if (notesLeftOut > 0) {
            all.add("and " + notesLeftOut + " more like these");
        }
        return all;
    }

    /** A wait in words. */
    static String shown(Duration wait) {
        return wait.toMillis() < 1_000
                ? wait.toMillis() + " ms"
                : String.format(Locale.ROOT, wait.toMillis() % 1_000 == 0 ? "%.0f s" : "%.1f s", wait.toMillis() / 1e3);
    }

    void sealed(Writer.Sealed sealed) {
        seal = sealed.result();
        books = sealed.books();
        settlement = sealed.settlement();
        Plan.Mapped mapped = job.plan().mapped();
        if (mapped != null) {
            // Before a verification maps some of the keys once more.
            mapped.mapper().doubts().forEach(this::note);
        }
    }

    /** So the books stood at last. */
    void closed(Books last) {
        books = last;
    }

    void verified(Verification result) {
        verification = result;
    }

    RunRecord run() {
        RunRecord known = run;
        if (known == null) {
            throw new IllegalStateException("the run has not begun");
        }
        return known;
    }

    boolean hasBegun() {
        return origin != null;
    }

    /** The report of a run that came to its end. */
    Report finished(Meter.Summary summary) {
        boolean sound = verification.differing() == 0 && seal.integrity().equals("ok");
        String status = !sound ? "differences" : verification.mode() == VerifyMode.NONE ? "copied" : "verified";
        return build(status, "", books.checkpoint().total(), summary);
    }

    /** The report of a comparison without a copy: the books are those of the copy, as they stand in the sink. */
    Report audited(Meter.Summary summary) {
        String status = verification.differing() == 0 ? "verified" : "differences";
        return build(status, "", books.checkpoint().total(), summary);
    }

    Report failed(MigrationException fault, Meter.Summary summary) {
        return build("failed", String.valueOf(fault.getMessage()), durable(summary), summary);
    }

    Report stopped(Meter.Summary summary) {
        return build("stopped", "", durable(summary), summary);
    }

    /** Where the last books are not known, the meter has seen every commit. */
    private Tally durable(Meter.Summary summary) {
        return books.equals(Books.NOTHING)
                ? summary.durable()
                : books.checkpoint().total();
    }

    /** What the last of these built. */
    Report report() {
        Report built = report;
        if (built == null) {
            throw new IllegalStateException("no report was built");
        }
        return built;
    }

    private Report build(String status, String error, Tally total, Meter.Summary summary) {
        double seconds = (job.nanoTime().getAsLong() - begunNanos) / 1e9;
        RunRecord known = run;
        Origin from = origin == null ? new Origin(false, total) : origin;
        Keyspaces keyspaces = books.ledger().keyspaces();
        Report built = new Report(
                known == null ? "" : known.id(),
                status,
                job.sourceName(),
                job.sinkName(),
                known == null ? job.plan().layout() : known.layout(),
                known == null ? 0 : known.attempts(),
                from.resumed(),
                rounded(seconds),
                Report.Rows.of(total),
                total.bytes(),
                rounded((total.read() - from.before().read()) / seconds),
                keyspaces.counts(),
                books.checkpoint().partitions().values().stream()
                        .map(Reporting::booksOf)
                        .toList(),
                Map.of("read", summary.read(), "commit", summary.commit()),
                Report.Verified.of(verification),
                new Report.Seal(rounded(seal.seconds()), seal.integrity()),
                outcomes(total, keyspaces),
                settlement.collisions(),
                settlement.orphans(),
                notesAfter(summary),
                error);
        report = built;
        return built;
    }

    private List<Gates.Outcome> outcomes(Tally total, Keyspaces keyspaces) {
        Plan.Mapped mapped = job.plan().mapped();
        return mapped == null
                ? List.of()
                : mapped.gates()
                        .outcomes(new Gates.Counts(
                                total.read(),
                                total.rejected(),
                                verification.differing(),
                                keyspaces.collided(),
                                keyspaces.orphaned()));
    }

    private List<String> notesAfter(Meter.Summary summary) {
        List<String> all = notes();
        double seconds = summary.slowestReadNanos() / 1e9;
        if (seconds >= SLOW_ANSWER_SECONDS) {
            all.add(String.format(Locale.ROOT, "the source once took %.1f s to answer", seconds));
        }
        return all;
    }

    private static Report.PartitionBooks booksOf(Standing standing) {
        return new Report.PartitionBooks(standing.partition().name(), Report.Rows.of(standing.tally()));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
