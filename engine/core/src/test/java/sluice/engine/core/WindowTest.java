package sluice.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WindowTest {
    @Test
    void isOpenUntilItsBatchesAreInFlight() {
        Window window = Window.of(2, 1000).sent(10).sent(10);

        assertThat(window.isOpenFor(1)).isFalse();
        assertThat(window.acked(1, 10).isOpenFor(1)).isTrue();
    }

    @Test
    void isOpenUntilItsBytesAreInFlight() {
        Window window = Window.of(10, 1000).sent(900);

        assertThat(window.isOpenFor(100)).isTrue();
        assertThat(window.isOpenFor(101)).isFalse();
    }

    @Test
    void letsOneOversizedBatchFlyAlone() {
        Window empty = Window.of(10, 1000);

        assertThat(empty.isOpenFor(1_000_000)).isTrue();
        assertThat(empty.sent(1_000_000).isOpenFor(1)).isFalse();
    }

    @Test
    void refusesAcknowledgementsOfWhatWasNeverSent() {
        Window window = Window.of(10, 1000).sent(10);

        assertThatThrownBy(() -> window.acked(2, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void neverHoldsMoreThanItsBoundsUnlessOneBatchIsBigger(
            @ForAll @IntRange(min = 1, max = 8) int batchesMax,
            @ForAll @LongRange(min = 1, max = 1000) long bytesMax,
            @ForAll @Size(max = 100) List<@LongRange(min = 0, max = 2000) Long> batches) {
        Window window = Window.of(batchesMax, bytesMax);
        Deque<Long> inFlight = new ArrayDeque<>();
        for (long bytes : batches) {
            while (!window.isOpenFor(bytes)) {
                window = window.acked(1, inFlight.removeFirst());
            }
            window = window.sent(bytes);
            inFlight.addLast(bytes);

            assertThat(window.batches()).isEqualTo(inFlight.size()).isLessThanOrEqualTo(batchesMax);
            assertThat(window.bytes() <= bytesMax || window.batches() == 1).isTrue();
        }
    }
}
