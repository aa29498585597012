package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import sluice.engine.core.Progress;

class ProgressDisplayTest {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void printsALineEveryFewSecondsInALog() {
        Capture capture = new Capture();
        ProgressDisplay display = new ProgressDisplay(capture.shell(), ProgressMode.AUTO, nanoTime::get);

        for (int i = 0; i < 60; i++) {
            nanoTime.addAndGet(SECOND_NANOS / 5);
            display.accept(Progress.NOTHING);
        }
        display.close();

        assertThat(capture.err().lines()).hasSize(2).allMatch(line -> line.startsWith("opening"));
    }

    @Test
    void redrawsOneLineOnATerminalAndLeavesItClean() {
        Capture capture = new Capture(Path.of("target"), 80);
        ProgressDisplay display = new ProgressDisplay(capture.shell(), ProgressMode.AUTO, nanoTime::get);

        display.accept(Progress.NOTHING);
        display.accept(Progress.NOTHING);
        display.close();
        display.accept(Progress.NOTHING);

        assertThat(capture.err())
                .startsWith("\r\033[Kopening")
                .endsWith("\r\033[K")
                .doesNotContain("\n");
        assertThat(capture.err().split("opening", -1)).hasSize(3);
    }

    @Test
    void isSilentWhenAsked() {
        Capture capture = new Capture(Path.of("target"), 80);
        ProgressDisplay display = new ProgressDisplay(capture.shell(), ProgressMode.NONE, nanoTime::get);

        nanoTime.addAndGet(60 * SECOND_NANOS);
        display.accept(Progress.NOTHING);
        display.close();

        assertThat(capture.err()).isEmpty();
    }

    @Test
    void printsLinesOnATerminalWhenAskedForPlainOnes() {
        Capture capture = new Capture(Path.of("target"), 80);
        ProgressDisplay display = new ProgressDisplay(capture.shell(), ProgressMode.PLAIN, nanoTime::get);

        nanoTime.addAndGet(6 * SECOND_NANOS);
        display.accept(Progress.NOTHING);
        display.close();

        assertThat(capture.err()).isEqualTo("opening: 0 rows, 0 B" + System.lineSeparator());
    }

    @Test
    void printsALineAsSoonAsSomethingIsWaitedFor() {
        Capture capture = new Capture();
        ProgressDisplay display = new ProgressDisplay(capture.shell(), ProgressMode.PLAIN, nanoTime::get);

        display.accept(Progress.NOTHING);
        display.accept(waiting("connection lost"));
        display.accept(waiting("connection lost, still"));
        display.accept(Progress.NOTHING);
        display.accept(waiting("connection lost again, too soon for another line"));
        nanoTime.addAndGet(5 * SECOND_NANOS);
        display.accept(waiting("connection lost again"));
        display.close();

        assertThat(capture.err().lines())
                .containsExactly(
                        "landing: 0 rows, 0 B, waiting: connection lost",
                        "landing: 0 rows, 0 B, waiting: connection lost again");
    }

    private static Progress waiting(String reason) {
        return new Progress("landing", 0, 0, 0, 0, 0, 0, Double.NaN, 0, 0, 0, 1, reason);
    }
}
