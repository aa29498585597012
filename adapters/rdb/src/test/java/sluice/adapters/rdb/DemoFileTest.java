package sluice.adapters.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sluice.protocol.Kind;
import sluice.protocol.SourceSettings;

/** The file that the demo copies. */
class DemoFileTest {
    private static final Path DEMO = Path.of("../../engine/cli/src/main/resources/sluice/demo.rdb");
    private static final long SHIPPED = 1_798_761_600_000L;

    @Test
    void holdsEveryKindInTwoDatabasesAndSomeHundredExpiredKeys() {
        Reading reading = Reading.of(new SourceSettings(DEMO.toString(), null, null, null, 1000, 1 << 20, SHIPPED));

        Set<Kind> kinds = reading.rows().stream().map(row -> row.value().kind()).collect(Collectors.toSet());
        Set<Integer> dbs = reading.rows().stream().map(row -> row.key().db()).collect(Collectors.toSet());

        assertThat(reading.fault()).isNull();
        assertThat(reading.canonical()).hasSizeBetween(25_000, 35_000);
        assertThat(reading.expired()).isEqualTo(400);
        assertThat(kinds).isEqualTo(EnumSet.complementOf(EnumSet.of(Kind.MODULE)));
        assertThat(dbs).containsExactlyInAnyOrder(0, 1);
    }
}
