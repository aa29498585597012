package sluice.engine.runtime;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Progress;
import sluice.engine.core.Report;
import sluice.protocol.MigrationException;
import sluice.protocol.MigrationException.Fault;
import sluice.protocol.Tally;

/**
 * The supervisor of a run: begins an attempt, and after a fault that may pass another one from the last checkpoint,
 * with back-off, until the run ends, is stopped, or no attempts are left. Completes the report exactly once.
 */
final class Migration {
    sealed interface Command {}

    /** End cleanly; the report will say so. */
    record Stop() implements Command {}

    private record FromAttempt(Attempt.Event event) implements Command {}

    private record BeginAttempt() implements Command {}

    private record Summed(Meter.Summary summary) implements Command {}

    private static final int NOT_READY_FACTOR = 4;

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Job job;
    private final CompletableFuture<Report> promise;
    private final ActorRef<Meter.Command> meter;
    private final ActorRef<Attempt.Event> attemptEvents;
    private final Reporting reporting;
    private @Nullable ActorRef<Attempt.Command> attempt;
    private @Nullable MigrationException fault;
    private Tally before = Tally.ZERO;
    private String identity = "";
    private int failures;
    private int attempts;
    private boolean stopping;
    private boolean meterIsGone;
    private boolean isEnding;

    private Migration(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Job job,
            Consumer<Progress> observer,
            CompletableFuture<Report> promise) {
        this.context = context;
        this.timers = timers;
        this.job = job;
        this.promise = promise;
        this.reporting = new Reporting(job);
        this.meter = context.spawn(Meter.create(observer, job.nanoTime()), "meter");
        context.watch(meter);
        this.attemptEvents = context.messageAdapter(Attempt.Event.class, FromAttempt::new);
    }

    static Behavior<Command> create(Job job, Consumer<Progress> observer, CompletableFuture<Report> promise) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            Migration migration = new Migration(context, timers, job, observer, promise);
            migration.beginAttempt();
            return Behaviors.receive(
                    (same, command) -> migration.onCommand(command), (same, signal) -> migration.onSignal(signal));
        }));
    }

    private Behavior<Command> onCommand(Command command) {
        switch (command) {
            case BeginAttempt begin -> beginAttempt();
            case FromAttempt attemptSays -> onAttempt(attemptSays.event());
            case Summed summed -> end(summed.summary());
            case Stop stop -> stop();
        }
        return promise.isDone() ? Behaviors.stopped() : Behaviors.same();
    }

    private void beginAttempt() {
        attempts++;
        ActorRef<Attempt.Command> begun = context.spawn(
                Attempt.create(reporting.hasBegun() ? job.resuming() : job, reporting.next(), meter, attemptEvents),
                "attempt-" + attempts,
                Dispatchers.BLOCKING);
        context.watch(begun);
        attempt = begun;
    }

    private void onAttempt(Attempt.Event event) {
        switch (event) {
            case Attempt.Begun begun -> begun(begun);
            case Attempt.Done done -> promise.complete(done.report());
            case Attempt.Failed failed -> failed(failed);
            case Attempt.Stopped stopped -> {
                reporting.closed(stopped.books());
                askForSummary();
            }
        }
    }

    /** An attempt that went on and got further than the one before it makes the run patient again. */
    private void begun(Attempt.Begun begun) {
        boolean sameSource = begun.run().identity().equals(identity);
        failures = sameSource && begun.before().read() > before.read() ? 0 : failures;
        identity = begun.run().identity();
        reporting.began(begun.run(), List.of());
        reporting.ready(begun.resumed(), begun.before());
        before = begun.before();
    }

    /** Whether a next attempt follows is decided when this one has given everything back. */
    private void failed(Attempt.Failed failed) {
        fault = failed.fault();
        failed.notes().forEach(reporting::note);
        if (!failed.books().equals(Books.NOTHING)) {
            reporting.closed(failed.books());
        }
        ActorRef<Attempt.Command> ended = attempt;
        if (ended != null) {
            context.stop(ended);
        }
    }

    private Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            // Whoever waits for a report must not wait for ever.
            promise.completeExceptionally(endedUnexpectedly("the supervisor"));
            return Behaviors.same();
        }
        if (signal instanceof Terminated gone && gone.getRef().path().equals(meter.path())) {
            meterEnded();
        } else if (signal instanceof Terminated) {
            attempt = null;
            MigrationException why = fault;
            afterFault(why != null ? why : endedUnexpectedly("an attempt"));
        }
        return promise.isDone() ? Behaviors.stopped() : Behaviors.same();
    }

    private static MigrationException endedUnexpectedly(String who) {
        return MigrationException.failed(
                "cannot go on", who + " ended unexpectedly", "run the same command to resume", null);
    }

    /** Nobody is left who could be asked for what a report needs: the run ends, resumable. */
    private void meterEnded() {
        meterIsGone = true;
        fault = endedUnexpectedly("the meter");
        timers.cancel(new BeginAttempt());
        ActorRef<Attempt.Command> running = attempt;
        if (running != null && !isEnding) {
            running.tell(new Attempt.Stop());
        } else {
            askForSummary();
        }
    }

    private void afterFault(MigrationException why) {
        fault = why;
        failures++;
        if (stopping || meterIsGone) {
            askForSummary();
        } else if (why.fault() == Fault.REFUSED && !reporting.hasBegun()) {
            promise.completeExceptionally(why);
        } else if (why.fault() == Fault.FATAL || !allowsAnother(why)) {
            askForSummary();
        } else {
            fault = null;
            Duration wait = job.tuning().attempts().after(failures);
            reporting.note("attempt " + attempts + " ended: " + why.getMessage());
            meter.tell(new Meter.Stage("waiting"));
            meter.tell(new Meter.Waiting(why.getMessage() + "; another attempt begins in " + Reporting.shown(wait)));
            timers.startSingleTimer(new BeginAttempt(), wait);
        }
    }

    /** Who says that it will be ready later is asked more often: a server that loads its data takes minutes. */
    private boolean allowsAnother(MigrationException why) {
        return job.tuning().attempts().allows(why.fault() == Fault.NOT_READY ? failures / NOT_READY_FACTOR : failures);
    }

    private void stop() {
        stopping = true;
        timers.cancel(new BeginAttempt());
        ActorRef<Attempt.Command> running = attempt;
        if (running != null) {
            running.tell(new Attempt.Stop());
        } else {
            askForSummary();
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

    private void end(Meter.Summary summary) {
        MigrationException why = fault;
        promise.complete(why == null || stopping ? reporting.stopped(summary) : reporting.failed(why, summary));
    }
}
