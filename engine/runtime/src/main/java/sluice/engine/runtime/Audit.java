package sluice.engine.runtime;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Progress;
import sluice.engine.core.Report;
import sluice.engine.core.Verification;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkReader;
import sluice.protocol.Source;

/** Compares a finished sink with its source, which it reads again, and changes neither. Completes the report once. */
final class Audit {
    sealed interface Command {}

    /** End soon; the report will say so. */
    record Stop() implements Command {}

    private record FromVerifier(Verifier.Event event) implements Command {}

    private record Summed(Meter.Summary summary) implements Command {}

    private final Job job;
    private final CompletableFuture<Report> promise;
    private final ActorRef<Meter.Command> meter;
    private final ActorRef<Meter.Summary> summaries;
    private final Reporting reporting;
    private @Nullable Source source;
    private @Nullable Comparison comparison;
    private @Nullable MigrationException fault;
    private boolean stopping;

    private Audit(
            ActorContext<Command> context, Job job, Consumer<Progress> observer, CompletableFuture<Report> promise) {
        this.job = job;
        this.promise = promise;
        this.meter = context.spawn(Meter.create(observer, job.nanoTime()), "meter");
        this.summaries = context.messageAdapter(Meter.Summary.class, Summed::new);
        this.reporting = new Reporting(job);
    }

    static Behavior<Command> create(Job job, Consumer<Progress> observer, CompletableFuture<Report> promise) {
        return Behaviors.setup(context -> {
            Audit audit = new Audit(context, job, observer, promise);
            ActorRef<Verifier.Command> verifier = context.spawn(
                    Verifier.create(context.messageAdapter(Verifier.Event.class, FromVerifier::new)),
                    "verifier",
                    Dispatchers.BLOCKING);
            return audit.begin(verifier);
        });
    }

    private Behavior<Command> begin(ActorRef<Verifier.Command> verifier) {
        try {
            RunRecord run;
            Books books;
            try (SinkReader sink = job.readSink()) {
                run = finishedRun(sink);
                books = new Books(sink.checkpoint());
            }
            reporting.ready(false, books.checkpoint().total());
            reporting.closed(books);
            Job like = job.like(run);
            Source opened = like.openSource(run.startedAt());
            source = opened;
            reporting.began(run, opened.info().notes());
            Comparison with = new Comparison(
                    opened,
                    job::readSink,
                    job.parallel(),
                    job.clock(),
                    job.tuning().rounds());
            comparison = with;
            meter.tell(new Meter.Stage("verifying"));
            verifier.tell(new Verifier.Audit(books, with));
            return Behaviors.receive(Command.class)
                    .onMessage(FromVerifier.class, verifierSays -> on(verifierSays.event()))
                    .onMessage(Summed.class, summed -> end(summed.summary()))
                    .onMessage(Stop.class, stop -> stop())
                    .build();
        } catch (RuntimeException refused) {
            promise.completeExceptionally(refused);
            return Behaviors.stopped();
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
        List<String> damage = sink.damage();
        if (!damage.isEmpty()) {
            throw MigrationException.failed(
                    "cannot verify " + job.sinkName(),
                    "it is damaged (" + String.join("; ", damage) + ")",
                    "restore it, or copy into another one",
                    null);
        }
        return run;
    }

    private Behavior<Command> on(Verifier.Event event) {
        switch (event) {
            case Verifier.Verified verified -> {
                Verification verification = verified.verification();
                meter.tell(new Meter.Differed(verification.differing()));
                reporting.verified(verification);
            }
            case Verifier.Failed failed -> fault = failed.fault();
        }
        meter.tell(new Meter.Ask(summaries));
        return Behaviors.same();
    }

    private Behavior<Command> stop() {
        stopping = true;
        Comparison running = comparison;
        if (running != null) {
            running.cancel();
        }
        return Behaviors.same();
    }

    private Behavior<Command> end(Meter.Summary summary) {
        MigrationException why = fault;
        if (stopping) {
            promise.complete(reporting.stopped(summary));
        } else if (why != null) {
            promise.complete(reporting.failed(why, summary));
        } else {
            promise.complete(reporting.audited(summary));
        }
        Source opened = source;
        if (opened != null) {
            opened.close();
        }
        return Behaviors.stopped();
    }
}
