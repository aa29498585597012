package sluice.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Property(tries = 20)
    void drawsTheSameRowsInAnyOrder(@ForAll Random random) {
        List<RowDigest> rows = rows(500);
        List<RowDigest> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);

        assertThat(drawn(shuffled, 50)).isEqualTo(drawn(rows, 50)).hasSize(50);
    }

    @Test
    void drawsEverythingThatIsLessThanItsSize() {
        assertThat(drawn(rows(30), 50)).hasSize(30);
    }

    @Test
    void keepsTheLaterReadingOfAKey() {
        RowDigest earlier = Rows.digest(Rows.string("key", "old"));
        RowDigest later = Rows.digest(Rows.string("key", "new"));

        assertThat(drawn(List.of(earlier, later), 50)).containsExactly(later);
    }

    /** Only as it was drawn: a later reading of its key stays. */
    @Test
    void forgetsARowThatLeft() {
        Sample sample = new Sample(50);
        RowDigest earlier = Rows.digest(Rows.string("key", "old"));
        RowDigest later = Rows.digest(Rows.string("key", "new"));
        sample.offer(later);

        assertThat(sample.remove(earlier)).isFalse();
        assertThat(sample.rows()).containsExactly(later);
        assertThat(sample.remove(later)).isTrue();
        assertThat(sample.rows()).isEmpty();
        assertThat(sample.isWhole()).isTrue();
    }

    @Test
    void proveAtMostOneInAThousandAtItsDefaultSize() {
        assertThat(Confidence.upperBound(0, Sample.SIZE)).isLessThanOrEqualTo(0.001);
        assertThat(Confidence.upperBound(0, Sample.SIZE - 1)).isGreaterThan(0.001);
    }

    @Test
    void boundsWhatASampleWithDifferencesProves() {
        // Exact one-sided 99 % bounds: 1 - 0.01^(1/n) for none, the beta quantile for one of ten.
        assertThat(Confidence.upperBound(0, 10)).isCloseTo(0.36904, within());
        assertThat(Confidence.upperBound(1, 10)).isCloseTo(0.50436, within());
        assertThat(Confidence.upperBound(10, 10)).isEqualTo(1);
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(0.0001);
    }

    private static List<RowDigest> drawn(List<RowDigest> rows, int size) {
        Sample sample = new Sample(size);
        rows.forEach(sample::offer);
        return sample.rows();
    }

    private static List<RowDigest> rows(int count) {
        List<RowDigest> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(Rows.digest(Rows.string("key:" + i, "value")));
        }
        return rows;
    }
}
