package sluice.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ByteCountTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "67108864, 67108864",
        "100b, 100",
        "64K, 65536",
        "64kb, 65536",
        "32MiB, 33554432",
        "32 MiB, 33554432",
        "1g, 1073741824"
    })
    void readsNumbersWithAndWithoutUnits(String text, long bytes) {
        assertThat(new ByteCount().convert(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5M", "M", "3x", "1 2", "99999999999T"})
    void refusesWhatIsNoNumberOfBytes(String text) {
        assertThatThrownBy(() -> new ByteCount().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "' is ");
    }
}
