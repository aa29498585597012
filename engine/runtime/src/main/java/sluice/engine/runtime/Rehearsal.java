package sluice.engine.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Estimate;
import sluice.engine.core.Plan;
import sluice.engine.core.Progress;
import sluice.engine.core.Report;
import sluice.engine.core.Start;
import sluice.engine.core.Timeline;
import sluice.protocol.Check;
import sluice.protocol.MigrationException;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.Sink;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkTrial;
import sluice.protocol.Source;
import sluice.protocol.SourceProvider;
import sluice.protocol.SourceSettings;

/**
 * Tries a plan out: reaches both ends, and copies the beginning of the source into a stand-in for the sink, through the
 * real engine. Nothing is written to the sink. Blocks; belongs to one thread, but for {@link #stop}.
 */
public final class Rehearsal {
    /** So many rejects are shown as examples. */
    private static final int EXAMPLES_MAX = 1_000;

    /** A long run fills the heap that a short one does not need. */
    private static final double MEMORY_MARGIN = 1.4;

    private final Adapters adapters;
    private final Plan plan;
    private final long rowsMax;
    private final Duration sinceStart;
    private final AtomicReference<@Nullable Runnable> stopper = new AtomicReference<>();
    private volatile @Nullable LimitedSource limited;
    private long known = Row.UNKNOWN;

    /**
     * @param rowsMax how many keys to read; {@code Long.MAX_VALUE} for all
     * @param sinceStart how long this command has been running already: a run begins like that, too
     */
    public Rehearsal(Adapters adapters, Plan plan, long rowsMax, Duration sinceStart) {
        this.adapters = adapters;
        this.plan = plan;
        this.rowsMax = rowsMax;
        this.sinceStart = sinceStart;
    }

    /**
     * What came of the rehearsal.
     *
     * @param sink the name of the sink that the plan means
     * @param report of the sample, which went elsewhere
     * @param rejects the first of the sample's rejects, without their bytes
     */
    public record Outcome(
            String sink,
            Report report,
            List<Reject> rejects,
            Estimate estimate,
            boolean isWhole,
            Estimate.Range memoryBytes,
            long freeBytes) {
        public Outcome {
            rejects = List.copyOf(rejects);
        }

        /** Whether the run may not have the room that it needs. */
        public boolean isTooTight() {
            return freeBytes >= 0 && estimate.diskBytes().most() > freeBytes;
        }
    }

    /** Looks at both ends. A check that is bad means that a run would be refused. */
    public List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        checks.add(sourceCheck());
        Job job = job(adapters.source(plan.source()), plan);
        checks.addAll(job.sinkProvider().checks(job.sinkSettings()));
        if (checks.stream().noneMatch(check -> check.verdict() == Check.Verdict.BAD)) {
            checks.add(startCheck(job));
        }
        return checks;
    }

    private Job job(SourceProvider source, Plan of) {
        return new Job(
                of,
                source,
                adapters.sink(of.sink()),
                Clock.systemUTC(),
                System::nanoTime,
                () -> "rehearsal",
                new Parallel(Runnable::run, 1),
                Job.Tuning.DEFAULT);
    }

    private Check sourceCheck() {
        Job job = job(adapters.source(plan.source()), plan);
        try (Source source = job.openSource(System.currentTimeMillis())) {
            known = plan.match() == null ? source.info().rows() : Row.UNKNOWN;
            String rows = source.info().rows() < 0
                    ? ""
                    : String.format(", counts %,d keys", source.info().rows());
            String notes = String.join("; ", source.info().notes());
            String told = "reached" + rows + (notes.isEmpty() ? "" : "; " + notes);
            // A server's notes are warnings, a file's tell who wrote it.
            boolean warns = source.info().moves() && !notes.isEmpty();
            return warns ? Check.doubtful("source", told) : Check.good("source", told);
        } catch (MigrationException unreachable) {
            return Check.bad("source", String.valueOf(unreachable.getMessage()));
        }
    }

    /** Takes the sink, as a run would, and gives it back. */
    private Check startCheck(Job job) {
        try (Sink sink = job.sinkProvider().open(job.sinkSettings())) {
            return switch (Start.decide(sink.latest(), plan, job.sourceName(), job.sinkName())) {
                case Start.Anew anew -> Check.good("run", "would begin anew");
                case Start.Over over -> Check.doubtful("run", "would forget what stands in the sink, and begin anew");
                case Start.Resume resume ->
                    Check.doubtful("run", "would go on with run " + resume.run().id());
            };
        } catch (MigrationException refused) {
            return Check.bad("run", String.valueOf(refused.getMessage()));
        }
    }

    /** Copies the sample and estimates the whole; throws {@link MigrationException}. */
    public Outcome run(Consumer<Progress> observer) {
        SourceProvider provider = new Limiting(adapters.source(plan.source()));
        SinkProvider sinks = adapters.sink(plan.sink());
        try (SinkTrial trial = sinks.trial(job(provider, plan).sinkSettings(), SinkTrial.Content.EVERYTHING)) {
            long before = trial.bytes();
            Timeline timeline = new Timeline();
            Report report = copy(new Adapters(List.of(provider), List.of(sinks)), trial, timeline, observer);
            Estimate estimate = Estimate.of(sampled(report, timeline, trial.bytes() - before, before > 0), known)
                    .besides(plan.backup() ? before : 0);
            LimitedSource source = limited;
            boolean whole = source == null || source.fraction() >= 1;
            return new Outcome(
                    sinks.redact(plan.sink()),
                    report,
                    rejects(sinks, trial),
                    estimate,
                    whole,
                    memory(),
                    trial.freeBytes());
        }
    }

    private Report copy(Adapters limitedTo, SinkTrial trial, Timeline timeline, Consumer<Progress> observer) {
        try (Engine engine = new Engine(limitedTo)) {
            Execution execution = engine.copy(plan.into(trial.uri()), progress -> {
                timeline.at(progress.stage(), progress.seconds(), progress.read());
                observer.accept(progress);
            });
            stopper.set(execution::stop);
            return execution.report().toCompletableFuture().get();
        } catch (ExecutionException | CompletionException failed) {
            if (failed.getCause() instanceof MigrationException told) {
                throw told;
            }
            throw new IllegalStateException("the rehearsal failed", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw MigrationException.failed("cannot rehearse", "it was interrupted", "run it again", interrupted);
        } finally {
            stopper.set(null);
        }
    }

    /** @param isThere whether the sink is: then all rows of a plan go through its log as well */
    private Estimate.Sampled sampled(Report report, Timeline timeline, long sinkBytes, boolean isThere) {
        LimitedSource source = limited;
        long ignored = report.keyspaces().stream()
                .mapToLong(count -> count.ignored() == null ? 0 : count.ignored())
                .sum();
        return new Estimate.Sampled(
                report.rows().read() + ignored,
                source == null ? 1 : source.fraction(),
                sinceStart.toMillis() / 1e3 + timeline.openingSeconds(),
                timeline.rate(report.rows().read() + ignored),
                ignored > 0 ? Double.NaN : timeline.lateRate(),
                report.seal().seconds(),
                timeline.verifyingSeconds(),
                plan.verify(),
                sinkBytes,
                plan.mapped() == null ? 0 : isThere ? 2 * sinkBytes : sinkBytes);
    }

    /** A run's memory does not grow with its rows: what this process took at most, it will take, or nearly so. */
    private static Estimate.Range memory() {
        double taken = Runtime.getRuntime().totalMemory();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    taken = Long.parseLong(line.replaceAll("\\D", "")) * 1024.0;
                }
            }
        } catch (IOException | NumberFormatException notLinux) {
            taken = Runtime.getRuntime().maxMemory();
        }
        return new Estimate.Range(taken, taken * MEMORY_MARGIN);
    }

    private List<Reject> rejects(SinkProvider sinks, SinkTrial trial) {
        List<Reject> first = new ArrayList<>();
        try (SinkReader reader = sinks.read(
                job(adapters.source(plan.source()), plan.into(trial.uri())).sinkSettings())) {
            reader.rejects(reject -> {
                if (reject.part() == 0 && first.size() < EXAMPLES_MAX) {
                    first.add(new Reject(
                            reject.key(),
                            reject.kind(),
                            reject.expiresAt(),
                            reject.origin(),
                            reject.reason(),
                            reject.encoding(),
                            null,
                            0));
                }
            });
        }
        return first;
    }

    /** Ends a running sample soon. For any thread. */
    public void stop() {
        Runnable running = stopper.get();
        if (running != null) {
            running.run();
        }
    }

    /** Opens the source with a limit, and keeps it to ask how far it came. */
    private final class Limiting implements SourceProvider {
        private final SourceProvider provider;

        Limiting(SourceProvider provider) {
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
            LimitedSource opened = new LimitedSource(provider.open(settings), rowsMax);
            limited = opened;
            return opened;
        }
    }
}
