package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTextTest {
    @Test
    void tellsAVerifiedRunOnOneScreen() {
        assertThat(ReportText.of(Reports.verified())).isEqualTo("""

            Done and verified: redis://localhost:6379/0 to sqlite:app.db (layout native)

              rows          40,123 read = 40,100 written + 0 rejected + 20 expired + 3 doubled
              size          12.0 MiB in 1.40 s, 28,660 rows/s
              verification  every row was compared: 0 of 40,100 differ
              sealed        in 0.21 s, integrity ok
              run           7f2c01, 2 attempts, resumed

              keyspace    read  written  rejected
              user:*    20,000   20,000         0
              *            123      100         0

              note: the server was busy
            """);
    }

    @Test
    void namesTheFirstDifferencesAndHowToListRejects() {
        assertThat(ReportText.of(Reports.differing()))
                .contains(
                        "Done, with differences: ",
                        "  differences: 1 missing, 1 extra, 1 changed\n"
                                + "    changed  user:17\n"
                                + "    missing  user:18 (db 3)\n",
                        "1 row could not be written; list them with: sluice rejects sqlite:app.db");
    }

    @Test
    void saysWhyARunFailedAndHowToGoOn() {
        assertThat(ReportText.of(Reports.with("failed", "cannot read partition 3: connection reset")))
                .contains(
                        "Failed: ",
                        "  error: cannot read partition 3: connection reset\n",
                        "run the same command to resume");
        assertThat(ReportText.of(Reports.with("stopped", ""))).contains("run the same command to resume");
    }
}
