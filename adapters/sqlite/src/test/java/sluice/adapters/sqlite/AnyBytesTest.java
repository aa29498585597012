package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import sluice.adapters.contract.Rows;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.Key;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.SinkSettings;

class AnyBytesTest {
    @Property(tries = 40)
    void comeBackFromNative(@ForAll("rows") List<Row> rows) throws IOException {
        comeBack("native", rows);
    }

    @Property(tries = 40)
    void comeBackFromRedka(@ForAll("rows") List<Row> rows) throws IOException {
        comeBack(
                "redka",
                rows.stream().filter(row -> Objections.redka(row, 0) == null).toList());
    }

    private static void comeBack(String layout, List<Row> rows) throws IOException {
        Path folder = Files.createTempDirectory("sluice-any-bytes");
        Path file = folder.resolve("any.db");
        try {
            SinkSettings settings = new SinkSettings(file.toString(), layout, 0);
            try (SinkSession session = SinkSession.begin(new SqliteSinkProvider(), settings, 1)) {
                assertThat(session.write(0, rows)).isEmpty();
                session.complete();
            }

            assertThat(SinkSession.described(new SqliteSinkProvider(), settings))
                    .isEqualTo(newest(rows));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /** Of a key that comes twice, the newer row stays. */
    private static List<String> newest(List<Row> rows) {
        Map<Key, Row> newest = new HashMap<>();
        rows.forEach(row -> newest.put(row.key(), row));
        return Rows.describe(new ArrayList<>(newest.values()));
    }

    @Provide
    Arbitrary<List<Row>> rows() {
        var expiries = net.jqwik.api.Arbitraries.longs().between(-1, Long.MAX_VALUE);
        return Combinators.combine(AnyValue.bytes(), AnyValue.values(), expiries)
                .as((key, value, expiry) -> new Row(new Key(0, key), value, expiry, Row.UNKNOWN, Part.WHOLE))
                .list()
                .ofMaxSize(200);
    }
}
