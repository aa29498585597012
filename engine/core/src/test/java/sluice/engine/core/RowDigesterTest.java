package sluice.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.engine.core.Rows.all;
import static sluice.engine.core.Rows.bytes;
import static sluice.engine.core.Rows.digest;
import static sluice.engine.core.Rows.row;
import static sluice.engine.core.Rows.string;
import static sluice.engine.core.Rows.whole;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;
import sluice.protocol.Cell;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

class RowDigesterTest {
    @Property
    void digestOfASetIgnoresOrderAndSlicing(
            @ForAll @UniqueElements @Size(min = 3, max = 50) List<String> members,
            @ForAll @IntRange(min = 1, max = 2) int cut,
            @ForAll Random random) {
        List<String> shuffled = new ArrayList<>(members);
        Collections.shuffle(shuffled, random);

        RowDigest inOne = digest(whole("key", set(members)));
        RowDigest inTwo = digest(
                row("key", set(shuffled.subList(0, cut)), Part.FIRST),
                row("key", set(shuffled.subList(cut, shuffled.size())), Part.LAST));

        assertThat(inTwo).isEqualTo(inOne);
    }

    @Property
    void digestOfAnyBytesDependsOnEachOfThem(@ForAll @Size(min = 1, max = 100) byte[] content, @ForAll int at) {
        byte[] changed = content.clone();
        changed[Math.floorMod(at, content.length)]++;

        assertThat(digest(whole("key", new Value.StringValue(content))).low())
                .isNotEqualTo(
                        digest(whole("key", new Value.StringValue(changed))).low());
    }

    @Test
    void recordsOfAPlanMayComeInAnotherOrderButNotWithOtherCells() {
        Value.Tuple one = new Value.Tuple(0, 0, new Object[] {1L, new Cell(bytes("a"))});
        Value.Tuple two = new Value.Tuple(0, 1, new Object[] {2L, null});

        assertThat(differ(mapped(one, two), mapped(renumbered(two, 0), renumbered(one, 1))))
                .isFalse();
        assertThat(differ(mapped(one, two), mapped(one, new Value.Tuple(1, 1, two.cells()))))
                .isTrue();
        assertThat(differ(mapped(one), mapped(new Value.Tuple(0, 0, new Object[] {1L, bytes("a")}))))
                .isTrue();
    }

    private static Value mapped(Value.Tuple... tuples) {
        return new Value.Mapped(Kind.SET, List.of(tuples), null);
    }

    private static Value.Tuple renumbered(Value.Tuple tuple, long position) {
        return new Value.Tuple(tuple.table(), position, tuple.cells());
    }

    @Test
    void seesSwappedListElements() {
        assertThat(differ(new Value.ListSlice(0, all("a", "b")), new Value.ListSlice(0, all("b", "a"))))
                .isTrue();
    }

    @Test
    void digestOfAListIgnoresSlicing() {
        RowDigest inOne = digest(whole("key", new Value.ListSlice(0, all("a", "b", "c"))));
        RowDigest inTwo = digest(
                row("key", new Value.ListSlice(0, all("a", "b")), Part.FIRST),
                row("key", new Value.ListSlice(2, all("c")), Part.LAST));

        assertThat(inTwo).isEqualTo(inOne);
    }

    @Test
    void seesBytesThatMoveFromFieldToContent() {
        assertThat(differ(hash("ab", "c", Row.NEVER), hash("a", "bc", Row.NEVER)))
                .isTrue();
    }

    @Test
    void seesTheExpiryOfAField() {
        assertThat(differ(hash("a", "b", Row.NEVER), hash("a", "b", 17))).isTrue();
        assertThat(differ(hash("a", "b", 18), hash("a", "b", 17))).isTrue();
    }

    @Test
    void takesBothZerosForOneScore() {
        assertThat(differ(scored(0.0), scored(-0.0))).isFalse();
        assertThat(differ(scored(0.1), scored(0.10000000000000002))).isTrue();
        assertThat(differ(scored(Double.POSITIVE_INFINITY), scored(Double.NEGATIVE_INFINITY)))
                .isTrue();
    }

    @Test
    void tellsKindsOfTheSameContentApart() {
        assertThat(differ(new Value.SetSlice(all("a")), new Value.ListSlice(0, all("a"))))
                .isTrue();
        assertThat(differ(new Value.StringValue(bytes("")), new Value.ListSlice(0, List.of())))
                .isTrue();
    }

    @Test
    void matchesOnlyWithinTheToleranceOfExpiries() {
        Value value = new Value.StringValue(bytes("v"));
        RowDigest one = digest(new Row(Rows.key("key"), value, 1000, 0, Part.WHOLE));
        RowDigest other = digest(new Row(Rows.key("key"), value, 1005, 0, Part.WHOLE));
        RowDigest never = digest(new Row(Rows.key("key"), value, Row.NEVER, 0, Part.WHOLE));

        assertThat(one.matches(other, 5)).isTrue();
        assertThat(one.matches(other, 4)).isFalse();
        assertThat(one.matches(never, 1_000_000)).isFalse();
    }

    @Test
    void leavesOutTheTimesOfConsumersButNotTheirPendingEntries() {
        assertThat(differ(consumed(1, 2, 5), consumed(3, 4, 5))).isFalse();
        assertThat(differ(consumed(1, 2, 5), consumed(1, 2, 6))).isTrue();
    }

    @Test
    void spreadsKeysEvenly() {
        int[] buckets = new int[16];
        Set<Long> hashes = new HashSet<>();
        for (int i = 0; i < 16_000; i++) {
            long hash = RowDigester.keyHash(Rows.key("user:" + i));
            hashes.add(hash);
            buckets[(int) (hash >>> 60)]++;
        }

        assertThat(hashes).hasSize(16_000);
        for (int count : buckets) {
            assertThat(count).isBetween(850, 1150);
        }
    }

    @Test
    void tellsDatabasesApart() {
        assertThat(RowDigester.keyHash(new Key(0, bytes("a"))))
                .isNotEqualTo(RowDigester.keyHash(new Key(1, bytes("a"))));
        assertThat(digest(string("a", "b")).keyHash()).isEqualTo(RowDigester.keyHash(Rows.key("a")));
    }

    private static boolean differ(Value one, Value other) {
        return !digest(whole("key", one)).matches(digest(whole("key", other)), 0);
    }

    private static Value.SetSlice set(List<String> members) {
        return new Value.SetSlice(members.stream().map(Rows::bytes).toList());
    }

    private static Value hash(String name, String content, long expiresAt) {
        return new Value.HashSlice(List.of(new Value.Field(bytes(name), bytes(content), expiresAt)));
    }

    private static Value scored(double score) {
        return new Value.SortedSlice(List.of(new Value.Scored(bytes("m"), score)));
    }

    private static Value consumed(long seenAt, long deliveredAt, long deliveries) {
        return new Value.StreamSlice(
                List.of(),
                List.of(),
                List.of(),
                List.of(new Value.Consumer(bytes("g"), bytes("c"), seenAt, seenAt)),
                List.of(new Value.Pending(bytes("g"), bytes("c"), 1, 1, deliveredAt, deliveries)));
    }
}
