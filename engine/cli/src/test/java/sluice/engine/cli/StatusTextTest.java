package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sluice.protocol.Checkpoint;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.Cursor;
import sluice.protocol.Partition;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;
import sluice.protocol.Tally;

class StatusTextTest {
    private static final Cursor START = new Cursor("0");

    private static Status status(Phase phase, String word) {
        return status(phase, word, null);
    }

    private static Status status(Phase phase, String word, @Nullable String report) {
        return status(phase, word, report, "redka");
    }

    private static Status status(Phase phase, String word, @Nullable String report, String layout) {
        RunRecord run = new RunRecord(
                "7f2c01",
                "redis://host:6379/0",
                "id",
                "print",
                layout,
                "3",
                "user:*",
                phase,
                word,
                1_000_000,
                0,
                2,
                report);
        Checkpoint checkpoint = new Checkpoint(
                Map.of(
                        1, new Standing(new Partition(1, "slice 1 of 2", START), START, Tally.ZERO, false),
                        0, new Standing(new Partition(0, "slice 0 of 2", START), START, Tally.of(9, 1, 0, 77), true)),
                new byte[0]);
        return new Status(
                "sqlite:app.db",
                List.of(run),
                checkpoint,
                List.of(new RejectCount("no streams", 1)),
                OptionalLong.empty());
    }

    @Test
    void tellsHowFarARunHasComeAndHowToGoOn() {
        assertThat(StatusText.of(status(Phase.LANDING, "running"), ZoneOffset.UTC))
                .isEqualTo("""
                    sqlite:app.db

                      run      status    phase  attempts                started  layout  source
                      7f2c01  running  landing         2  1970-01-01 00:16:40 Z   redka  redis://host:6379/0

                    latest run: 10 read = 9 written + 1 rejected + 0 expired + 0 doubled, 77 B

                      partition     read  written  rejected  expired  doubled  state
                      slice 0 of 2    10        9         1        0        0  drained
                      slice 1 of 2     0        0         0        0        0  to be read on

                    rejects, listed by: sluice rejects sqlite:app.db
                      1  no streams

                    This run is unfinished. The command that began it resumes it:
                      sluice copy redis://host:6379/0 sqlite:app.db --layout redka --db 3 --match 'user:*'
                    """);
    }

    @Test
    void aRunOfAPlanWantsItsPlanToGoOn() {
        assertThat(StatusText.of(status(Phase.LANDING, "running", null, "mapped"), ZoneOffset.UTC))
                .endsWith("sluice copy redis://host:6379/0 sqlite:app.db --plan PLAN --db 3 --match 'user:*'\n");
    }

    @Test
    void hasNoAdviceForAFinishedRun() {
        assertThat(StatusText.of(status(Phase.FINISHED, "verified"), ZoneOffset.UTC))
                .contains("verified")
                .doesNotContain("resume");
    }

    @Test
    void tellsHowTheLimitsOfAPlanWereKept() {
        String report = """
            {"gates": [{"name": "rejects", "limit": "0.1%", "count": 1, "passed": false},
                       {"name": "orphans", "limit": "5", "count": 2, "passed": true}]}
            """;
        Status status = status(Phase.FINISHED, "verified", report);

        assertThat(StatusText.of(status, ZoneOffset.UTC))
                .contains("gate rejects: 1, more than 0.1%: FAILED\ngate orphans: 2, within 5\n");
        assertThat(StatusJson.of(status)).contains("\"limit\" : \"0.1%\"");
        assertThat(status(Phase.FINISHED, "verified", "no report").gates()).isEmpty();
    }

    @Test
    void tellsScriptsTheSame() {
        assertThat(StatusJson.of(status(Phase.LANDING, "running")))
                .contains("\"unfinished\" : true", "\"startedAt\" : \"1970-01-01T00:16:40Z\"", "\"read\" : 10");
    }
}
