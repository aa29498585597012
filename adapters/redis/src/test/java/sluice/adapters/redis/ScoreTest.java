package sluice.adapters.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ScoreTest {
    @Property
    void isTheNearestDoubleOfFewDigits(
            @ForAll @LongRange(min = -99_999_999_999_999L, max = 99_999_999_999_999L) long digits,
            @ForAll @IntRange(max = 14) int behindThePoint) {
        String text = BigDecimal.valueOf(digits, behindThePoint).toPlainString();

        assertThat(score(text)).isEqualTo(Double.parseDouble(text));
    }

    @Property
    void isTheDoubleThatWasPrinted(@ForAll double score) {
        assertThat(score(String.valueOf(score))).isEqualTo(score);
    }

    @Example
    void canBeInfinite() {
        assertThat(score("inf")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(score("-inf")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(score("1e-05")).isEqualTo(1e-5);
        assertThat(score("-17")).isEqualTo(-17.0);
    }

    private static double score(String text) {
        return ScannedShape.score(text.getBytes(StandardCharsets.US_ASCII));
    }
}
