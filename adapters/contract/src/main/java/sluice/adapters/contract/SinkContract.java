package sluice.adapters.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.contract.Samples.bytes;
import static sluice.adapters.contract.Samples.list;
import static sluice.adapters.contract.Samples.row;
import static sluice.adapters.contract.Samples.string;
import static sluice.adapters.contract.Samples.undecodable;
import static sluice.adapters.contract.Samples.whole;
import static sluice.adapters.contract.SinkSession.standing;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sluice.protocol.Key;
import sluice.protocol.MigrationException;
import sluice.protocol.MigrationException.Fault;
import sluice.protocol.Part;
import sluice.protocol.Phase;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;
import sluice.protocol.Tally;
import sluice.protocol.Value;

/**
 * What every sink promises. Implemented by a test class; {@link #settings} names a place that is fresh for each test.
 */
public interface SinkContract {
    SinkProvider provider();

    SinkSettings settings();

    /** Whether this sink can hold the row; what it cannot hold, it must reject. */
    default boolean holds(Row row) {
        return true;
    }

    @Test
    default void everyKindAndAnyBytesComeBackIdentical() {
        List<Row> held = Samples.everyKind().stream().filter(this::holds).toList();

        try (SinkSession session = begin(1)) {
            assertThat(session.write(0, held)).isEmpty();
            session.complete();
        }

        assertThat(described()).isEqualTo(Rows.describe(held));
    }

    @Test
    default void whatCannotBeHeldIsRejectedAndKept() {
        List<Row> refused =
                Samples.everyKind().stream().filter(row -> !holds(row)).toList();
        List<Row> rows = new ArrayList<>(refused);
        rows.add(string("good", "1"));
        rows.add(undecodable("bad"));

        try (SinkSession session = begin(1)) {
            List<Reject> rejects = session.write(0, rows);
            session.complete();

            assertThat(rejects).hasSize(refused.size() + 1).allMatch(r -> r.payload() == null);
        }

        List<Reject> kept = rejects();
        assertThat(kept)
                .hasSize(refused.size() + 1)
                .allMatch(r -> r.payload() != null && !r.reason().isEmpty());
        assertThat(kept.getLast().key()).isEqualTo(new Key(0, bytes("bad")));
        assertThat(kept.getLast().payload()).containsExactly(1, 2, 3);
        assertThat(kept.getLast().reason()).isEqualTo("unknown encoding 99");
        assertThat(kept.getLast().origin()).isEqualTo("partition 0");
        assertThat(described()).isEqualTo(Rows.describe(List.of(string("good", "1"))));
    }

    @Test
    default void ofTheRejectsOfOneKeyTheNewestStays() {
        try (SinkSession session = SinkSession.begin(provider(), settings(), 2)) {
            session.write(0, undecodable(""), undecodable("other"));
            session.write(1, undecodable(""));
            session.commit();

            session.seal(new BookedDoubles(session, true));

            Tally first = SinkSession.standing(session.checkpoint(), 0).tally();
            assertThat(first.rejected()).isEqualTo(1);
            assertThat(first.doubled()).isEqualTo(1);
            assertThat(SinkSession.standing(session.checkpoint(), 1).tally().rejected())
                    .isEqualTo(1);
        }
        assertThat(rejects()).hasSize(2);
    }

    @Test
    default void aRejectNamesTheOffsetWhereTheRowWasFound() {
        Row bad = undecodable("bad");

        try (SinkSession session = begin(1)) {
            List<Reject> rejects =
                    session.write(0, new Row(bad.key(), bad.value(), 4_102_444_800_000L, 4711, Part.WHOLE));

            assertThat(rejects.getFirst().origin()).isEqualTo("offset 4711");
            assertThat(rejects.getFirst().expiresAt()).isEqualTo(4_102_444_800_000L);
        }
    }

    @Test
    default void slicesOfSeveralPartitionsInTurnBecomeWholeKeys() {
        try (SinkSession session = begin(2)) {
            session.write(0, string("a", "1"), row("list 0", list(0, 3), Part.FIRST));
            session.write(1, row("list 1", list(0, 2), Part.FIRST));
            session.write(0, row("list 0", list(3, 2), Part.MIDDLE));
            session.commit();
            session.write(1, row("list 1", list(2, 2), Part.LAST), string("b", "2"));
            session.write(0, row("list 0", list(5, 1), Part.LAST));
            session.complete();
        }

        assertThat(described())
                .isEqualTo(Rows.describe(List.of(
                        string("a", "1"), string("b", "2"), whole("list 0", list(0, 6)), whole("list 1", list(0, 4)))));
    }

    @Test
    default void ofAnElementThatComesTwiceTheNewerStays() {
        try (SinkSession session = begin(1)) {
            session.write(0, row("set", set("a", "b", "a"), Part.FIRST), row("set", set("c", "a"), Part.LAST));
            session.write(0, row("hash", hash("f", "old", "g", "1"), Part.FIRST));
            session.write(0, row("hash", hash("f", "new"), Part.LAST));
            session.write(0, whole("whole hash", hash("f", "old", "f", "new")));
            session.complete();
        }

        assertThat(described())
                .isEqualTo(Rows.describe(List.of(
                        whole("set", set("a", "b", "c")),
                        whole("hash", hash("f", "new", "g", "1")),
                        whole("whole hash", hash("f", "new")))));
    }

    @Test
    default void whatWasNotCommittedIsGone() {
        try (SinkSession session = begin(1)) {
            session.write(0, string("committed", "1"));
            session.commit();
            session.write(0, string("lost", "1"), undecodable("lost too"));
        }

        try (SinkSession session = resume()) {
            assertThat(standing(session.checkpoint(), 0).tally().written()).isEqualTo(1);
            assertThat(standing(session.checkpoint(), 0).cursor().text()).isEqualTo("start 0+1");
            session.complete();
        }

        assertThat(described()).isEqualTo(Rows.describe(List.of(string("committed", "1"))));
        assertThat(rejects()).isEmpty();
    }

    @Test
    default void theCheckpointComesBackAsItWasCommitted() {
        try (SinkSession session = begin(3)) {
            session.write(1, string("a", "1"), undecodable("b"));
            session.commit();
        }

        try (SinkSession session = resume();
                SinkReader reader = provider().read(settings())) {
            assertThat(reader.checkpoint().partitions())
                    .isEqualTo(session.checkpoint().partitions())
                    .hasSize(3);
            assertThat(reader.checkpoint().ledger()).containsExactly(1, 2, 3);
            Tally tally = standing(reader.checkpoint(), 1).tally();
            assertThat(tally.read()).isEqualTo(2);
            assertThat(tally.rejected()).isEqualTo(1);
            assertThat(standing(reader.checkpoint(), 2).partition()).isEqualTo(Samples.partition(2));
        }
    }

    @Test
    default void resumingRemovesKeysThatWereNotComplete() {
        try (SinkSession session = begin(2)) {
            session.write(0, string("a", "1"), row("open", list(0, 3), Part.FIRST));
            session.write(1, row("closed", list(0, 3), Part.FIRST), row("closed", list(3, 1), Part.LAST));
            session.commit();
        }

        try (SinkSession session = resume()) {
            session.write(0, row("open", list(0, 2), Part.FIRST), row("open", list(2, 1), Part.LAST));
            session.complete();
        }

        assertThat(described())
                .isEqualTo(Rows.describe(
                        List.of(string("a", "1"), whole("open", list(0, 3)), whole("closed", list(0, 4)))));
    }

    @Test
    default void aKeyThatBeginsAnewReplacesItsUnfinishedSelf() {
        try (SinkSession session = begin(1)) {
            session.write(0, row("restarted", list(0, 3), Part.FIRST));
            session.commit();
            session.write(0, row("restarted", list(0, 1), Part.FIRST), row("restarted", list(1, 1), Part.LAST));
            session.complete();
        }

        assertThat(described()).isEqualTo(Rows.describe(List.of(whole("restarted", list(0, 2)))));
    }

    @Test
    default void ofDoubleRowsTheNewestStaysAndTheirWriterIsTold() {
        try (SinkSession session = begin(2)) {
            session.write(0, string("x", "1"), whole("twice", list(0, 3)), string("thrice", "1"));
            session.write(1, string("thrice", "2"), string("y", "1"));
            session.write(0, string("thrice", "3"));
            session.write(1, whole("twice", set("other kind")));
            session.commit();
            BookedDoubles doubles = new BookedDoubles(session, true);

            session.seal(doubles);

            assertThat(doubles.removed())
                    .extracting(r -> r.partition() + " " + r.row().key())
                    .containsExactlyInAnyOrder("0 twice", "0 thrice", "1 thrice");
            assertThat(Rows.describe(doubles.removed().stream()
                            .map(BookedDoubles.Removed::row)
                            .toList()))
                    .isEqualTo(Rows.describe(
                            List.of(whole("twice", list(0, 3)), string("thrice", "1"), string("thrice", "2"))));
            session.sink().finish("verified", 1, "{}");
        }

        assertThat(described())
                .isEqualTo(Rows.describe(List.of(
                        string("x", "1"), string("y", "1"), string("thrice", "3"), whole("twice", set("other kind")))));
        try (SinkReader reader = provider().read(settings())) {
            assertThat(standing(reader.checkpoint(), 0).tally().doubled()).isEqualTo(2);
            assertThat(reader.checkpoint().total().written()).isEqualTo(4);
        }
    }

    @Test
    default void sealingAgainDoesNothingMore() {
        try (SinkSession session = begin(1)) {
            session.write(0, string("a", "1"), string("a", "2"));
            session.commit();
            session.seal(new BookedDoubles(session, true));
            BookedDoubles second = new BookedDoubles(session, true);

            Sink.SealResult result = session.seal(second);

            assertThat(result.integrity()).isEqualTo("ok");
            assertThat(second.removed()).isEmpty();
        }
        assertThat(described()).isEqualTo(Rows.describe(List.of(string("a", "2"))));
    }

    @Test
    default void anUnfinishedSealIsTakenUpAfterReopening() {
        try (SinkSession session = begin(1)) {
            session.write(0, string("a", "1"));
            session.commit();
            session.seal(new BookedDoubles(session, false));
        }

        try (SinkSession session = resume()) {
            assertThat(session.sink().latest().orElseThrow().phase()).isEqualTo(Phase.SEALED);
            session.complete();
        }
        try (SinkReader reader = provider().read(settings())) {
            RunRecord run = reader.runs().getFirst();
            assertThat(run.phase()).isEqualTo(Phase.FINISHED);
            assertThat(run.status()).isEqualTo("verified");
            assertThat(run.attempts()).isEqualTo(2);
            assertThat(run.identity()).isEqualTo("identity-2");
            assertThat(run.report()).isEqualTo("{}");
            assertThat(run.finishedAt()).isEqualTo(1_700_000_001_000L);
        }
    }

    @Test
    default void rowsAreFoundByKeyOnceSealed() {
        try (SinkSession session = begin(1)) {
            session.write(0, Samples.everyKind().stream().filter(this::holds).toList());
            session.complete();
        }
        List<Key> keys = List.of(new Key(0, bytes("list")), new Key(0, bytes("absent")), new Key(0, new byte[] {0}));
        List<Row> found = new ArrayList<>();

        try (SinkReader reader = provider().read(settings())) {
            reader.read(keys, found::add);
        }

        List<Row> expected = Samples.everyKind().stream()
                .filter(row -> keys.contains(row.key()))
                .toList();
        assertThat(Rows.describe(found)).isEqualTo(Rows.describe(expected)).hasSize(2);
    }

    @Test
    default void partsOfTheAddressRangeAddUp() {
        try (SinkSession session = begin(1)) {
            session.write(0, Samples.everyKind().stream().filter(this::holds).toList());
            session.complete();
        }
        List<Row> rows = new ArrayList<>();

        try (SinkReader reader = provider().read(settings())) {
            SinkReader.Addresses all = reader.addresses().orElseThrow();
            for (long id = all.first(); id <= all.last(); id += 3) {
                reader.scan(new SinkReader.Addresses(id, Math.min(id + 2, all.last())), rows::add);
            }
        }

        assertThat(rows).allMatch(row -> row.origin() > 0);
        assertThat(Rows.describe(rows)).isEqualTo(described());
    }

    @Test
    default void aSecondWriterIsRefused() {
        try (SinkSession session = begin(1)) {
            session.commit();

            assertThatThrownBy(() -> provider().open(settings()))
                    .isInstanceOfSatisfying(
                            MigrationException.class, e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED))
                    .hasMessageContaining("another run is in progress");
        }

        resume().close();
    }

    @Test
    default void readingWhereNoRunEverWasIsRefused() {
        assertThatThrownBy(() -> provider().read(settings()))
                .isInstanceOfSatisfying(
                        MigrationException.class, e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED));
    }

    @Test
    default void forgettingMakesRoomForAnotherRun() {
        try (SinkSession session = begin(1)) {
            session.write(0, string("old", "1"), undecodable("old reject"));
            session.complete();
        }
        try (Sink sink = provider().open(settings())) {
            assertThat(sink.latest()).isPresent();
            sink.forget();
            assertThat(sink.latest()).isEmpty();
        }

        try (SinkSession session = begin(1)) {
            session.write(0, string("new", "1"));
            session.complete();
        }

        assertThat(described()).isEqualTo(Rows.describe(List.of(string("new", "1"))));
        assertThat(rejects()).isEmpty();
    }

    private SinkSession begin(int partitions) {
        return SinkSession.begin(provider(), settings(), partitions);
    }

    private SinkSession resume() {
        return SinkSession.resume(provider(), settings());
    }

    private List<String> described() {
        return SinkSession.described(provider(), settings());
    }

    private List<Reject> rejects() {
        List<Reject> rejects = new ArrayList<>();
        try (SinkReader reader = provider().read(settings())) {
            reader.rejects(rejects::add);
        }
        return rejects;
    }

    private static Value.SetSlice set(String... members) {
        return new Value.SetSlice(List.of(members).stream().map(Samples::bytes).toList());
    }

    private static Value.HashSlice hash(String... namesAndContents) {
        List<Value.Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndContents.length; i += 2) {
            fields.add(new Value.Field(bytes(namesAndContents[i]), bytes(namesAndContents[i + 1]), Row.NEVER));
        }
        return new Value.HashSlice(fields);
    }
}
