package sluice.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.Effect;
import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.MemorySource;
import sluice.engine.core.Backoff;
import sluice.engine.core.Pace;
import sluice.engine.core.Window;
import sluice.protocol.Cursor;
import sluice.protocol.MigrationException;
import sluice.protocol.Partition;

class ReaderTest {
    private static final long WIDE = 1L << 30;

    private final TestInbox<Writer.Write> writer = TestInbox.create();
    private final TestInbox<Meter.Command> meter = TestInbox.create();
    private final TestInbox<Reader.Event> parent = TestInbox.create();

    @Test
    void sendsNoMoreBatchesThanItsWindowHolds() {
        BehaviorTestKit<Reader.Command> reader = reader(content(100), Window.of(3, WIDE), new Pace(0));

        run(reader);

        assertThat(writer.getAllReceived()).hasSize(3);
    }

    @Test
    void sendsNoMoreBytesThanItsWindowHolds() {
        long batchBytes = 10 * Data.string("key:10", "value 10").bytes();
        BehaviorTestKit<Reader.Command> reader = reader(content(50), Window.of(100, 2 * batchBytes), new Pace(0));

        run(reader);

        assertThat(writer.getAllReceived()).hasSize(2);
    }

    @Test
    void sendsOnAsFarAsItIsAcknowledged() {
        BehaviorTestKit<Reader.Command> reader = reader(content(100), Window.of(3, WIDE), new Pace(0));
        run(reader);
        List<Writer.Write> first = writer.getAllReceived();

        acknowledge(reader, first.subList(0, 2));

        assertThat(writer.getAllReceived()).hasSize(2);
    }

    @Test
    void ignoresAcknowledgementsOfAnotherEpoch() {
        BehaviorTestKit<Reader.Command> reader = reader(content(100), Window.of(3, WIDE), new Pace(0));
        run(reader);
        Writer.Write sent = writer.getAllReceived().getFirst();

        reader.run(new Reader.Acked(0, 1, sent.batch().bytes(), sent.batch().next()));
        run(reader);

        assertThat(writer.hasMessages()).isFalse();
    }

    @Test
    void saysDrainedOnlyWhenEverythingIsDurable() {
        BehaviorTestKit<Reader.Command> reader = reader(content(20), Window.of(3, WIDE), new Pace(0));
        run(reader);
        List<Writer.Write> sent = writer.getAllReceived();
        assertThat(sent.getLast().batch().last()).isTrue();

        acknowledge(reader, sent.subList(0, 1));
        assertThat(parent.hasMessages()).isFalse();
        acknowledge(reader, sent.subList(1, sent.size()));

        assertThat(parent.receiveMessage()).isInstanceOf(Reader.Drained.class);
        assertThat(reader.isAlive()).isTrue();
    }

    @Test
    void beginsAgainBehindTheLastDurableRowAfterATransientFault() {
        MemorySource.Content content = content(100);
        content.failing((partition, index) -> {
            if (index == 20) {
                content.failing(MemorySource.Fault.NONE);
                throw MigrationException.transientFault("cannot read", "connection reset", "", null);
            }
        });
        BehaviorTestKit<Reader.Command> reader = reader(content, Window.of(3, WIDE), new Pace(0));
        run(reader);
        List<Writer.Write> before = writer.getAllReceived();
        assertThat(before).hasSize(2);
        assertThat(parent.hasMessages()).isFalse();

        acknowledge(reader, before);
        assertThat(parent.receiveMessage()).isInstanceOf(Reader.Recovering.class);
        Effect.TimerScheduled<Reader.Command> retry = timer(reader);
        reader.run(retry.msg());
        run(reader);

        List<Writer.Write> after = writer.getAllReceived();
        assertThat(after).hasSize(3).allMatch(write -> write.epoch() == 2);
        assertThat(after.getFirst().batch().rows().getFirst().key()).isEqualTo(Data.key("key:20"));
    }

    @Test
    void givesUpWhenNoTriesAreLeft() {
        MemorySource.Content content = content(100).failing((partition, index) -> {
            throw MigrationException.transientFault("cannot read", "connection reset", "", null);
        });
        BehaviorTestKit<Reader.Command> reader = reader(content, Window.of(3, WIDE), new Pace(0));
        run(reader);
        for (int tries = 0; tries < 2; tries++) {
            assertThat(parent.receiveMessage()).isInstanceOf(Reader.Recovering.class);
            reader.run(timer(reader).msg());
            run(reader);
        }

        assertThat(parent.receiveMessage()).isInstanceOf(Reader.Failed.class);
    }

    @Test
    void givesUpAtOnceWhenSomebodyHasToAct() {
        MemorySource.Content content = content(100).failing((partition, index) -> {
            throw MigrationException.failed("cannot read", "no permission for GET", "grant it", null);
        });
        BehaviorTestKit<Reader.Command> reader = reader(content, Window.of(3, WIDE), new Pace(0));

        run(reader);

        Reader.Failed failed = (Reader.Failed) parent.receiveMessage();
        assertThat(failed.fault()).hasMessageContaining("GET");
    }

    @Test
    void tellsAnUnexpectedFaultWithItsPlace() {
        MemorySource.Content content = content(100).failing((partition, index) -> {
            throw new IllegalStateException("a bug");
        });
        BehaviorTestKit<Reader.Command> reader = reader(content, Window.of(3, WIDE), new Pace(0));

        run(reader);

        Reader.Failed failed = (Reader.Failed) parent.receiveMessage();
        assertThat(failed.fault()).hasMessageContaining("0..100").hasMessageContaining("a bug");
    }

    @Test
    void waitsBetweenBatchesAsThePaceSays() {
        BehaviorTestKit<Reader.Command> reader = reader(content(100), Window.of(100, WIDE), new Pace(10));

        run(reader);

        assertThat(writer.getAllReceived()).hasSize(1);
        assertThat(timer(reader).delay().toMillis()).isBetween(500L, 1000L);
    }

    @Test
    void sendsADigestForEachRowThatCloses() {
        List<sluice.protocol.Row> rows = Data.slicedList("list", 25);
        BehaviorTestKit<Reader.Command> reader =
                reader(new MemorySource.Content(rows), Window.of(100, WIDE), new Pace(0));

        run(reader);

        List<Writer.Write> writes = writer.getAllReceived();
        assertThat(writes).extracting(write -> write.digests().size()).containsExactly(0, 0, 1);
        assertThat(writes.get(1).batch().next()).isEqualTo(new Cursor("0"));
    }

    private static MemorySource.Content content(int rows) {
        return new MemorySource.Content(Data.strings(rows));
    }

    private BehaviorTestKit<Reader.Command> reader(MemorySource.Content content, Window window, Pace pace) {
        MemorySource source = new MemorySource(content, 10);
        Partition whole = source.partitions(1).getFirst();
        Backoff backoff = new Backoff(2, Duration.ofMillis(100), Duration.ofSeconds(1));
        Reader.Task task = new Reader.Task(whole, whole.start(), window, backoff, true, System::nanoTime);
        return BehaviorTestKit.create(
                Reader.create(task, source, pace, writer.getRef(), meter.getRef(), parent.getRef()));
    }

    /** Lets the reader handle what it told itself until it waits for somebody else. */
    private static void run(BehaviorTestKit<Reader.Command> reader) {
        while (reader.selfInbox().hasMessages()) {
            reader.runOne();
        }
    }

    private static void acknowledge(BehaviorTestKit<Reader.Command> reader, List<Writer.Write> writes) {
        for (Writer.Write write : writes) {
            reader.run(new Reader.Acked(
                    write.epoch(), 1, write.batch().bytes(), write.batch().next()));
        }
        run(reader);
    }

    @SuppressWarnings("unchecked")
    private static Effect.TimerScheduled<Reader.Command> timer(BehaviorTestKit<Reader.Command> reader) {
        return (Effect.TimerScheduled<Reader.Command>) reader.getAllEffects().stream()
                .filter(Effect.TimerScheduled.class::isInstance)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
