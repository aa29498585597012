package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.adapters.sqlite.Planned.row;
import static sluice.adapters.sqlite.Planned.schema;
import static sluice.adapters.sqlite.Planned.table;
import static sluice.adapters.sqlite.Planned.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.BookedDoubles;
import sluice.adapters.contract.Rows;
import sluice.adapters.contract.Samples;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.Row;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Type;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;

class MappedSinkTest {
    @TempDir
    private Path folder;

    private final SqliteSinkProvider provider = new SqliteSinkProvider();

    @Test
    void rowsStandInThePlansTablesAndNowhereElse() throws Exception {
        Schema schema = schema(
                table("people")
                        .notNull("phone", Type.TEXT)
                        .column("age", Type.INTEGER)
                        .key("phone"),
                table("notes").column("phone", Type.TEXT).column("note", Type.TEXT));
        List<Row> rows = List.of(
                row("b", tuple(0, 0, "+2", 20), tuple(1, 0, "+2", "first"), tuple(1, 1, "+2", "second")),
                row("a", tuple(0, 0, "+1", null), tuple(1, 0, "+1", "")),
                row("none"));
        SinkSettings settings = settings(schema);
        try (SinkSession session = SinkSession.begin(provider, settings, 1)) {
            session.write(0, rows);
            session.commit();
            assertThat(sink()).doesNotExist();
            assertThat(session.sink().notes()).isEmpty();
            assertThat(session.seal(new BookedDoubles(session, true)).integrity())
                    .isEqualTo("ok");
            assertThat(Rows.describe(read(settings))).isEqualTo(Rows.describe(rows));
            session.sink().finish("verified", 1, "{}");
        }

        assertThat(SqlFile.query(sink(), "SELECT * FROM people")).containsExactly("+1|null", "+2|20");
        assertThat(SqlFile.query(sink(), "SELECT rowid, * FROM notes"))
                .containsExactly("1|+2|first", "2|+2|second", "3|+1|");
        assertThat(SqlFile.query(sink(), "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"))
                .containsExactly(
                        "notes",
                        "people",
                        "sluice_checkpoint",
                        "sluice_count",
                        "sluice_landing",
                        "sluice_reject",
                        "sluice_return",
                        "sluice_run",
                        "sluice_table",
                        "sqlite_stat1",
                        "sqlite_stat4");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(sink());
        }
    }

    @Test
    void keysOfLayoutNativeComeAsTheyAre() {
        List<Row> rows = new ArrayList<>(Samples.everyKind());
        for (int i = 0; i < rows.size(); i += 3) {
            rows.add(i, row("mapped " + i, tuple(0, 0, "id " + i)));
        }
        SinkSettings settings =
                settings(schema(table("t").notNull("id", Type.TEXT).key("id")));
        try (SinkSession session = SinkSession.begin(provider, settings, 1)) {
            session.write(0, rows);
            session.commit();
            session.seal(new BookedDoubles(session, true));

            assertThat(Rows.describe(read(settings))).isEqualTo(Rows.describe(rows));
            session.sink().finish("verified", 1, "{}");
        }
        try (SinkReader reader = provider.read(settings)) {
            assertThat(reader.runs().getFirst().status()).isEqualTo("verified");
            assertThat(reader.rows()).isEqualTo(rows.size());
            assertThat(reader.damage()).isEmpty();
        }
    }

    private List<Row> read(SinkSettings settings) {
        return List.copyOf(SinkSession.rows(provider, settings));
    }

    private Path sink() {
        return folder.resolve("app.db");
    }

    private SinkSettings settings(Schema schema) {
        return new SinkSettings(sink().toString(), "mapped", 0, schema, true);
    }
}
