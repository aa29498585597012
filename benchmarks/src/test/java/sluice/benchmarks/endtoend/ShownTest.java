package sluice.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class ShownTest {
    @Test
    void sizesAreReadAsTheyAreShown() {
        for (String text : List.of("2000", "100k", "1m", "10m", "1500")) {
            assertThat(Size.show(new Size().convert(text))).isEqualTo(text.equals("2000") ? "2k" : text);
        }
        assertThatThrownBy(() -> new Size().convert("many")).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void figuresKeepTheDigitsThatMatter() {
        assertThat(List.of(1234.4, 99.94, 4.236, 0.1234, 0.0421).stream().map(Figures::plain))
                .containsExactly("1,234", "99.9", "4.24", "0.12", "0.042");
        assertThat(Figures.spread(new Spread(2, 1.5, 120))).isEqualTo("2.00 (1.50–120)");
    }

    @Test
    void aCheckSaysWhatWasAskedForAndWhetherItIsMet() {
        assertThat(Check.atLeast("a of floor", 0.8, "", 0.83))
                .hasToString("a of floor: 0.83, asked for at least 0.80: met");
        assertThat(Check.atMost("peak", 400, " MiB", 463))
                .hasToString("peak: 463 MiB, asked for at most 400 MiB: NOT MET");
    }

    @Test
    void theProcessorTimeOfAChildIsReadFromItsParentsStatLine() {
        String stat = "4711 (a (strange) name) S 1 4711 4711 0 -1 4194304 100 200 0 0 7 8 150 25 20 0 1 0 100";

        assertThat(ProcessMeter.cpuSeconds(stat)).isEqualTo(1.75);
    }
}
