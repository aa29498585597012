package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    private static final int INT = 2;
    private static final int TERM = 15;

    private final List<Integer> halted = new ArrayList<>();
    private final List<String> stopped = new ArrayList<>();
    private final Interruption interruption = new Interruption(new PrintWriter(new StringWriter()), halted::add);

    @Test
    void stopsWhatRunsAndTellsTheShellWhichSignalItWas() {
        interruption.stopsBy(() -> stopped.add("stopped"));

        interruption.arrived(TERM);

        assertThat(stopped).hasSize(1);
        assertThat(halted).isEmpty();
        assertThat(interruption.exitCode(Reports.with("stopped", ""))).isEqualTo(143);
    }

    @Test
    void endsAtOnceTheSecondTime() {
        interruption.stopsBy(() -> stopped.add("stopped"));

        interruption.arrived(INT);
        interruption.arrived(INT);

        assertThat(stopped).hasSize(1);
        assertThat(halted).containsExactly(130);
    }

    @Test
    void endsAtOnceWhenNothingRuns() {
        interruption.arrived(INT);

        assertThat(halted).containsExactly(130);
    }

    @Test
    void leavesTheExitCodeToARunThatEndedByItself() {
        interruption.stopsBy(() -> stopped.add("stopped"));
        interruption.arrived(INT);

        assertThat(interruption.exitCode(Reports.verified())).isZero();
        assertThat(interruption.exitCode(Reports.with("failed", "why"))).isEqualTo(1);
    }
}
