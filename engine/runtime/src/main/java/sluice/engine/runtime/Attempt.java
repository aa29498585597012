package sluice.engine.runtime;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.Signal;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Keyspaces;
import sluice.engine.core.Plan;
import sluice.engine.core.Report;
import sluice.engine.core.Start;
import sluice.engine.core.Verification;
import sluice.engine.core.VerifyMode;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.MigrationException;
import sluice.protocol.Partition;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;
import sluice.protocol.Source;
import sluice.protocol.Tally;

/**
 * One try within a run, and the main flow of the engine: open, land, seal, verify, report. It always begins at the
 * sink's checkpoint, whether the run is new, a process died before, or an earlier attempt failed. Any fault ends it;
 * the parent decides whether another follows. Its own blocking steps run on the blocking dispatcher.
 */
final class Attempt {
    /** An identity that no source has. */
    private static final String ANOTHER_INCARNATION = "another incarnation";

    sealed interface Command {}

    /** End cleanly: commit, and give everything back. */
    record Stop() implements Command {}

    private record FromWriter(Writer.Event event) implements Command {}

    private record FromReader(Reader.Event event) implements Command {}

    private record FromVerifier(Verifier.Event event) implements Command {}

    private record Summed(Meter.Summary summary) implements Command {}

    /** What the attempt tells its parent. */
    sealed interface Event {}

    /** The run is on record in the sink; from here on a fault can be resumed. */
    record Begun(RunRecord run, boolean resumed, Tally before) implements Event {}

    record Done(Report report) implements Event {}

    /**
     * @param books what is durable, or nothing when the writer failed
     * @param notes what happened on the way
     */
    record Failed(MigrationException fault, Books books, List<String> notes) implements Event {}

    record Stopped(Books books) implements Event {}

    private final ActorContext<Command> context;
    private final Job job;
    private final Plan plan;
    private final Reporting reporting;
    private final ActorRef<Meter.Command> meter;
    private final ActorRef<Event> parent;
    private final ActorRef<Verifier.Command> verifier;
    private final ActorRef<Writer.Command> writer;
    private final Crew crew;

    private @Nullable Source source;
    private @Nullable Comparison comparison;
    private Runnable interruptSeal = () -> {};
    private boolean stopping;
    private @Nullable MigrationException failure;
    private boolean goesOn;
    private boolean shortfallAsked;

    private Attempt(
            ActorContext<Command> context,
            Job job,
            Reporting reporting,
            ActorRef<Meter.Command> meter,
            ActorRef<Event> parent) {
        this.context = context;
        this.job = job;
        this.plan = job.plan();
        this.reporting = reporting;
        this.meter = meter;
        this.parent = parent;
        this.verifier = context.spawn(
                Verifier.create(context.messageAdapter(Verifier.Event.class, FromVerifier::new)),
                "verifier",
                Dispatchers.BLOCKING);
        this.writer = context.spawn(writerBehavior(), "writer", Dispatchers.WRITER);
        this.crew = new Crew(context, job, writer, meter, context.messageAdapter(Reader.Event.class, FromReader::new));
        context.watch(verifier);
        context.watch(writer);
    }

    static Behavior<Command> create(
            Job job, Reporting reporting, ActorRef<Meter.Command> meter, ActorRef<Event> parent) {
        return Behaviors.setup(context -> {
            Attempt attempt = new Attempt(context, job, reporting, meter, parent);
            attempt.stage("opening");
            attempt.writer.tell(new Writer.Open());
            return attempt.phase();
        });
    }

    private Behavior<Writer.Command> writerBehavior() {
        Writer.CommitPolicy policy = Writer.CommitPolicy.within(
                plan.inFlightBytes() / plan.readers(), job.tuning().commitAge());
        return Writer.create(
                () -> job.sinkProvider().open(job.sinkSettings()),
                policy,
                plan.verify() != VerifyMode.NONE,
                plan.mapped() == null ? null : plan.mapped().mapper(),
                verifier,
                meter,
                context.messageAdapter(Writer.Event.class, FromWriter::new));
    }

    private Behavior<Command> phase() {
        return Behaviors.receive((context, command) -> onCommand(command), this::onSignal);
    }

    private Behavior<Command> onCommand(Command command) {
        try {
            switch (command) {
                case FromWriter writerSays -> onWriter(writerSays.event());
                case FromReader readerSays -> onReader(readerSays.event());
                case FromVerifier verifierSays -> onVerifier(verifierSays.event());
                case Summed summed -> finish(summed.summary());
                case Stop stop -> stop();
            }
        } catch (MigrationException fault) {
            endBy(fault);
        } catch (RuntimeException unexpected) {
            endBy(MigrationException.failed(
                    "cannot go on", "unexpected " + unexpected, "run the same command to resume", unexpected));
        }
        return Behaviors.same();
    }

    private void onWriter(Writer.Event event) {
        switch (event) {
            case Writer.Opened opened when !stopping -> opened(opened);
            case Writer.Ready ready -> {
                ready.notes().forEach(reporting::note);
                ready(ready.books());
            }
            case Writer.Extended extended when !stopping -> land(extended.books());
            case Writer.Balanced balanced when !stopping -> balanced(balanced.books());
            case Writer.Sealed sealed when !stopping -> verify(sealed);
            case Writer.Opened opened -> {}
            case Writer.Extended extended -> {}
            case Writer.Balanced balanced -> {}
            case Writer.Sealed sealed -> {}
            case Writer.Finished finished -> parent.tell(new Done(reporting.report()));
            case Writer.Stopped stopped -> ended(stopped.books());
            case Writer.Failed failed -> writerFailed(failed.fault());
        }
    }

    /** The sink is ours: decides how to begin, opens the source and tells the writer. */
    private void opened(Writer.Opened opened) {
        interruptSeal = opened.interrupt();
        switch (Start.decide(opened.latest(), plan, job.sourceName(), job.sinkName())) {
            case Start.Anew anew -> begin(false);
            case Start.Over over -> begin(true);
            case Start.Resume resume -> resume(resume.run());
        }
    }

    private void begin(boolean forget) {
        long now = job.clock().millis();
        Source opened = open(now);
        RunRecord run = new RunRecord(
                job.ids().get(),
                job.sourceName(),
                opened.info().identity(),
                job.fingerprint(),
                plan.layout(),
                plan.db(),
                plan.match(),
                Phase.LANDING,
                "running",
                now,
                0,
                1,
                null);
        reporting.began(run, opened.info().notes());
        writer.tell(new Writer.Begin(run, opened.partitions(plan.readers()), forget));
    }

    private void resume(RunRecord run) {
        Source opened = open(run.startedAt());
        String identity = opened.info().identity();
        RunRecord attempt = run.attempt(identity);
        reporting.began(attempt, opened.info().notes());
        goesOn = true;
        switch (opened.continuation(run.identity())) {
            case GO_ON -> writer.tell(new Writer.Resume(attempt, Optional.empty()));
            case BEGIN_AGAIN -> writer.tell(new Writer.Resume(attempt, Optional.of(run.identity())));
            case REFUSE ->
                throw MigrationException.refused(
                        "cannot resume run " + run.id(),
                        job.sourceName() + " is not what it was when the run began",
                        "bring the first one back, or use --fresh to start over");
        }
    }

    private Source open(long asOf) {
        Source opened = job.openSource(asOf);
        source = opened;
        return opened;
    }

    /** The run is on record and the sink stands ready. */
    private void ready(Books books) {
        Tally total = books.checkpoint().total();
        int partitions = books.checkpoint().partitions().size();
        reporting.ready(goesOn, total);
        parent.tell(new Begun(reporting.run(), goesOn, total));
        meter.tell(new Meter.Began(
                reporting.run().attempts(),
                partitions,
                partitions - undrained(books).size(),
                total));
        if (!stopping) {
            stage("landing");
            land(books);
        }
    }

    private static List<Standing> undrained(Books books) {
        return books.checkpoint().partitions().values().stream()
                .filter(standing -> !standing.drained())
                .toList();
    }

    private void land(Books books) {
        crew.read(opened(), undrained(books));
        balanceWhenDrained();
    }

    private void onReader(Reader.Event event) {
        switch (event) {
            case Reader.Drained drained when !stopping -> drained(drained.partition());
            case Reader.Drained drained -> {}
            case Reader.Recovering recovering -> recovering(recovering);
            case Reader.Failed failed -> endBy(failed.fault());
        }
    }

    private void recovering(Reader.Recovering recovering) {
        meter.tell(new Meter.Waiting(
                recovering.fault().getMessage() + "; trying again in " + Reporting.shown(recovering.pause())));
        reporting.recovered(recovering.fault());
    }

    private void drained(Partition partition) {
        crew.drained(opened(), partition);
        balanceWhenDrained();
    }

    private void balanceWhenDrained() {
        if (crew.isIdle()) {
            writer.tell(new Writer.Balance());
        }
    }

    /** Everything that was listed is durable: asks the source whether that is everything there is. */
    private void balanced(Books books) {
        if (!shortfallAsked && reporting.run().phase() == Phase.LANDING) {
            shortfallAsked = true;
            int firstId = 1 + Collections.max(books.checkpoint().partitions().keySet());
            long seen = books.checkpoint().total().read()
                    + books.ledger().keyspaces().ignored();
            List<Partition> more = opened().shortfall(seen, firstId);
            if (!more.isEmpty()) {
                reporting.note("fewer rows were read than the source counts; it was read once more");
                writer.tell(new Writer.Extend(more));
                return;
            }
        }
        stage("sealing");
        writer.tell(new Writer.Seal(opened().info().mayDouble() || mayHaveBegunAgain()));
    }

    /** In this attempt or in any before it, which nobody remembers: so of a source whose cursors can die, always. */
    private boolean mayHaveBegunAgain() {
        return goesOn && opened().continuation(ANOTHER_INCARNATION) == Source.Continuation.BEGIN_AGAIN;
    }

    private void verify(Writer.Sealed sealed) {
        reporting.sealed(sealed);
        sealed.notes().forEach(reporting::note);
        noteShortfall(
                sealed.books().checkpoint().total(), sealed.books().ledger().keyspaces());
        noteLog(sealed.logBytes());
        stage("verifying");
        Comparison with = new Comparison(
                opened(),
                job::readSink,
                job.parallel(),
                job.clock(),
                job.tuning().rounds());
        comparison = with;
        verifier.tell(new Verifier.Compare(plan.verify(), sealed.books(), goesOn, with));
    }

    /**
     * Doubles are out of the books now, so this count is exact; keys that were deleted meanwhile lack too. Keys of a
     * plan that lost a collision count as doubles, but were found.
     */
    private void noteShortfall(Tally total, Keyspaces keyspaces) {
        long expected = opened().info().rows();
        long found = total.written()
                + total.rejected()
                + total.expired()
                + keyspaces.ignored()
                + Math.min(total.doubled(), keyspaces.collided());
        if (found < expected) {
            reporting.note(String.format(
                    Locale.ROOT,
                    "the source counted %,d rows when it was opened, and %,d were found: %,d were deleted, expired or"
                            + " missed",
                    expected,
                    found,
                    expected - found));
        }
    }

    /** Whoever takes the file without its log would take a part of the rows. */
    private void noteLog(long bytes) {
        if (bytes > 0) {
            reporting.note(String.format(
                    Locale.ROOT,
                    "another program reads the sink and holds on to %,d bytes of its log: until that program has closed"
                            + " it, copy the sink only together with the -wal file beside it",
                    bytes));
        }
    }

    private void onVerifier(Verifier.Event event) {
        switch (event) {
            case Verifier.Verified verified when !stopping -> verified(verified.verification());
            case Verifier.Verified verified -> {}
            case Verifier.Failed failed -> endBy(failed.fault());
        }
    }

    private void verified(Verification verification) {
        meter.tell(new Meter.Differed(verification.differing()));
        reporting.verified(verification);
        meter.tell(new Meter.Ask(context.messageAdapter(Meter.Summary.class, Summed::new)));
    }

    /** Everything is known: puts the report into the sink. */
    private void finish(Meter.Summary summary) {
        if (stopping) {
            return;
        }
        Report report = reporting.finished(summary);
        stage("finishing");
        writer.tell(new Writer.Finish(report.status(), job.clock().millis(), ReportJson.write(report)));
    }

    /** The writer commits what it has taken before it answers; whatever else is under way ends. */
    private void stop() {
        stopping = true;
        stage("stopping");
        crew.dismiss();
        interruptSeal.run();
        cancelComparison();
        writer.tell(new Writer.Stop());
    }

    /** A fault ends the attempt as a stop does, so that what was read before it becomes durable. */
    private void endBy(MigrationException fault) {
        if (!stopping) {
            failure = fault;
            stop();
        }
    }

    /** The writer has committed and given the sink back. */
    private void ended(Books books) {
        MigrationException why = failure;
        parent.tell(why == null ? new Stopped(books) : new Failed(why, books, reporting.notes()));
        release();
    }

    /** Nothing more can be committed. The first fault is the one to tell; a seal that was interrupted is none. */
    private void writerFailed(MigrationException fault) {
        if (!stopping) {
            failure = fault;
            stop();
        }
        ended(Books.NOTHING);
    }

    private Behavior<Command> onSignal(ActorContext<Command> context, Signal signal) {
        if (signal instanceof PostStop || signal instanceof PreRestart) {
            release();
        } else if (signal instanceof Terminated gone) {
            childEnded(gone);
        }
        return Behaviors.same();
    }

    /** Children never stop by themselves: one that is gone has failed without a word. */
    private void childEnded(Terminated gone) {
        String name = gone.getRef().path().name();
        MigrationException fault = MigrationException.failed(
                "cannot go on", "the " + name + " ended unexpectedly", "run the same command to resume", null);
        if (gone.getRef().path().equals(writer.path())) {
            writerFailed(fault);
        } else {
            endBy(fault);
        }
    }

    /** Closing the source also ends calls that readers are still blocked in. */
    private void release() {
        cancelComparison();
        Source open = source;
        source = null;
        if (open != null) {
            open.close();
        }
    }

    private void cancelComparison() {
        Comparison running = comparison;
        if (running != null) {
            running.cancel();
        }
    }

    private Source opened() {
        Source open = source;
        if (open == null) {
            throw new IllegalStateException("the source is not open");
        }
        return open;
    }

    private void stage(String name) {
        meter.tell(new Meter.Stage(name));
    }
}
