package sluice.engine.runtime;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Gates;
import sluice.engine.core.Keyspaces;
import sluice.engine.core.Ledger;
import sluice.engine.core.Plan;
import sluice.engine.core.Progress;
import sluice.engine.core.Report;
import sluice.engine.core.TableFindings;
import sluice.engine.core.Verification;
import sluice.engine.core.VerifyMode;
import sluice.protocol.Checkpoint;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;
import sluice.protocol.SinkTrial;
import sluice.protocol.Source;
import sluice.protocol.SourceInfo;
import sluice.protocol.SourceProvider;
import sluice.protocol.SourceSettings;
import sluice.protocol.Tally;

/**
 * Verifies what the run of a plan left: carries the plan out once more, in a stand-in for the sink as it was before,
 * and compares the tables of both. Changes neither source nor sink. Blocks; belongs to one thread, but for
 * {@link #stop}.
 */
public final class PlanAudit {
    private final Adapters adapters;
    private final Plan plan;
    private final boolean everything;
    private final Job job;
    private final long begunNanos = System.nanoTime();
    private final List<String> notes = new ArrayList<>();
    private boolean stopped;
    private @Nullable Runnable stopper;
    private volatile @Nullable SourceInfo source;

    public PlanAudit(Adapters adapters, Plan plan) {
        this(adapters, plan, false);
    }

    /** @param everything whether what changed in the source since the run is a difference like any other */
    public PlanAudit(Adapters adapters, Plan plan, boolean everything) {
        this.everything = everything;
        this.adapters = adapters;
        this.plan = plan;
        this.job = jobOf(plan);
    }

    private Job jobOf(Plan of) {
        return new Job(
                of,
                adapters.source(of.source()),
                adapters.sink(of.sink()),
                Clock.systemUTC(),
                System::nanoTime,
                () -> "audit",
                new Parallel(Runnable::run, 1),
                Job.Tuning.DEFAULT);
    }

    /** What stands in the sink. */
    private record Standing(RunRecord run, Checkpoint books) {
        Ledger ledger() {
            return Ledger.of(books.ledger());
        }
    }

    /** The report, also of a verification that was stopped; throws {@link MigrationException} where there is none. */
    public Report run(Consumer<Progress> observer) {
        observer.accept(stage("checking the sink"));
        Standing standing = standing();
        Plan selected = plan.selectingLike(standing.run);
        boolean samePlan = selected.fingerprint(standing.run.source()).equals(standing.run.fingerprint());
        if (!samePlan) {
            notes.add("the plan or the selection is not the one that run " + standing.run.id()
                    + " was made with: what they differ in shows as differences of rows");
        }
        try (SinkTrial trial = job.sinkProvider().trial(jobOf(selected).sinkSettings(), SinkTrial.Content.BEFORE)) {
            notes.addAll(trial.remarks());
            // Digests are taken only where something is verified.
            Plan trying = selected.verifiedBy(VerifyMode.SAMPLE);
            Report again = copy(trying.into(trial.uri()), standing.run, observer);
            if (!isDone(again)) {
                return report(standing, again.status(), Verification.notReached(VerifyMode.FULL), again.error());
            }
            observer.accept(stage("comparing tables"));
            return compare(trial, standing, samePlan && !everything ? moved(standing, trial) : new BitSet());
        } catch (MigrationException fault) {
            if (isStopped()) {
                return report(standing, "stopped", Verification.notReached(VerifyMode.FULL), "");
            }
            throw fault;
        }
    }

    private Progress stage(String name) {
        Progress none = Progress.NOTHING;
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        return new Progress(name, 0, 0, 0, 0, 0, seconds, none.fraction(), 0, 0, 0, 1, "");
    }

    private static boolean isDone(Report report) {
        return !report.status().equals("stopped") && !report.status().equals("failed");
    }

    /** The sink's finished run and its books; refused where there is none, or where the sink is damaged. */
    private Standing standing() {
        try (SinkReader sink = job.readSink()) {
            stopsBy(sink::interrupt);
            RunRecord run = sink.runs().getFirst();
            String subject = "cannot verify " + job.sinkName();
            if (!run.layout().equals(plan.layout())) {
                throw MigrationException.refused(
                        subject,
                        "run " + run.id() + " has the layout " + run.layout() + ", not the tables of a plan",
                        "compare it without the plan: sluice verify " + run.source() + " " + job.sinkName());
            }
            if (run.phase() != Phase.FINISHED) {
                throw MigrationException.refused(
                        subject,
                        "run " + run.id() + " from " + run.source() + " is unfinished",
                        "finish it first: the command that began it goes on with it");
            }
            List<String> damage = sink.damage();
            if (!damage.isEmpty()) {
                throw MigrationException.failed(
                        subject,
                        "it is damaged (" + String.join("; ", damage) + ")",
                        "restore it, or copy into another one",
                        null);
            }
            return new Standing(run, sink.checkpoint());
        } finally {
            stopsBy(null);
        }
    }

    /** As of the moment at which the run began, so that a file's keys expire as they did then. */
    private Report copy(Plan again, RunRecord run, Consumer<Progress> observer) {
        Adapters noticing = new Adapters(List.of(new Noticing(job.sourceProvider())), List.of(job.sinkProvider()));
        Clock then = Clock.fixed(Instant.ofEpochMilli(run.startedAt()), ZoneOffset.UTC);
        try (Engine engine = new Engine(noticing, then, Job.Tuning.DEFAULT)) {
            Execution execution = engine.copy(again, observer);
            stopsBy(execution::stop);
            return execution.report().toCompletableFuture().get();
        } catch (ExecutionException | CompletionException failed) {
            if (failed.getCause() instanceof MigrationException told) {
                throw told;
            }
            throw new IllegalStateException("the verification failed", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw MigrationException.failed("cannot verify", "it was interrupted", "run it again", interrupted);
        } finally {
            stopsBy(null);
        }
    }

    /** Where the source gives something else than when the run read it; nothing where that cannot be. */
    private BitSet moved(Standing standing, SinkTrial trial) {
        SourceInfo info = source;
        SinkSettings settings = jobOf(plan.into(trial.uri())).sinkSettings();
        try (SinkReader reader = job.sinkProvider().read(settings)) {
            Ledger then = standing.ledger();
            Ledger now = Ledger.of(reader.checkpoint().ledger());
            boolean tells = info != null && info.moves() && then.isDigested() && now.isDigested();
            return tells ? then.differing(now) : new BitSet();
        }
    }

    private Report compare(SinkTrial trial, Standing standing, BitSet moved) {
        TableFindings findings = new TableFindings(moved);
        try {
            stopsBy(trial::interrupt);
            SinkTrial.Compared compared = trial.compare(findings::add);
            Verification found = findings.verification(compared.tables(), compared.rows());
            return report(standing, found.differing() == 0 ? "verified" : "differences", found, "");
        } finally {
            stopsBy(null);
        }
    }

    /** The books are those of the copy, as they stand in the sink. */
    private Report report(Standing standing, String status, Verification found, String error) {
        Tally total = standing.books.total();
        Keyspaces keyspaces = standing.ledger().keyspaces();
        Plan.Mapped mapped = plan.mapped();
        return new Report(
                standing.run.id(),
                status,
                job.sourceName(),
                job.sinkName(),
                standing.run.layout(),
                standing.run.attempts(),
                false,
                Math.round((System.nanoTime() - begunNanos) / 1e6) / 1e3,
                Report.Rows.of(total),
                total.bytes(),
                0,
                keyspaces.counts(),
                List.of(),
                Map.of(),
                Report.Verified.of(found),
                new Report.Seal(0, ""),
                mapped == null
                        ? List.of()
                        : mapped.gates()
                                .outcomes(new Gates.Counts(
                                        total.read(),
                                        total.rejected(),
                                        found.differing(),
                                        keyspaces.collided(),
                                        keyspaces.orphaned())),
                List.of(),
                List.of(),
                notes,
                error);
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    private synchronized void stopsBy(@Nullable Runnable newStopper) {
        stopper = newStopper;
        if (stopped && newStopper != null) {
            newStopper.run();
        }
    }

    /** Ends it soon; the report will say so. For any thread. */
    public synchronized void stop() {
        stopped = true;
        if (stopper != null) {
            stopper.run();
        }
    }

    /** Remembers what the source said of itself. */
    private final class Noticing implements SourceProvider {
        private final SourceProvider provider;

        Noticing(SourceProvider provider) {
            this.provider = provider;
        }

        @Override
        public boolean accepts(String uri) {
            return provider.accepts(uri);
        }

        @Override
        public String redact(String uri) {
            return provider.redact(uri);
        }

        @Override
        public int database(SourceSettings settings) {
            return provider.database(settings);
        }

        @Override
        public Source open(SourceSettings settings) {
            Source opened = provider.open(settings);
            source = opened.info();
            return opened;
        }
    }
}
