package sluice.engine.runtime;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.function.LongSupplier;
import sluice.engine.core.Backoff;
import sluice.engine.core.Pace;
import sluice.engine.core.Window;
import sluice.protocol.Cursor;
import sluice.protocol.MigrationException;
import sluice.protocol.Partition;
import sluice.protocol.Source;

/**
 * Reads one partition page by page and sends it to the writer while its window is open. After a transient fault it
 * waits until everything it sent is durable, backs off, and begins again behind the last durable row with the next
 * epoch; an acknowledgement of an earlier epoch means nothing then. Never stops itself: after its last acknowledgement
 * it says {@link Drained} and goes quiet. Runs on the blocking dispatcher.
 */
final class Reader {
    sealed interface Command {}

    /** The writer made batches durable; {@code cursor} follows the last of them. */
    record Acked(int epoch, int batches, long bytes, Cursor cursor) implements Command {}

    private record ReadNext() implements Command {}

    private record Retry() implements Command {}

    /** What the reader tells its parent. */
    sealed interface Event {}

    /** Every row of the partition is durable. */
    record Drained(Partition partition) implements Event {}

    /** A fault, and no tries are left. What was acknowledged is durable. */
    record Failed(Partition partition, MigrationException fault) implements Event {}

    /** A transient fault; the reader tries again by itself after the wait. */
    record Recovering(Partition partition, MigrationException fault, Duration pause) implements Event {}

    /** What a reader is given to do. */
    record Task(
            Partition partition, Cursor from, Window window, Backoff backoff, boolean digests, LongSupplier nanoTime) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final Task task;
    private final Pages pages;
    private final Pace pace;
    private final ActorRef<? super Writer.Write> writer;
    private final ActorRef<Event> parent;
    private final ActorRef<? super Meter.Command> meter;

    private Cursor durable;
    private int epoch = 1;
    private int failures;

    private Reader(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Task task,
            Source source,
            Pace pace,
            ActorRef<? super Writer.Write> writer,
            ActorRef<? super Meter.Command> meter,
            ActorRef<Event> parent) {
        this.context = context;
        this.timers = timers;
        this.task = task;
        this.pages = new Pages(source, task.partition(), task.digests());
        this.pace = pace;
        this.writer = writer;
        this.meter = meter;
        this.parent = parent;
        this.durable = task.from();
    }

    static Behavior<Command> create(
            Task task,
            Source source,
            Pace pace,
            ActorRef<? super Writer.Write> writer,
            ActorRef<? super Meter.Command> meter,
            ActorRef<Event> parent) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            Reader reader = new Reader(context, timers, task, source, pace, writer, meter, parent);
            context.getSelf().tell(new ReadNext());
            return reader.reading(task.window());
        }));
    }

    /** Reads on as soon as it is told to. */
    private Behavior<Command> reading(Window window) {
        return phase(command -> switch (command) {
            case ReadNext next -> read(window);
            case Acked acked -> reading(afterAck(window, acked));
            case Retry retry -> Behaviors.same();
        });
    }

    /** Holds one page and waits for the window to open. */
    private Behavior<Command> holding(Window window, Pages.Page page) {
        return phase(command -> switch (command) {
            case Acked acked -> offer(afterAck(window, acked), page);
            case ReadNext next -> Behaviors.same();
            case Retry retry -> Behaviors.same();
        });
    }

    /** Everything is sent; waits until it is durable. */
    private Behavior<Command> draining(Window window) {
        if (window.isEmpty()) {
            parent.tell(new Drained(task.partition()));
        }
        return phase(command -> switch (command) {
            case Acked acked -> draining(afterAck(window, acked));
            case ReadNext next -> Behaviors.same();
            case Retry retry -> Behaviors.same();
        });
    }

    /** A fault happened; waits until everything sent before it is durable, then for the back-off to pass. */
    private Behavior<Command> recovering(Window window, MigrationException fault) {
        if (window.isEmpty()) {
            Duration wait = task.backoff().after(failures);
            parent.tell(new Recovering(task.partition(), fault, wait));
            timers.startSingleTimer(new Retry(), wait);
        }
        return phase(command -> switch (command) {
            case Acked acked -> recovering(afterAck(window, acked), fault);
            case Retry retry -> beginAgain(window);
            case ReadNext next -> Behaviors.same();
        });
    }

    private Behavior<Command> quiet() {
        return phase(command -> Behaviors.same());
    }

    private Behavior<Command> read(Window window) {
        Pages.Page page;
        long begun = task.nanoTime().getAsLong();
        meter.tell(new Meter.Asked(task.partition().id()));
        try {
            page = pages.next(durable);
        } catch (MigrationException fault) {
            return failed(window, fault);
        }
        meter.tell(new Meter.Read(
                task.partition().id(),
                page.batch().closedRows() + page.batch().expired(),
                page.batch().contentBytes(),
                page.batch().bytes(),
                task.nanoTime().getAsLong() - begun,
                page.batch().progress()));
        return offer(window, page);
    }

    private Behavior<Command> offer(Window window, Pages.Page page) {
        if (!window.isOpenFor(page.batch().bytes())) {
            meter.tell(new Meter.Held("the sink is still writing what was read"));
            return holding(window, page);
        }
        writer.tell(new Writer.Write(epoch, page.batch(), page.digests(), context.getSelf()));
        Window sent = window.sent(page.batch().bytes());
        if (page.batch().last()) {
            pages.close();
            return draining(sent);
        }
        long wait = pace.book(page.batch().closedRows(), task.nanoTime().getAsLong());
        if (wait > 0) {
            meter.tell(new Meter.Held("reading no faster than --rate allows"));
            timers.startSingleTimer(new ReadNext(), Duration.ofNanos(wait));
        } else {
            context.getSelf().tell(new ReadNext());
        }
        return reading(sent);
    }

    private Window afterAck(Window window, Acked acked) {
        if (acked.epoch() != epoch) {
            return window;
        }
        if (!acked.cursor().equals(durable)) {
            // Slices of a big key are no progress: it would begin again.
            failures = 0;
            durable = acked.cursor();
        }
        return window.acked(acked.batches(), acked.bytes());
    }

    private Behavior<Command> failed(Window window, MigrationException fault) {
        pages.close();
        failures++;
        if (!fault.fault().mayPass() || !task.backoff().allows(failures)) {
            parent.tell(new Failed(task.partition(), fault));
            return quiet();
        }
        return recovering(window, fault);
    }

    private Behavior<Command> beginAgain(Window window) {
        epoch++;
        context.getSelf().tell(new ReadNext());
        return reading(window);
    }

    private Behavior<Command> phase(akka.japi.function.Function<Command, Behavior<Command>> onMessage) {
        return Behaviors.receive((context, command) -> onMessage.apply(command), this::onSignal);
    }

    private Behavior<Command> onSignal(ActorContext<Command> context, Signal signal) {
        if (signal instanceof PostStop || signal instanceof PreRestart) {
            pages.close();
        }
        return Behaviors.same();
    }
}
