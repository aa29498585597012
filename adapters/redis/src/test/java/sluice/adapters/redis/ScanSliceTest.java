package sluice.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToIntBiFunction;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ScanSliceTest {
    @Property(tries = 500)
    void slicesTogetherGiveEveryKeyWhateverTheTableDoes(
            @ForAll @IntRange(max = 6) int bits, @ForAll @IntRange(max = 9) int sizeBits, @ForAll long seed) {
        Random random = new Random(seed);
        List<Long> hashes =
                LongStream.generate(random::nextLong).limit(300).boxed().toList();
        SimulatedTable table = new SimulatedTable(hashes, sizeBits);
        Set<Long> found = new HashSet<>();

        for (int index = 0; index < 1 << bits; index++) {
            ScanSlice slice = new ScanSlice(bits, index);
            long cursor = slice.start();
            double done = 0;
            do {
                table.changeAtRandom(random);
                cursor = table.scan(cursor, found);
                assertThat(slice.done(cursor) >= done || slice.endsAt(cursor)).isTrue();
                done = slice.done(cursor);
            } while (!slice.endsAt(cursor));
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(hashes);
    }

    @Property(tries = 500)
    void namesBeyondTheEndAreLeftToTheNextSliceWhateverTheTableDoes(
            @ForAll @IntRange(max = 6) int bits, @ForAll @IntRange(max = 9) int sizeBits, @ForAll long seed) {
        Random random = new Random(seed);
        List<Long> hashes =
                LongStream.generate(random::nextLong).limit(300).boxed().toList();
        SimulatedTable table = new SimulatedTable(hashes, sizeBits);

        List<Long> found = readAll(bits, table, (slice, cursor) -> {
            table.changeAtRandom(random);
            return 1 + random.nextInt(1 + random.nextInt(60));
        });

        assertThat(new HashSet<>(found)).containsExactlyInAnyOrderElementsOf(hashes);
    }

    @Property(tries = 200)
    void aTableAtRestGivesHardlyANameTwice(
            @ForAll @IntRange(max = 4) int bits, @ForAll @IntRange(min = 8, max = 10) int sizeBits, @ForAll long seed) {
        List<Long> hashes =
                new Random(seed).longs(1L << sizeBits).distinct().boxed().toList();
        SimulatedTable table = new SimulatedTable(hashes, sizeBits);

        double share = (double) hashes.size() / (1 << bits);
        List<Long> found = readAll(bits, table, (slice, cursor) -> slice.count(cursor, share, 50));

        assertThat(new HashSet<>(found)).containsExactlyInAnyOrderElementsOf(hashes);
        assertThat(found.size() - hashes.size()).isLessThan(10);
    }

    /** Reads slice after slice by pages, as a listing does. */
    private static List<Long> readAll(int bits, SimulatedTable table, ToIntBiFunction<ScanSlice, Long> counts) {
        List<Long> found = new ArrayList<>();
        for (int index = 0; index < 1 << bits; index++) {
            ScanSlice slice = new ScanSlice(bits, index);
            long cursor = slice.start();
            do {
                Set<Long> page = new HashSet<>();
                int count = counts.applyAsInt(slice, cursor);
                cursor = table.page(cursor, count, page);
                if (!slice.isBeyond(count, cursor)) {
                    found.addAll(page);
                }
            } while (!slice.endsAt(cursor));
        }
        return found;
    }

    @Property(tries = 200)
    void slicesOfATableAtRestGiveEachBucketOnce(
            @ForAll @IntRange(max = 5) int bits, @ForAll @IntRange(min = 5, max = 9) int sizeBits) {
        List<Long> oneInEachBucket = LongStream.range(0, 1L << sizeBits).boxed().toList();
        SimulatedTable table = new SimulatedTable(oneInEachBucket, sizeBits);
        int visits = 0;

        for (int index = 0; index < 1 << bits; index++) {
            ScanSlice slice = new ScanSlice(bits, index);
            long cursor = slice.start();
            do {
                cursor = table.scan(cursor, new HashSet<>());
                visits++;
            } while (!slice.endsAt(cursor));
        }

        assertThat(visits).isEqualTo(1 << sizeBits);
    }

    @Test
    void tellsHowFarASliceHasCome() {
        ScanSlice third = new ScanSlice(2, 2);

        assertThat(third.done(third.start())).isZero();
        assertThat(third.done(0b110)).isCloseTo(0.5, within(1e-9));
        assertThat(third.done(0b1110)).isCloseTo(0.75, within(1e-9));
        assertThat(ScanSlice.WHOLE.done(1)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void asksForLessTowardsTheEnd() {
        ScanSlice slice = new ScanSlice(1, 1);

        assertThat(slice.count(0b1, 100_000, 1_000)).isEqualTo(1_000);
        assertThat(slice.count(0b1111111, 100_000, 1_000)).isEqualTo(520);
        assertThat(slice.count(-1L, 100_000, 1_000)).isEqualTo(1);
        assertThat(ScanSlice.WHOLE.count(-1L, 100_000, 1_000)).isEqualTo(1_000);
    }

    @Test
    void refusesSlicesThatDoNotExist() {
        assertThatThrownBy(() -> new ScanSlice(2, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ScanSlice(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
