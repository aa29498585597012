package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void showsSizesInTheUnitTheyDeserve() {
        assertThat(Shown.bytes(0)).isEqualTo("0 B");
        assertThat(Shown.bytes(1023)).isEqualTo("1023 B");
        assertThat(Shown.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(Shown.bytes(512L << 20)).isEqualTo("512 MiB");
        assertThat(Shown.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
    }

    @Test
    void showsDurationsInThePrecisionTheyDeserve() {
        assertThat(Shown.duration(0.214)).isEqualTo("0.21 s");
        assertThat(Shown.duration(12.34)).isEqualTo("12.3 s");
        assertThat(Shown.duration(245)).isEqualTo("4:05 min");
        assertThat(Shown.duration(7384)).isEqualTo("2:03:04 h");
        assertThat(Shown.left(0.2)).isEqualTo("1 s left");
        assertThat(Shown.left(75)).isEqualTo("1:15 min left");
    }

    @Test
    void countsWithTheRightNoun() {
        assertThat(Shown.count(1, "attempt")).isEqualTo("1 attempt");
        assertThat(Shown.count(12_345, "row")).isEqualTo("12,345 rows");
    }

    @Test
    void neverRoundsUpToAHundredPercent() {
        assertThat(Shown.percent(0.9999)).isEqualTo("99 %");
        assertThat(Shown.percent(1)).isEqualTo("100 %");
    }
}
