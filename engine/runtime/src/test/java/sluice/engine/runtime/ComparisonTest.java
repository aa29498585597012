package sluice.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import sluice.adapters.contract.MemorySinkProvider;
import sluice.adapters.contract.MemorySource;
import sluice.adapters.contract.SinkSession;
import sluice.engine.core.Difference;
import sluice.engine.core.Difference.Nature;
import sluice.engine.core.Ledger;
import sluice.engine.core.RowDigest;
import sluice.engine.core.RowDigester;
import sluice.engine.core.Sample;
import sluice.engine.core.Verification;
import sluice.engine.core.VerifyMode;
import sluice.protocol.Checkpoint;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.Cursor;
import sluice.protocol.Kind;
import sluice.protocol.MigrationException;
import sluice.protocol.Part;
import sluice.protocol.Partition;
import sluice.protocol.Row;
import sluice.protocol.SinkSettings;
import sluice.protocol.Tally;
import sluice.protocol.Value;

class ComparisonTest {
    private static final SinkSettings SINK = new SinkSettings("memory:sink", "native", 0);
    private static final Ledger NOTHING_KNOWN = new Ledger();

    static {
        NOTHING_KNOWN.giveUpDigests();
    }

    private static final Clock AT_1000 = Clock.fixed(Instant.ofEpochMilli(1000), ZoneOffset.UTC);

    private final MemorySinkProvider sinks = new MemorySinkProvider();
    private final List<Row> rows = new ArrayList<>(Data.strings(50));
    private final MemorySource.Content content = new MemorySource.Content(rows);

    @Test
    void findsSwappedListElementsAndNamesTheKey() {
        rows.addAll(Data.slicedList("list", 3));
        sinkHolds(rows);
        Row swapped = rows.get(51);
        Value.ListSlice slice = (Value.ListSlice) swapped.value();
        rows.set(
                51,
                new Row(
                        swapped.key(),
                        new Value.ListSlice(
                                slice.firstPosition(), slice.elements().reversed()),
                        Row.NEVER,
                        Row.UNKNOWN,
                        swapped.part()));
        content.replace(rows);

        Verification verification = comparison().audit(NOTHING_KNOWN);

        assertThat(verification.examples()).containsExactly(new Difference(Data.key("list"), Nature.CHANGED));
    }

    @Test
    void countsARowThatTheBooksHaveAndNeitherSideShows() {
        sinkHolds(rows);

        Verification verification = comparison().full(NOTHING_KNOWN, 51);

        assertThat(verification.count(Nature.MISSING)).isEqualTo(1);
    }

    @Test
    void findsAChangedExpiry() {
        sinkHolds(rows);
        Row row = rows.get(7);
        rows.set(7, new Row(row.key(), row.value(), 5000, Row.UNKNOWN, Part.WHOLE));
        content.replace(rows);

        assertThat(comparison().audit(NOTHING_KNOWN).count(Nature.CHANGED)).isEqualTo(1);
    }

    @Test
    void takesWhatExpiredSinceForNoDifference() {
        List<Row> withExpiring = new ArrayList<>(rows);
        Row row = Data.string("expiring", "v");
        withExpiring.add(new Row(row.key(), row.value(), 999, Row.UNKNOWN, Part.WHOLE));
        sinkHolds(withExpiring);

        Verification verification = comparison().audit(NOTHING_KNOWN);

        assertThat(verification.differing()).isZero();
        assertThat(verification.count(Nature.EXPIRED)).isEqualTo(1);
    }

    @Test
    void takesARejectForAccounted() {
        Row undecodable = new Row(
                Data.key("odd"),
                new Value.Undecodable(Kind.HASH, Data.bytes("raw"), "bad listpack"),
                Row.NEVER,
                Row.UNKNOWN,
                Part.WHOLE);
        List<Row> withReject = new ArrayList<>(rows);
        withReject.add(undecodable);
        sinkHolds(withReject);
        List<Row> decoded = new ArrayList<>(rows);
        decoded.add(Data.string("odd", "now it can be decoded"));
        content.replace(decoded);

        assertThat(comparison().audit(NOTHING_KNOWN).differing()).isZero();
    }

    @Test
    void tellsWhatWasChangedInTheSinkFromWhatMovedOnInTheSource() {
        content.moving();
        Ledger asRead = new Ledger();
        RowDigester digester = new RowDigester();
        rows.forEach(row -> asRead.add(Objects.requireNonNull(digester.add(row))));
        List<Row> tampered = new ArrayList<>(rows);
        Row victim = tampered.set(40, Data.string(rows.get(40).key().toString(), "tampered with"));
        sinkHolds(tampered);
        List<Row> moved = new ArrayList<>(rows);
        for (int i = 0; i < 5; i++) {
            moved.set(i, Data.string(rows.get(i).key().toString(), "moved on"));
        }
        content.replace(moved);

        Verification verification = comparison().audit(asRead);

        assertThat(verification.differing()).isEqualTo(6);
        assertThat(verification.examples().getFirst()).isEqualTo(new Difference(victim.key(), Nature.CHANGED));
        assertThat(verification.statement())
                .contains("6 of 50 differ; for 5 of these the sink is as it was when they were read");
    }

    @Test
    void asksALivingSourceAgainBeforeItCounts() {
        content.moving();
        sinkHolds(rows);
        List<Row> flickering = new ArrayList<>(rows);
        flickering.set(3, Data.string("key:3", "for a moment"));
        content.replace(flickering);
        Verification.Findings findings = new Verification.Findings();
        Suspects suspects = new Suspects(
                new MemorySource(content, 10),
                sinks.read(SINK),
                findings,
                AT_1000,
                Comparison.Rounds.DEFAULT,
                pause -> content.replace(rows));

        suspects.compareRead(digests(flickering));
        suspects.settle();

        assertThat(findings.differing()).isZero();
    }

    @Test
    void countsWhatStaysDifferentThroughAllRounds() {
        content.moving();
        sinkHolds(rows);
        rows.set(3, Data.string("key:3", "for good"));
        content.replace(rows);
        List<Duration> pauses = new ArrayList<>();
        Verification.Findings findings = new Verification.Findings();
        Suspects suspects = new Suspects(
                new MemorySource(content, 10),
                sinks.read(SINK),
                findings,
                AT_1000,
                new Comparison.Rounds(3, Duration.ofMillis(7)),
                pauses::add);

        suspects.compareRead(digests(rows));
        suspects.settle();

        assertThat(findings.count(Nature.CHANGED)).isEqualTo(1);
        assertThat(pauses).containsExactly(Duration.ofMillis(7), Duration.ofMillis(7), Duration.ofMillis(7));
    }

    @Test
    void fallsBackToReadingTheSourceWhenDigestsAreIncomplete() {
        sinkHolds(rows);
        Ledger incomplete = new Ledger();
        incomplete.giveUpDigests();

        Verification verification = comparison().full(incomplete, Row.UNKNOWN);

        assertThat(verification.compared()).isEqualTo(50);
        assertThat(verification.differing()).isZero();
    }

    @Test
    void findsALostRowThatTheSourceDoesNotShowAgain() {
        sinkHolds(rows);
        Ledger asRead = new Ledger();
        digests(rows).forEach(asRead::add);
        digests(List.of(Data.string("shown once", "only"))).forEach(asRead::add);

        Verification verification = comparison().full(asRead, 51);

        assertThat(verification.count(Nature.MISSING)).isEqualTo(1);
    }

    @Test
    void findsThatTheSinkHoldsFewerRowsThanTheBooksSay() {
        sinkHolds(rows);

        Verification verification = comparison().sample(sampleOf(digests(rows)), 52);

        assertThat(verification.count(Nature.MISSING)).isEqualTo(2);
    }

    private static Sample sampleOf(List<RowDigest> digests) {
        Sample sample = new Sample(Sample.SIZE);
        digests.forEach(sample::offer);
        return sample;
    }

    @Test
    void endsSoonWhenItIsCancelled() {
        sinkHolds(rows);
        Comparison comparison = comparison();

        comparison.cancel();

        assertThatThrownBy(() -> comparison.audit(NOTHING_KNOWN)).isInstanceOf(MigrationException.class);
    }

    @Test
    void verifierDrawsItsSampleFromWhatLanded() {
        sinkHolds(rows);
        TestInbox<Verifier.Event> parent = TestInbox.create();
        BehaviorTestKit<Verifier.Command> verifier = BehaviorTestKit.create(Verifier.create(parent.getRef()));
        verifier.run(new Verifier.Landed(digests(rows.subList(0, 20))));
        verifier.run(new Verifier.Landed(digests(rows.subList(20, 50))));

        verifier.run(new Verifier.Compare(VerifyMode.SAMPLE, books(50), false, comparison()));

        Verifier.Verified verified = (Verifier.Verified) parent.receiveMessage();
        assertThat(verified.verification().compared()).isEqualTo(50);
    }

    @Test
    void verifierDrawsFromTheSinkWhenItMissedTheBeginning() {
        sinkHolds(rows);
        TestInbox<Verifier.Event> parent = TestInbox.create();
        BehaviorTestKit<Verifier.Command> verifier = BehaviorTestKit.create(Verifier.create(parent.getRef()));

        verifier.run(new Verifier.Compare(VerifyMode.SAMPLE, books(50), true, comparison()));

        Verifier.Verified verified = (Verifier.Verified) parent.receiveMessage();
        assertThat(verified.verification().compared()).isEqualTo(50);
    }

    @Test
    void verifierTellsAFaultOfTheComparison() {
        TestInbox<Verifier.Event> parent = TestInbox.create();
        BehaviorTestKit<Verifier.Command> verifier = BehaviorTestKit.create(Verifier.create(parent.getRef()));

        verifier.run(new Verifier.Audit(() -> comparison().audit(Books.NOTHING.ledger())));

        assertThat(parent.receiveMessage()).isInstanceOf(Verifier.Failed.class);
    }

    private Comparison comparison() {
        return new Comparison(
                new MemorySource(content, 10), () -> sinks.read(SINK), parallel(), AT_1000, Comparison.Rounds.DEFAULT);
    }

    private static Books books(long written) {
        Partition partition = new Partition(0, "all", new Cursor("0"));
        Standing standing = new Standing(partition, partition.start(), Tally.of(written, 0, 0, 0), true);
        return new Books(new Checkpoint(Map.of(0, standing), new byte[0]));
    }

    private static Parallel parallel() {
        return new Parallel(Runnable::run, 2);
    }

    private void sinkHolds(List<Row> held) {
        try (SinkSession session = SinkSession.begin(sinks, SINK, 1)) {
            session.write(0, held);
            session.commit();
            session.complete();
        }
    }

    private static List<RowDigest> digests(List<Row> all) {
        RowDigester digester = new RowDigester();
        return all.stream()
                .map(digester::add)
                .filter(java.util.Objects::nonNull)
                .toList();
    }
}
