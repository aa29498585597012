package sluice.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.Effect;
import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.PostStop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.Interference;
import sluice.adapters.contract.Interference.Moment;
import sluice.adapters.contract.MemorySinkProvider;
import sluice.adapters.contract.SinkSession;
import sluice.engine.core.Ledger;
import sluice.engine.core.RowDigest;
import sluice.engine.core.RowDigester;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.Cursor;
import sluice.protocol.MigrationException;
import sluice.protocol.Partition;
import sluice.protocol.Phase;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkSettings;

class WriterTest {
    private static final SinkSettings SINK = new SinkSettings("memory:sink", "native", 0);
    private static final Partition PARTITION = new Partition(0, "all", new Cursor("0"));

    private final TestInbox<Writer.Event> parent = TestInbox.create();
    private final TestInbox<Verifier.Command> verifier = TestInbox.create();
    private final TestInbox<Meter.Command> meter = TestInbox.create();
    private final TestInbox<Reader.Acked> reader = TestInbox.create();
    private Interference interference = Interference.NONE;
    private final MemorySinkProvider sinks = new MemorySinkProvider(moment -> interference.before(moment));

    @Test
    void acknowledgesNothingBeforeTheCommit() {
        BehaviorTestKit<Writer.Command> writer = begun(1000);

        writer.run(write(1, 0, 3));

        assertThat(reader.hasMessages()).isFalse();
        assertThat(durableCursor()).isEqualTo("0");
    }

    @Test
    void commitsWhenTheOldestRowHasWaitedLongEnough() {
        BehaviorTestKit<Writer.Command> writer = begun(1000);
        writer.run(write(1, 0, 3));
        writer.run(write(1, 3, 3));

        writer.run(dueCommit(writer));

        assertThat(reader.getAllReceived()).containsExactly(new Reader.Acked(1, 2, 60, new Cursor("6")));
        assertThat(durableCursor()).isEqualTo("6");
        assertThat(SinkSession.rows(sinks, SINK)).hasSize(6);
    }

    @Test
    void commitsWhenEnoughBytesHaveGathered() {
        BehaviorTestKit<Writer.Command> writer = begun(50);

        writer.run(write(1, 0, 3));
        assertThat(reader.hasMessages()).isFalse();
        writer.run(write(1, 3, 3));

        assertThat(reader.getAllReceived()).hasSize(1);
    }

    @Test
    void commitsBeforeTheWindowOfASingleReaderIsFull() {
        long windowBytes = 1L << 20;

        Writer.CommitPolicy policy = Writer.CommitPolicy.within(windowBytes, Duration.ofMillis(200));

        assertThat(policy.bytes()).isLessThanOrEqualTo(windowBytes / 2);
    }

    @Test
    void tellsTheVerifierWhatIsDurableAndTheMeterHowLongItTook() {
        BehaviorTestKit<Writer.Command> writer = begun(10);

        writer.run(write(1, 0, 3));

        assertThat(((Verifier.Landed) verifier.receiveMessage()).rows()).hasSize(3);
        Meter.Committed committed = (Meter.Committed) meter.receiveMessage();
        assertThat(committed.total().written()).isEqualTo(3);
        assertThat(committed.bytes()).isEqualTo(30);
    }

    @Test
    void givesUpWhatWasNotCommittedAfterAFault() {
        BehaviorTestKit<Writer.Command> writer = begun(10);
        writer.run(write(1, 0, 3));
        interference = moment -> {
            if (moment == Moment.COMMIT) {
                throw MigrationException.failed("cannot commit", "disk full", "make room", null);
            }
        };

        writer.run(write(1, 3, 3));
        interference = Interference.NONE;

        assertThat(parent.receiveMessage()).isInstanceOf(Writer.Failed.class);
        assertThat(durableCursor()).isEqualTo("3");
        writer.run(write(1, 6, 3));
        assertThat(reader.getAllReceived()).hasSize(1);
    }

    @Test
    void tellsAnUnexpectedFaultToo() {
        BehaviorTestKit<Writer.Command> writer = begun(10);
        interference = moment -> {
            throw new IllegalStateException("a bug");
        };

        writer.run(write(1, 0, 3));

        assertThat(((Writer.Failed) parent.receiveMessage()).fault()).hasMessageContaining("a bug");
    }

    @Test
    void commitsWhatItTookWhenItIsStopped() {
        BehaviorTestKit<Writer.Command> writer = begun(1000);
        writer.run(write(1, 0, 3));

        writer.run(new Writer.Stop());

        Writer.Stopped stopped = (Writer.Stopped) parent.receiveMessage();
        assertThat(stopped.books().checkpoint().total().written()).isEqualTo(3);
        assertThat(durableCursor()).isEqualTo("3");
        SinkSession.resume(sinks, SINK).close();
    }

    @Test
    void goesOnWhereTheCheckpointStands() {
        BehaviorTestKit<Writer.Command> died = begun(10);
        died.run(write(1, 0, 3));
        died.signal(PostStop.instance());
        BehaviorTestKit<Writer.Command> next = opened(1000);

        next.run(new Writer.Resume(run().attempt("first"), Optional.empty()));

        Writer.Ready ready = (Writer.Ready) parent.receiveMessage();
        assertThat(ready.books().checkpoint().partitions().values())
                .extracting(Standing::cursor)
                .containsExactly(new Cursor("3"));
    }

    @Test
    void beginsAgainWhenTheCursorsHaveDied() {
        BehaviorTestKit<Writer.Command> died = begun(10);
        died.run(write(1, 0, 3));
        died.signal(PostStop.instance());
        BehaviorTestKit<Writer.Command> next = opened(1000);

        next.run(new Writer.Resume(run().attempt("second"), Optional.of("first")));

        Writer.Ready ready = (Writer.Ready) parent.receiveMessage();
        assertThat(ready.books().checkpoint().partitions().values())
                .extracting(Standing::cursor)
                .containsExactly(new Cursor("0"));
        assertThat(ready.books().checkpoint().total().read()).isEqualTo(3);
        assertThat(sinks.read(SINK).runs().getFirst().identity()).isEqualTo("second");
    }

    @Test
    void booksRowsThatLandedTwiceAsDoubled() {
        BehaviorTestKit<Writer.Command> writer = begun(1000);
        writer.run(write(1, 0, 3));
        writer.run(write(1, 2, 3));

        writer.run(new Writer.Seal(true));

        Writer.Sealed sealed = (Writer.Sealed) parent.receiveMessage();
        assertThat(sealed.books().checkpoint().total().doubled()).isEqualTo(1);
        assertThat(sealed.books().checkpoint().total().written()).isEqualTo(5);
        assertThat(sealed.books().ledger().differing(ledgerOf(0, 5)).isEmpty()).isTrue();
    }

    @Test
    void givesTheSinkBackWhenItsParentStops() {
        BehaviorTestKit<Writer.Command> writer = begun(1000);

        writer.signal(PostStop.instance());

        SinkSession.resume(sinks, SINK).close();
    }

    private static Ledger ledgerOf(int from, int to) {
        Ledger ledger = new Ledger();
        digests(from, to - from).forEach(ledger::add);
        return ledger;
    }

    private BehaviorTestKit<Writer.Command> opened(long commitBytes) {
        Writer.CommitPolicy policy = new Writer.CommitPolicy(commitBytes, Duration.ofMillis(200));
        BehaviorTestKit<Writer.Command> writer = BehaviorTestKit.create(Writer.create(
                () -> sinks.open(SINK), policy, true, null, verifier.getRef(), meter.getRef(), parent.getRef()));
        writer.run(new Writer.Open());
        assertThat(parent.receiveMessage()).isInstanceOf(Writer.Opened.class);
        return writer;
    }

    private BehaviorTestKit<Writer.Command> begun(long commitBytes) {
        BehaviorTestKit<Writer.Command> writer = opened(commitBytes);
        writer.run(new Writer.Begin(run(), List.of(PARTITION), false));
        assertThat(parent.receiveMessage()).isInstanceOf(Writer.Ready.class);
        return writer;
    }

    private static RunRecord run() {
        return new RunRecord(
                "r", "memory:", "first", "f", "native", null, null, Phase.LANDING, "running", 0, 0, 1, null);
    }

    private Writer.Write write(int epoch, int from, int count) {
        List<Row> rows = Data.strings(from + count).subList(from, from + count);
        Cursor next = new Cursor(String.valueOf(from + count));
        Batch batch = new Batch(0, rows, next, 10L * count, 0, 0, 0.5, false);
        return new Writer.Write(epoch, batch, digests(from, count), reader.getRef());
    }

    private static List<RowDigest> digests(int from, int count) {
        RowDigester digester = new RowDigester();
        return Data.strings(from + count).subList(from, from + count).stream()
                .map(row -> java.util.Objects.requireNonNull(digester.add(row)))
                .toList();
    }

    private String durableCursor() {
        return sinks.read(SINK)
                .checkpoint()
                .partitions()
                .values()
                .iterator()
                .next()
                .cursor()
                .text();
    }

    private static Writer.Command dueCommit(BehaviorTestKit<Writer.Command> writer) {
        return writer.getAllEffects().stream()
                .filter(Effect.TimerScheduled.class::isInstance)
                .map(effect -> (Writer.Command) ((Effect.TimerScheduled<?>) effect).msg())
                .findFirst()
                .orElseThrow();
    }
}
