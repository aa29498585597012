package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import sluice.adapters.contract.BookedDoubles;
import sluice.adapters.contract.Rows;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;
import sluice.protocol.Tally;

/** Runs plans into one file, and looks at what came of them. */
final class PlannedSink {
    private final Path file;
    private final SinkSettings settings;
    private final SqliteSinkProvider provider = new SqliteSinkProvider();
    private boolean doublesPossible = true;

    PlannedSink(Path file, Planned.TableBuilder... tables) {
        this.file = file;
        this.settings = new SinkSettings(file.toString(), "mapped", 0, Planned.schema(tables), true);
    }

    /** What a seal told, and what stood in the books after it. */
    record Outcome(BookedDoubles told, Tally books, List<Reject> rejects) {}

    /** Of a source that gives no key twice. */
    PlannedSink ofStillSource() {
        doublesPossible = false;
        return this;
    }

    SinkSettings settings() {
        return settings;
    }

    Path file() {
        return file;
    }

    /** A whole run; while it is sealed, every key has to read back as it came but for what was rejected or gone. */
    Outcome run(List<Row> rows) {
        return sealedWith(provider, rows);
    }

    /** The same, with what happens during the seal. */
    Outcome sealedWith(SqliteSinkProvider sealing, List<Row> rows) {
        try (SinkSession session = SinkSession.begin(sealing, settings, 2)) {
            List<Row> left = new ArrayList<>(rows);
            for (int i = 0; i < rows.size(); i++) {
                for (Reject reject : session.write(i % 2, rows.get(i))) {
                    left.removeIf(row -> row.key().equals(reject.key()));
                }
            }
            session.commit();
            return seal(session, left);
        }
    }

    Outcome seal(SinkSession session, List<Row> rows) {
        BookedDoubles told = new BookedDoubles(session, doublesPossible);
        session.seal(told);
        List<String> expected = new ArrayList<>(Rows.describe(rows));
        Stream.concat(told.removed().stream(), told.rejected().stream())
                .forEach(gone ->
                        expected.remove(Rows.describe(List.of(gone.row())).getFirst()));
        assertThat(SinkSession.described(provider, settings)).isEqualTo(expected);
        List<Reject> rejects = new ArrayList<>();
        Tally books;
        try (SinkReader reader = provider.read(settings)) {
            reader.rejects(rejects::add);
            books = reader.checkpoint().total();
            assertThat(reader.rows()).isEqualTo(books.written());
            assertThat(reader.damage()).isEmpty();
        }
        session.sink().finish("verified", 1, "{}");
        return new Outcome(told, books, rejects);
    }

    List<String> query(String sql) throws SQLException {
        return SqlFile.query(file, sql);
    }
}
