package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sluice.engine.core.Progress;

class ProgressTextTest {
    private static final Progress HALFWAY =
            new Progress("landing", 412_000, 400_000, 0, 0, 52L << 20, 4, 0.5, 137_000, 0, 0, 1, "");
    private static final Progress TROUBLED = new Progress(
            "landing", 412_000, 400_000, 3, 0, 52L << 20, 4, Double.NaN, 0, 0, 0, 2, "the source does not answer");

    @Test
    void tellsALogHowFarItIs() {
        assertThat(ProgressText.plain(HALFWAY))
                .isEqualTo("landing 50 %: 412,000 rows, 137,000 rows/s, 52.0 MiB, 4 s left");
    }

    @Test
    void tellsWhatIsWrongAndWhyItWaits() {
        assertThat(ProgressText.plain(TROUBLED))
                .isEqualTo("landing: 412,000 rows, 52.0 MiB, 3 rejected, attempt 2,"
                        + " waiting: the source does not answer");
    }

    @Test
    void drawsABarWhereTheTotalIsKnown() {
        assertThat(ProgressText.bar(HALFWAY, 100))
                .isEqualTo("landing   [###############---------------] 50 %  412,000 rows  137,000 rows/s  52.0 MiB"
                        + "  4 s left");
        assertThat(ProgressText.bar(TROUBLED, 200)).doesNotContain("[").startsWith("landing   412,000 rows");
    }

    @Test
    void fitsIntoEveryTerminal() {
        for (int columns = 1; columns < 150; columns++) {
            assertThat(ProgressText.bar(HALFWAY, columns)).hasSizeLessThan(Math.max(columns, 1) + 1);
            assertThat(ProgressText.bar(TROUBLED, columns)).hasSizeLessThan(Math.max(columns, 1) + 1);
        }
    }

    @Test
    void forgetsThePercentOnceAllIsRead() {
        Progress sealing = new Progress("sealing", 412_000, 412_000, 0, 0, 52L << 20, 8, 1, 0, 0, 0, 1, "");

        assertThat(ProgressText.plain(sealing)).isEqualTo("sealing: 412,000 rows, 52.0 MiB");
    }
}
