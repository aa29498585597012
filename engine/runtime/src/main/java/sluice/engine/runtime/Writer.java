package sluice.engine.runtime;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.engine.core.Mapper;
import sluice.engine.core.RowDigest;
import sluice.engine.core.Settlement;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.MigrationException;
import sluice.protocol.Partition;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink;

/**
 * Owns the only connection that writes, and serialises every change of the sink: rows and the checkpoint that covers
 * them become durable in one commit, and only then are readers acknowledged. Any fault ends its work: it says
 * {@link Failed} and goes quiet, and what was not committed is given up. Runs on a thread of its own.
 */
final class Writer {
    sealed interface Command {}

    /** Take the sink and say what stands in it. */
    record Open() implements Command {}

    record Begin(RunRecord run, List<Partition> partitions, boolean forget) implements Command {}

    /**
     * Go on where the checkpoint stands. With the identity of an earlier incarnation of the source, every partition
     * begins again, because its cursors died with it.
     */
    record Resume(RunRecord run, Optional<String> diedWith) implements Command {}

    /** More partitions are to be read. */
    record Extend(List<Partition> partitions) implements Command {}

    record Write(int epoch, Batch batch, List<RowDigest> digests, ActorRef<? super Reader.Acked> replyTo)
            implements Command {}

    /** Commit, and say how the books stand. */
    record Balance() implements Command {}

    private record CommitDue() implements Command {}

    /** Everything is written: commit, then remove doubles, index and check. */
    record Seal(boolean doublesPossible) implements Command {}

    record Finish(String status, long finishedAt, String report) implements Command {}

    /** Commit what was taken, and give the sink back. */
    record Stop() implements Command {}

    /** What the writer tells its parent. */
    sealed interface Event {}

    /** {@code interrupt} ends a running seal and may be called from anywhere. */
    record Opened(Optional<RunRecord> latest, Runnable interrupt) implements Event {}

    /** @param notes what a person should know of the sink */
    record Ready(Books books, List<String> notes) implements Event {}

    record Extended(Books books) implements Event {}

    record Balanced(Books books) implements Event {}

    /**
     * @param logBytes what lies in the sink's log still, because another program reads the sink
     * @param notes what a person should know of the sink
     */
    record Sealed(Sink.SealResult result, Books books, Settlement settlement, long logBytes, List<String> notes)
            implements Event {}

    record Finished() implements Event {}

    record Stopped(Books books) implements Event {}

    record Failed(MigrationException fault) implements Event {}

    /** When to commit: whichever comes first. */
    record CommitPolicy(long bytes, Duration age) {
        /**
         * Big enough that a commit's own cost vanishes; at most half of a reader's window, so that a single reader goes
         * on while the other half becomes durable.
         */
        static CommitPolicy within(long windowBytes, Duration age) {
            return new CommitPolicy(Math.max(1, Math.min(8L << 20, windowBytes / 2)), age);
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

    private final TimerScheduler<Command> timers;
    private final Supplier<Sink> sinks;
    private final CommitPolicy policy;
    private final boolean digests;
    private final @Nullable Mapper mapper;
    private final ActorRef<? super Verifier.Command> verifier;
    private final ActorRef<? super Meter.Command> meter;
    private final ActorRef<Event> parent;

    private Writer(
            TimerScheduler<Command> timers,
            Supplier<Sink> sinks,
            CommitPolicy policy,
            boolean digests,
            @Nullable Mapper mapper,
            ActorRef<? super Verifier.Command> verifier,
            ActorRef<? super Meter.Command> meter,
            ActorRef<Event> parent) {
        this.timers = timers;
        this.sinks = sinks;
        this.policy = policy;
        this.digests = digests;
        this.mapper = mapper;
        this.verifier = verifier;
        this.meter = meter;
        this.parent = parent;
    }

    static Behavior<Command> create(
            Supplier<Sink> sinks,
            CommitPolicy policy,
            boolean digests,
            @Nullable Mapper mapper,
            ActorRef<? super Verifier.Command> verifier,
            ActorRef<? super Meter.Command> meter,
            ActorRef<Event> parent) {
        return Behaviors.withTimers(
                timers -> new Writer(timers, sinks, policy, digests, mapper, verifier, meter, parent).closed());
    }

    private Behavior<Command> closed() {
        return Behaviors.receive(Command.class)
                .onMessage(Open.class, open -> guarded(this::open, () -> {}))
                .onMessage(Stop.class, stop -> stopped(Books.NOTHING))
                .build();
    }

    private Behavior<Command> open() {
        Sink sink = sinks.get();
        try {
            parent.tell(new Opened(sink.latest(), sink::interrupt));
            return opened(sink);
        } catch (RuntimeException | Error fault) {
            sink.close();
            throw fault;
        }
    }

    /** The sink is ours; waits to be told what to do with it. */
    private Behavior<Command> opened(Sink sink) {
        return phase(sink, command -> switch (command) {
            case Begin begin -> begin(sink, begin);
            case Resume resume -> resume(sink, resume);
            case Stop stop -> release(sink, Books.NOTHING);
            case Open open -> Behaviors.unhandled();
            case Extend extend -> Behaviors.unhandled();
            case Balance balance -> Behaviors.unhandled();
            case Write write -> Behaviors.unhandled();
            case CommitDue due -> Behaviors.unhandled();
            case Seal seal -> Behaviors.unhandled();
            case Finish finish -> Behaviors.unhandled();
        });
    }

    private Behavior<Command> begin(Sink sink, Begin begin) {
        if (begin.forget()) {
            sink.forget();
        }
        Landing landing = Landing.begin(sink, begin.run(), begin.partitions(), digests, mapper);
        return ready(sink, landing);
    }

    private Behavior<Command> resume(Sink sink, Resume resume) {
        if (resume.diedWith().isPresent()) {
            // Dead cursors go before the new identity is on record: a crash in between only repeats this.
            Checkpoint dead = sink.resume(resume.run().as(resume.diedWith().get()));
            new Landing(sink, dead, digests, mapper).beginAgain();
        }
        return ready(sink, new Landing(sink, sink.resume(resume.run()), digests, mapper));
    }

    private Behavior<Command> ready(Sink sink, Landing landing) {
        parent.tell(new Ready(landing.books(), sink.notes()));
        return landing(sink, landing);
    }

    /** Rows come in. */
    private Behavior<Command> landing(Sink sink, Landing landing) {
        return phase(sink, command -> switch (command) {
            case Write write -> write(landing, write);
            case CommitDue due -> commit(landing);
            case Extend extend -> extend(landing, extend);
            case Balance balance -> balance(landing);
            case Seal seal -> seal(sink, landing, seal);
            case Finish finish -> finish(sink, finish);
            case Stop stop -> stop(sink, landing);
            case Open open -> Behaviors.unhandled();
            case Begin begin -> Behaviors.unhandled();
            case Resume resume -> Behaviors.unhandled();
        });
    }

    private Behavior<Command> write(Landing landing, Write write) {
        if (landing.isClean()) {
            timers.startSingleTimer(new CommitDue(), policy.age());
        }
        landing.write(write);
        // Nothing follows the last batch of a partition that could fill a commit: whoever waits for it should not.
        boolean due =
                landing.uncommittedBytes() >= policy.bytes() || write.batch().last();
        return due ? commit(landing) : Behaviors.same();
    }

    private Behavior<Command> commit(Landing landing) {
        timers.cancel(new CommitDue());
        if (landing.isClean()) {
            return Behaviors.same();
        }
        Landing.Commit commit = landing.commit();
        commit.acks().forEach((reader, acked) -> reader.tell(acked));
        verifier.tell(new Verifier.Landed(commit.digests()));
        meter.tell(new Meter.Committed(commit.total(), commit.bytes(), commit.nanos(), commit.logBytes()));
        return Behaviors.same();
    }

    private Behavior<Command> extend(Landing landing, Extend extend) {
        landing.extend(extend.partitions());
        parent.tell(new Extended(landing.books()));
        return Behaviors.same();
    }

    private Behavior<Command> balance(Landing landing) {
        commit(landing);
        parent.tell(new Balanced(landing.books()));
        return Behaviors.same();
    }

    private Behavior<Command> seal(Sink sink, Landing landing, Seal seal) {
        commit(landing);
        Sink.SealResult result = landing.seal(seal.doublesPossible());
        meter.tell(new Meter.Settled(landing.books().checkpoint().total()));
        verifier.tell(new Verifier.Gone(landing.gone()));
        parent.tell(new Sealed(result, landing.books(), landing.settlement(), sink.logBytes(), sink.notes()));
        return Behaviors.same();
    }

    private Behavior<Command> finish(Sink sink, Finish finish) {
        sink.finish(finish.status(), finish.finishedAt(), finish.report());
        parent.tell(new Finished());
        close(sink);
        return quiet();
    }

    private Behavior<Command> stop(Sink sink, Landing landing) {
        commit(landing);
        return release(sink, landing.books());
    }

    private Behavior<Command> release(Sink sink, Books books) {
        close(sink);
        return stopped(books);
    }

    private Behavior<Command> stopped(Books books) {
        parent.tell(new Stopped(books));
        return quiet();
    }

    private static Behavior<Command> quiet() {
        return Behaviors.receiveMessage(command -> Behaviors.same());
    }

    private Behavior<Command> phase(Sink sink, akka.japi.function.Function<Command, Behavior<Command>> onMessage) {
        return Behaviors.receive(
                (context, command) -> guarded(() -> onMessage.apply(command), () -> close(sink)),
                (context, signal) -> onSignal(sink, signal));
    }

    private interface Step {
        Behavior<Command> run() throws Exception;
    }

    private Behavior<Command> guarded(Step step, Runnable release) {
        try {
            return step.run();
        } catch (MigrationException fault) {
            parent.tell(new Failed(fault));
        } catch (OutOfMemoryError tooBig) {
            parent.tell(new Failed(MigrationException.failed(
                    "cannot write to the sink",
                    "a value does not fit into the memory of this process",
                    "give it more, as in SLUICE_JAVA_OPTS=-Xmx2g, and run the same command to resume",
                    tooBig)));
        } catch (Exception unexpected) {
            parent.tell(new Failed(MigrationException.failed(
                    "cannot write to the sink",
                    "unexpected " + unexpected,
                    "run the same command to resume; if it happens again, report it",
                    unexpected)));
        }
        release.run();
        return quiet();
    }

    /** What is durable is durable: trouble in giving the sink back changes nothing, and was told by what led here. */
    private static void close(Sink sink) {
        try {
            sink.close();
        } catch (RuntimeException trouble) {
            LOG.debug("giving the sink back failed", trouble);
        }
    }

    private static Behavior<Command> onSignal(Sink sink, Signal signal) {
        if (signal instanceof PostStop || signal instanceof PreRestart) {
            close(sink);
        }
        return Behaviors.same();
    }
}
