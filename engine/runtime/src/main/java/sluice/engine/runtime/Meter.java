package sluice.engine.runtime;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.engine.core.LatencyHistogram;
import sluice.engine.core.Progress;
import sluice.engine.core.Report.Latency;
import sluice.protocol.Tally;

/** Keeps rates and latencies of a run over all its attempts, tells the observer, and feeds Kamon. */
final class Meter {
    /** How often the observer is told. */
    static final Duration TICK = Duration.ofMillis(200);

    /** Readers that are held for so long are worth a word. */
    private static final long HELD_NANOS = 1_000_000_000L;

    /** So is a source that gives nothing for so long. */
    private static final long SILENT_NANOS = 2_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(Meter.class);

    sealed interface Command {}

    /**
     * @param bytes of data
     * @param heldBytes what the rows occupy in memory until they are durable
     */
    record Read(int partition, long rows, long bytes, long heldBytes, long nanos, double progress) implements Command {}

    /** A reader asks the source for its next page, and waits for it. */
    record Asked(int partition) implements Command {}

    /** A commit made these rows durable; {@code total} are the books of the run so far. */
    record Committed(Tally total, long bytes, long nanos, long logBytes) implements Command {}

    /** The seal took doubles out of the books. */
    record Settled(Tally total) implements Command {}

    /** A reader has a page in hand and may not send it yet, for this reason. */
    record Held(String reason) implements Command {}

    /** Another attempt begins, with so many partitions; {@code total} is what earlier ones left. */
    record Began(int attempt, int partitions, int drained, Tally total) implements Command {}

    record Stage(String name) implements Command {}

    /** Nothing moves for this reason; empty when it moves again. */
    record Waiting(String reason) implements Command {}

    record Differed(long rows) implements Command {}

    /** Asks for what a report needs. */
    record Ask(ActorRef<? super Summary> replyTo) implements Command {}

    private record Tick() implements Command {}

    /**
     * @param slowestReadNanos how long the slowest page took
     * @param durable the books at the last commit
     */
    record Summary(Latency read, Latency commit, long slowestReadNanos, Tally durable) {
        static final Summary NOTHING = new Summary(new Latency(0, 0), new Latency(0, 0), 0, Tally.ZERO);
    }

    private final Consumer<Progress> observer;
    private final LongSupplier nanoTime;
    private final Gauges gauges = new Gauges();
    private final LatencyHistogram reads = new LatencyHistogram();
    private final LatencyHistogram commits = new LatencyHistogram();
    private final Map<Integer, Double> fractions = new HashMap<>();
    private final Map<Integer, Long> asked = new HashMap<>();
    private final Rate rate = new Rate();
    private final long begun;

    private String stage = "opening";
    private String waiting = "";
    private String held = "";
    private long heldSince;
    private long slowestReadNanos;
    private long readAt;
    private int attempt = 1;
    private int partitions;
    private int drainedBefore;
    private Tally total = Tally.ZERO;
    private long readRows;
    private long readBytes;
    private long inFlightBytes;
    private long logBytes;

    private Meter(Consumer<Progress> observer, LongSupplier nanoTime) {
        this.observer = observer;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
        this.readAt = begun;
    }

    static Behavior<Command> create(Consumer<Progress> observer, LongSupplier nanoTime) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerAtFixedRate(new Tick(), TICK);
            Meter meter = new Meter(observer, nanoTime);
            return Behaviors.receiveMessage(command -> {
                meter.on(command);
                return Behaviors.same();
            });
        });
    }

    private void on(Command command) {
        switch (command) {
            case Asked question -> asked.put(question.partition(), nanoTime.getAsLong());
            case Read read -> onRead(read);
            case Committed committed -> onCommitted(committed);
            case Settled settled -> total = settled.total();
            case Held held -> onHeld(held);
            case Began began -> onBegan(began);
            case Stage named -> onStage(named.name());
            case Waiting because -> onWaiting(because.reason());
            case Differed differed -> gauges.differences(differed.rows());
            case Ask ask -> ask.replyTo().tell(summary());
            case Tick tick -> tellObserver();
        }
    }

    /** A watcher that fails must not end what it watches. */
    private void tellObserver() {
        try {
            observer.accept(progress());
        } catch (RuntimeException broken) {
            LOG.debug("the observer failed", broken);
        }
    }

    private void onHeld(Held reason) {
        if (held.isEmpty()) {
            heldSince = nanoTime.getAsLong();
        }
        held = reason.reason();
    }

    private void onStage(String name) {
        stage = name;
        waiting = "";
        asked.clear();
    }

    /** A wait may be shorter than a tick; whoever watches hears of it all the same. */
    private void onWaiting(String reason) {
        waiting = reason;
        asked.clear();
        tellObserver();
    }

    private Summary summary() {
        return new Summary(Latency.of(reads), Latency.of(commits), slowestReadNanos, total);
    }

    /** Readers wait for the sink all the time; it is worth telling once nothing has been read for a while. */
    private String waiting() {
        if (!waiting.isEmpty()) {
            return waiting;
        }
        long now = nanoTime.getAsLong();
        long silence = now
                - Math.max(readAt, asked.values().stream().min(Long::compare).orElse(now));
        if (silence >= SILENT_NANOS) {
            return "the source has given nothing for " + TimeUnit.NANOSECONDS.toSeconds(silence) + " s";
        }
        return !held.isEmpty() && now - heldSince >= HELD_NANOS ? held : "";
    }

    private void onRead(Read read) {
        held = "";
        asked.remove(read.partition());
        readAt = nanoTime.getAsLong();
        slowestReadNanos = Math.max(slowestReadNanos, read.nanos());
        reads.record(read.nanos());
        readRows += read.rows();
        readBytes += read.bytes();
        inFlightBytes += read.heldBytes();
        fractions.put(read.partition(), read.progress());
        waiting = "";
        gauges.read(read.nanos(), inFlightBytes);
    }

    private void onCommitted(Committed committed) {
        commits.record(committed.nanos());
        gauges.committed(total, committed);
        total = committed.total();
        inFlightBytes -= committed.bytes();
        logBytes = committed.logBytes();
    }

    private void onBegan(Began began) {
        attempt = began.attempt();
        partitions = began.partitions();
        drainedBefore = began.drained();
        total = began.total();
        readRows = began.total().read();
        readBytes = began.total().bytes();
        inFlightBytes = 0;
        fractions.clear();
        asked.clear();
        waiting = "";
        gauges.began();
    }

    private Progress progress() {
        double seconds = (nanoTime.getAsLong() - begun) / 1e9;
        return new Progress(
                stage,
                readRows,
                total.written(),
                total.rejected(),
                total.expired(),
                readBytes,
                seconds,
                fraction(),
                rate.perSecond(readRows, seconds),
                inFlightBytes,
                logBytes,
                attempt,
                waiting());
    }

    /** Partitions are slices of about the same size, so their mean is the whole's. */
    private double fraction() {
        if (partitions == 0) {
            return Double.NaN;
        }
        double sum =
                fractions.values().stream().mapToDouble(Double::doubleValue).sum();
        return Math.min(1, (drainedBefore + sum) / partitions);
    }
}
