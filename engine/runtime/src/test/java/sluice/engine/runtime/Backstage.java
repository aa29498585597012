package sluice.engine.runtime;

import akka.actor.ActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Props;
import akka.actor.typed.internal.AdaptMessage;
import akka.actor.typed.javadsl.Adapter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Backoff;
import sluice.engine.core.Plan;
import sluice.engine.core.Report;
import sluice.protocol.Batch;
import sluice.protocol.SinkProvider;
import sluice.protocol.SourceProvider;

/** Lets the simulation, which lives in a package of its own, start the actors and see what they tell each other. */
public final class Backstage {
    private Backstage() {}

    /** What surrounds a run. */
    public record Surroundings(
            SourceProvider sources,
            SinkProvider sinks,
            Clock clock,
            LongSupplier nanoTime,
            Supplier<String> ids,
            Backoff readers,
            Backoff attempts,
            int rounds,
            Duration commitAge) {}

    /** A run: how to stop it as a signal does, and what comes of it. */
    public record Run(akka.actor.ActorRef root, Runnable stop, CompletableFuture<Report> report) {}

    /** A batch on its way to the writer. */
    public record Sent(String reader, int epoch, Batch batch) {}

    /** Starts a migration as a child of the system's guardian. */
    public static Run start(ActorSystem system, String name, Plan plan, Surroundings around) {
        Job job = new Job(
                plan,
                around.sources(),
                around.sinks(),
                around.clock(),
                around.nanoTime(),
                around.ids(),
                new Parallel(Runnable::run, 2),
                new Job.Tuning(
                        around.readers(),
                        around.attempts(),
                        new Comparison.Rounds(around.rounds(), Duration.ZERO),
                        around.commitAge()));
        CompletableFuture<Report> promise = new CompletableFuture<>();
        ActorRef<Migration.Command> root =
                Adapter.spawn(system, Migration.create(job, progress -> {}, promise), name, Props.empty());
        return new Run(Adapter.toClassic(root), () -> root.tell(new Migration.Stop()), promise);
    }

    /** The batch in a message, null when it holds none. */
    public static @Nullable Sent sent(Object message) {
        return message instanceof Writer.Write write
                ? new Sent(nameOf(write.replyTo()), write.epoch(), write.batch())
                : null;
    }

    public static boolean isAck(Object message) {
        return message instanceof Reader.Acked;
    }

    public static int epochOf(Object ack) {
        return ((Reader.Acked) ack).epoch();
    }

    public static int batchesOf(Object ack) {
        return ((Reader.Acked) ack).batches();
    }

    public static long bytesOf(Object ack) {
        return ((Reader.Acked) ack).bytes();
    }

    /** The same acknowledgement, taken for one of another epoch. */
    public static Object inEpoch(Object ack, int epoch) {
        Reader.Acked acked = (Reader.Acked) ack;
        return new Reader.Acked(epoch, acked.batches(), acked.bytes(), acked.cursor());
    }

    /** What a message says of a failure; empty when it tells of none. */
    public static String failureIn(Object message) {
        return switch (message) {
            case AdaptMessage<?, ?> adapted -> failureIn(adapted.message());
            case Attempt.Failed failed -> String.valueOf(failed.fault().getMessage());
            default -> "";
        };
    }

    /** A message in few words, the same in every run. */
    public static String describe(Object message) {
        return switch (message) {
            case AdaptMessage<?, ?> adapted -> describe(adapted.message());
            case Writer.Write write -> describe(write.epoch(), write.batch());
            case Reader.Acked acked ->
                "Acked epoch " + acked.epoch() + ", " + acked.batches() + " batches up to "
                        + acked.cursor().text();
            case Attempt.Failed failed -> "Failed " + failed.fault().getMessage();
            case Writer.Failed failed -> "Failed " + failed.fault().getMessage();
            case Reader.Failed failed -> "Failed " + failed.fault().getMessage();
            case Meter.Stage stage -> "Stage " + stage.name();
            default -> message.getClass().getSimpleName();
        };
    }

    private static String describe(int epoch, Batch batch) {
        List<String> keys =
                batch.rows().stream().map(row -> row.key() + " " + row.part()).toList();
        return "Write epoch " + epoch + ", partition " + batch.partition() + (batch.last() ? ", last" : "") + ", next "
                + batch.next().text() + " " + keys;
    }

    private static String nameOf(ActorRef<?> actor) {
        return actor.path().toStringWithoutAddress();
    }
}
