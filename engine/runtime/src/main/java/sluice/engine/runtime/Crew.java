package sluice.engine.runtime;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import sluice.engine.core.Pace;
import sluice.engine.core.Plan;
import sluice.engine.core.VerifyMode;
import sluice.engine.core.Window;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.Partition;
import sluice.protocol.Source;

/**
 * The readers of one attempt: as many side by side as the plan allows, each with its share of what may be in flight,
 * and the partitions that wait for one. Belongs to the attempt's thread.
 */
final class Crew {
    /** Beside the bytes: so many batches of a reader wait for one commit at most. */
    private static final int BATCHES_MAX = 1024;

    private final ActorContext<?> context;
    private final Job job;
    private final Plan plan;
    private final Pace pace;
    private final ActorRef<? super Writer.Write> writer;
    private final ActorRef<? super Meter.Command> meter;
    private final ActorRef<Reader.Event> parent;
    private final Map<Integer, ActorRef<Reader.Command>> readers = new HashMap<>();
    private final Deque<Standing> waiting = new ArrayDeque<>();
    private long windowBytes;

    Crew(
            ActorContext<?> context,
            Job job,
            ActorRef<? super Writer.Write> writer,
            ActorRef<? super Meter.Command> meter,
            ActorRef<Reader.Event> parent) {
        this.context = context;
        this.job = job;
        this.plan = job.plan();
        this.pace = new Pace(plan.rate());
        this.writer = writer;
        this.meter = meter;
        this.parent = parent;
    }

    /** Begins to read these partitions where they stand. */
    void read(Source source, Collection<Standing> undrained) {
        waiting.addAll(undrained);
        // The fewer partitions there are to read, the more each reader may have in flight.
        windowBytes = Math.max(1, plan.inFlightBytes() / Math.clamp(waiting.size(), 1, plan.readers()));
        spawn(source);
    }

    /** Lets the reader of a partition go, and gives the next partition to another. */
    void drained(Source source, Partition partition) {
        ActorRef<Reader.Command> reader = readers.remove(partition.id());
        if (reader != null) {
            dismiss(reader);
        }
        spawn(source);
    }

    boolean isIdle() {
        return readers.isEmpty() && waiting.isEmpty();
    }

    /** Nobody reads on. */
    void dismiss() {
        readers.values().forEach(this::dismiss);
        readers.clear();
        waiting.clear();
    }

    private void dismiss(ActorRef<Reader.Command> reader) {
        context.unwatch(reader);
        context.stop(reader);
    }

    private void spawn(Source source) {
        while (readers.size() < plan.readers() && !waiting.isEmpty()) {
            Standing standing = waiting.removeFirst();
            Partition partition = standing.partition();
            Reader.Task task = new Reader.Task(
                    partition,
                    standing.cursor(),
                    Window.of(BATCHES_MAX, windowBytes),
                    job.tuning().readers(),
                    plan.verify() != VerifyMode.NONE,
                    job.nanoTime());
            ActorRef<Reader.Command> reader = context.spawn(
                    Reader.create(task, source, pace, writer, meter, parent),
                    "reader-" + partition.id(),
                    Dispatchers.BLOCKING);
            context.watch(reader);
            readers.put(partition.id(), reader);
        }
    }
}
