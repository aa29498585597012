package sluice.engine.runtime;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Progress;
import sluice.engine.core.Report;
import sluice.engine.core.Verification;
import sluice.protocol.MigrationException;

/** Compares a finished sink with its source, which it reads again, and changes neither. Completes the report once. */
final class Audit {
    sealed interface Command {}

    /** End soon; the report will say so. */
    record Stop() implements Command {}

    private record Began(Examination.Opened opened) implements Command {}

    private record FromVerifier(Verifier.Event event) implements Command {}

    private record Summed(Meter.Summary summary) implements Command {}

    private final ActorContext<Command> context;
    private final Examination examination;
    private final CompletableFuture<Report> promise;
    private final ActorRef<Meter.Command> meter;
    private final Reporting reporting;
    private @Nullable MigrationException fault;
    private boolean stopping;
    private boolean meterIsGone;
    private boolean isEnding;

    private Audit(
            ActorContext<Command> context,
            Job job,
            Examination examination,
            Consumer<Progress> observer,
            CompletableFuture<Report> promise) {
        this.context = context;
        this.examination = examination;
        this.promise = promise;
        this.reporting = new Reporting(job);
        this.meter = context.spawn(Meter.create(observer, job.nanoTime()), "meter");
        context.watch(meter);
    }

    static Behavior<Command> create(
            Job job, Examination examination, Consumer<Progress> observer, CompletableFuture<Report> promise) {
        return Behaviors.setup(context -> {
            Audit audit = new Audit(context, job, examination, observer, promise);
            audit.begin();
            return Behaviors.receive(
                    (same, command) -> audit.onCommand(command), (same, signal) -> audit.onSignal(signal));
        });
    }

    private void begin() {
        ActorRef<Verifier.Command> verifier = context.spawn(
                Verifier.create(context.messageAdapter(Verifier.Event.class, FromVerifier::new)),
                "verifier",
                Dispatchers.BLOCKING);
        context.watch(verifier);
        meter.tell(new Meter.Stage("checking the sink"));
        ActorRef<Command> self = context.getSelf();
        verifier.tell(new Verifier.Audit(() -> examination.run(opened -> self.tell(new Began(opened)))));
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case Began began -> began(began.opened());
            case FromVerifier verifierSays -> on(verifierSays.event());
            case Summed summed -> end(summed.summary());
            case Stop stop -> stop();
        }
        return promise.isDone() ? Behaviors.stopped() : Behaviors.same();
    }

    private void began(Examination.Opened opened) {
        reporting.ready(false, opened.books().checkpoint().total());
        reporting.closed(opened.books());
        reporting.began(opened.run(), opened.notes());
        meter.tell(new Meter.Stage("verifying"));
    }

    private void on(Verifier.Event event) {
        switch (event) {
            case Verifier.Verified verified -> {
                Verification verification = verified.verification();
                meter.tell(new Meter.Differed(verification.differing()));
                reporting.verified(verification);
            }
            case Verifier.Failed failed -> fault = fault == null ? failed.fault() : fault;
        }
        askForSummary();
    }

    private void stop() {
        stopping = true;
        examination.cancel();
    }

    private Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            // Whoever waits for a report must not wait for ever.
            examination.cancel();
            promise.completeExceptionally(endedUnexpectedly("the supervisor"));
            return Behaviors.same();
        }
        if (signal instanceof Terminated gone && gone.getRef().path().equals(meter.path())) {
            meterEnded();
        } else if (signal instanceof Terminated && !isEnding) {
            fault = endedUnexpectedly("the verifier");
            askForSummary();
        }
        return promise.isDone() ? Behaviors.stopped() : Behaviors.same();
    }

    private static MigrationException endedUnexpectedly(String who) {
        return MigrationException.failed(
                "cannot verify", who + " ended unexpectedly", "run the same command to verify again", null);
    }

    /** Nobody is left who could be asked for what a report needs. */
    private void meterEnded() {
        meterIsGone = true;
        fault = endedUnexpectedly("the meter");
        if (isEnding) {
            end(Meter.Summary.NOTHING);
        } else {
            examination.cancel();
        }
    }

    private void askForSummary() {
        isEnding = true;
        if (meterIsGone) {
            end(Meter.Summary.NOTHING);
            return;
        }
        meter.tell(new Meter.Ask(context.messageAdapter(Meter.Summary.class, Summed::new)));
    }

    /** What kept it from comparing at all is told as it is, without a report. */
    private void end(Meter.Summary summary) {
        MigrationException why = fault;
        if (stopping) {
            promise.complete(reporting.stopped(summary));
        } else if (why == null) {
            promise.complete(reporting.audited(summary));
        } else if (reporting.hasBegun()) {
            promise.complete(reporting.failed(why, summary));
        } else {
            promise.completeExceptionally(why);
        }
    }
}
