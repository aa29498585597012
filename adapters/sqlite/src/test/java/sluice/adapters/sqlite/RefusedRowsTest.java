package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.sqlite.Planned.row;
import static sluice.adapters.sqlite.Planned.table;
import static sluice.adapters.sqlite.Planned.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.BookedDoubles;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.MigrationException;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.Schema.Existing;
import sluice.protocol.Schema.Orphans;
import sluice.protocol.Schema.Policy;
import sluice.protocol.Schema.Type;

/** What a sink's own rules and rows keep out becomes a reject, and the rest goes in. */
class RefusedRowsTest {
    private static final int KEYS = 10_000;

    @TempDir
    private Path folder;

    private static Planned.TableBuilder items() {
        return table("items")
                .notNull("id", Type.INTEGER)
                .column("name", Type.TEXT)
                .key("id")
                .existing(Existing.UPDATE)
                .collisions(Policy.FIRST, null);
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            rows.add(row("key " + i, tuple(0, 0, i, i % 2_500 == 77 ? "bad" : "name " + i)));
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT CONSTRAINT good CHECK (name <> 'bad'));"
                        + " CHECK constraint failed: good;",
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT, more AS (nullif(name, 'bad')) NOT NULL);"
                        + " NOT NULL constraint failed: items.more;",
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT); no such name; ABORT",
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT); no such name; FAIL",
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT); no such name; ROLLBACK",
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT); a trigger leaves it out; IGNORE",
            })
    void onlyTheRowsThatATableDoesNotTakeAreRejected(String made, String why, String raise) throws Exception {
        SqlFile.run(file(), made);
        if (raise != null) {
            SqlFile.run(
                    file(),
                    "CREATE TRIGGER no BEFORE INSERT ON items WHEN new.name = 'bad' BEGIN SELECT raise(" + raise
                            + (raise.equals("IGNORE") ? "" : ", 'no such name'") + "); END");
        }
        PlannedSink sink = new PlannedSink(file(), items());

        PlannedSink.Outcome outcome = sink.run(rows());

        assertThat(outcome.rejects())
                .extracting(reject -> reject.key() + ": " + reject.reason())
                .containsExactlyInAnyOrder(
                        "key 77: table items does not take row 77: " + why,
                        "key 2577: table items does not take row 2577: " + why,
                        "key 5077: table items does not take row 5077: " + why,
                        "key 7577: table items does not take row 7577: " + why);
        assertThat(outcome.rejects())
                .allSatisfy(reject -> assertThat(reject.payload()).isNotEmpty());
        assertThat(outcome.books().written()).isEqualTo(KEYS - 4);
        assertThat(sink.query("SELECT count(*) FROM items WHERE name <> 'bad'")).containsExactly("" + (KEYS - 4));
        try (var files = Files.list(folder)) {
            assertThat(files.filter(path -> path.toString().contains(".backup-")))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT CHECK (EXPRESSION))",
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT, more AS (EXPRESSION) STORED)",
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT); CREATE INDEX i ON items(EXPRESSION)",
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT); CREATE TRIGGER t AFTER INSERT ON items BEGIN"
                        + " SELECT EXPRESSION FROM items WHERE id = new.id; END",
            })
    void rowsOnWhichAnExpressionFailsAreRejected(String made) throws SQLException {
        for (String sql : made.split("; CREATE")) {
            String whole = sql.startsWith("CREATE") ? sql : "CREATE" + sql;
            SqlFile.run(file(), whole.replace("EXPRESSION", "iif(name = 'bad', json(name), 1)"));
        }
        PlannedSink sink = new PlannedSink(file(), items());

        PlannedSink.Outcome outcome = sink.run(rows());

        assertThat(outcome.rejects())
                .extracting(reject -> reject.key() + ": " + reject.reason())
                .containsExactlyInAnyOrder(
                        "key 77: table items does not take row 77: malformed JSON",
                        "key 2577: table items does not take row 2577: malformed JSON",
                        "key 5077: table items does not take row 5077: malformed JSON",
                        "key 7577: table items does not take row 7577: malformed JSON");
        assertThat(outcome.books().written()).isEqualTo(KEYS - 4);
        assertThat(sink.query("SELECT count(*) FROM items WHERE name <> 'bad'")).containsExactly("" + (KEYS - 4));
    }

    @Test
    void aCheckOfThePlanThatFailsRejectsTheRow() throws SQLException {
        PlannedSink sink = new PlannedSink(
                file(),
                items().existing(Existing.REFUSE).check("iif(name = 'bad', json_extract(name, '$.x') IS NULL, 1)"));

        List<Reject> rejects = new ArrayList<>();
        try (SinkSession session = SinkSession.begin(new SqliteSinkProvider(), sink.settings(), 1)) {
            for (Row row : rows()) {
                rejects.addAll(session.write(0, row));
            }
            session.commit();
            session.seal(new BookedDoubles(session, true));
        }

        assertThat(rejects)
                .extracting(reject -> reject.key() + ": " + reject.reason())
                .containsExactly(
                        "key 77: malformed JSON",
                        "key 2577: malformed JSON",
                        "key 5077: malformed JSON",
                        "key 7577: malformed JSON");
        assertThat(sink.query("SELECT count(*) FROM items")).containsExactly("" + (KEYS - 4));
    }

    @Test
    void aMergedRowOnWhichACheckFailsIsRejected() throws SQLException {
        PlannedSink sink = new PlannedSink(
                file(),
                table("pairs")
                        .notNull("id", Type.INTEGER)
                        .column("a", Type.TEXT)
                        .column("b", Type.TEXT)
                        .key("id")
                        .check("json(a || b) IS NOT 'x'")
                        .collisions(Policy.MERGE, null));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("x", tuple(0, 0, 1, "{", null)),
                row("y", tuple(0, 0, 1, null, "]")),
                row("z", tuple(0, 0, 2, "{", "}"))));

        assertThat(sink.query("SELECT * FROM pairs")).containsExactly("1|null|]", "2|{|}");
        assertThat(outcome.rejects())
                .extracting(reject -> reject.key() + ": " + reject.reason())
                .containsExactly("x: table pairs does not take row 1: malformed JSON");
    }

    /** No row is to blame for a statement that cannot even be prepared. */
    @Test
    void aTriggerThatNamesATableThatIsNotThereStopsTheRun() throws SQLException {
        SqlFile.run(
                file(),
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT)",
                "CREATE TRIGGER t AFTER INSERT ON items BEGIN INSERT INTO gone VALUES (1); END");
        PlannedSink sink = new PlannedSink(file(), items());

        assertThatThrownBy(() -> sink.run(List.of(row("a", tuple(0, 0, 1, "one")))))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("no such table: main.gone");
        assertThat(sink.query("SELECT count(*) FROM items")).containsExactly("0");
    }

    @Test
    void aStrictColumnRejectsWhatItCannotHold() throws SQLException {
        SqlFile.run(file(), "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT) STRICT");
        PlannedSink sink = new PlannedSink(
                file(),
                table("items")
                        .notNull("id", Type.INTEGER)
                        .column("name", Type.ANY)
                        .key("id")
                        .existing(Existing.KEEP));

        PlannedSink.Outcome outcome =
                sink.run(List.of(row("a", tuple(0, 0, 1, "text")), row("b", tuple(0, 0, 2, new byte[] {-1}))));

        assertThat(outcome.rejects())
                .extracting(Reject::reason)
                .containsExactly("table items does not take row 2: cannot store BLOB value in TEXT column items.name");
        assertThat(sink.query("SELECT * FROM items")).containsExactly("1|text");
    }

    @Test
    void rowsWithoutAnIdentityAreRejectedOneByOne() throws SQLException {
        SqlFile.run(file(), "CREATE TABLE notes(id INTEGER PRIMARY KEY, note TEXT CHECK (note <> 'bad'))");
        PlannedSink sink =
                new PlannedSink(file(), table("notes").column("note", Type.TEXT).existing(Existing.UPDATE));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("a", tuple(0, 0, "one"), tuple(0, 1, "bad")), row("b", tuple(0, 0, "two"), tuple(0, 1, "three"))));

        assertThat(outcome.rejects())
                .extracting(reject -> reject.key() + ": " + reject.reason())
                .containsExactly("a: table notes does not take row: CHECK constraint failed: note <> 'bad'");
        assertThat(sink.query("SELECT note FROM notes")).containsExactly("two", "three");
    }

    /** The row that won leaves, and the one that it had beaten stands: both are in the books as they are. */
    @Test
    void whatLostToARowThatIsRefusedStandsInItsPlace() throws SQLException {
        SqlFile.run(file(), "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT CHECK (name <> 'bad'))");
        PlannedSink sink = new PlannedSink(file(), items());

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("a", tuple(0, 0, 1, "bad")),
                row("b", tuple(0, 0, 1, "good")),
                row("c", tuple(0, 0, 1, "better")),
                row("d", tuple(0, 0, 2, "other"))));

        assertThat(sink.query("SELECT * FROM items")).containsExactly("1|good", "2|other");
        assertThat(outcome.rejects()).extracting(Reject::key).hasToString("[a]");
        assertThat(outcome.told().removed()).hasSize(1);
        assertThat(outcome.books().written()).isEqualTo(2);
        assertThat(outcome.books().doubled()).isEqualTo(1);
        assertThat(outcome.books().rejected()).isEqualTo(1);
    }

    /** Columns of several records may break together what none of them broke. */
    @Test
    void aMergedRowThatBreaksACheckIsRejected() throws SQLException {
        PlannedSink sink = new PlannedSink(
                file(),
                table("pairs")
                        .notNull("id", Type.INTEGER)
                        .column("a", Type.INTEGER)
                        .column("b", Type.INTEGER)
                        .key("id")
                        .check("a IS NULL OR b IS NULL OR a < b")
                        .collisions(Policy.MERGE, null));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("x", tuple(0, 0, 1, 5, null)), row("y", tuple(0, 0, 1, null, 3)), row("z", tuple(0, 0, 2, 1, 2))));

        assertThat(sink.query("SELECT * FROM pairs")).containsExactly("1|null|3", "2|1|2");
        assertThat(outcome.rejects())
                .extracting(reject -> reject.key() + ": " + reject.reason())
                .containsExactly("x: table pairs does not take row 1: CHECK constraint failed:"
                        + " a IS NULL OR b IS NULL OR a < b");
    }

    @Test
    void aForeignKeyOfTheSinkRejectsOrphans() throws SQLException {
        SqlFile.run(
                file(),
                "CREATE TABLE owners(id INTEGER PRIMARY KEY)",
                "INSERT INTO owners VALUES (7)",
                "CREATE TABLE things(id INTEGER PRIMARY KEY, owner INTEGER REFERENCES owners)",
                "INSERT INTO things VALUES (99, 98)");
        PlannedSink sink = new PlannedSink(
                file(),
                table("things")
                        .notNull("id", Type.INTEGER)
                        .column("owner", Type.INTEGER)
                        .key("id")
                        .existing(Existing.UPDATE));

        PlannedSink.Outcome outcome = sink.run(
                List.of(row("a", tuple(0, 0, 1, 7)), row("b", tuple(0, 0, 2, 8)), row("c", tuple(0, 0, 3, null))));

        assertThat(outcome.rejects())
                .extracting(reject -> reject.key() + ": " + reject.reason())
                .containsExactly("b: table things names (by owner) a row of owners that is not there");
        assertThat(sink.query("SELECT * FROM things")).containsExactly("1|7", "3|null", "99|98");
    }

    /** A row may leave or come while nobody holds the lock: the plan's rows are compared with what stands then. */
    @Test
    void whatChangesBeforeTheSinkIsLockedIsSeen() throws SQLException {
        SqlFile.run(
                file(),
                "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT UNIQUE)",
                "INSERT INTO items VALUES (1, 'old one'), (2, 'old two')");
        PlannedSink sink = new PlannedSink(file(), items().existing(Existing.KEEP));
        List<String> changes = new ArrayList<>(
                List.of("DELETE FROM items WHERE id = 1", "INSERT INTO items VALUES (3, 'old three'), (9, 'four')"));

        PlannedSink.Outcome outcome = sink.sealedWith(
                changing(changes),
                List.of(
                        row("a", tuple(0, 0, 1, "one")),
                        row("b", tuple(0, 0, 2, "two")),
                        row("c", tuple(0, 0, 3, "three")),
                        row("d", tuple(0, 0, 4, "four"))));

        assertThat(sink.query("SELECT * FROM items")).containsExactly("1|one", "2|old two", "3|old three", "9|four");
        assertThat(outcome.books().written()).isEqualTo(1);
        assertThat(outcome.books().doubled()).isEqualTo(2);
        assertThat(outcome.rejects())
                .extracting(reject -> reject.key() + ": " + reject.reason())
                .containsExactly("d: table items has a row that was there before with the same name: 'four'");
    }

    private SqliteSinkProvider changing(List<String> changes) {
        return new SqliteSinkProvider(InstantSource.system(), step -> {
            if (step == MappedSeal.Step.SETTLE && !changes.isEmpty()) {
                try {
                    SqlFile.run(file(), changes.removeFirst());
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    @Test
    void aSinkThatNeverRestsIsToldSo() throws SQLException {
        SqlFile.run(file(), "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT)");
        PlannedSink sink = new PlannedSink(file(), items());
        List<String> changes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            changes.add("INSERT INTO items VALUES (" + (1_000 + i) + ", 'x')");
        }

        assertThatThrownBy(() -> sink.sealedWith(changing(changes), List.of(row("a", tuple(0, 0, 1, "one")))))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("other programs change its tables faster");
        assertThat(sink.query("SELECT count(*) FROM items WHERE id = 1")).containsExactly("0");
    }

    /** A run that was killed when all was settled looks again when it is resumed. */
    @Test
    void whatChangesBetweenTwoAttemptsIsSeen() throws SQLException {
        SqlFile.run(file(), "CREATE TABLE items(id INTEGER PRIMARY KEY, name TEXT)");
        PlannedSink sink = new PlannedSink(file(), items().existing(Existing.KEEP));
        List<Row> rows = List.of(row("a", tuple(0, 0, 1, "one")), row("b", tuple(0, 0, 2, "two")));
        SqliteSinkProvider killed = new SqliteSinkProvider(InstantSource.system(), step -> {
            if (step == MappedSeal.Step.SETTLE) {
                throw new IllegalStateException("killed");
            }
        });
        assertThatThrownBy(() -> sink.sealedWith(killed, rows)).hasMessageContaining("killed");
        SqlFile.run(file(), "INSERT INTO items VALUES (2, 'old two')");

        try (SinkSession session = SinkSession.resume(new SqliteSinkProvider(), sink.settings())) {
            PlannedSink.Outcome outcome = sink.seal(session, rows);
            assertThat(outcome.books().doubled()).isEqualTo(1);
        }

        assertThat(sink.query("SELECT * FROM items")).containsExactly("1|one", "2|old two");
    }

    @Test
    void keptOrphansBreakNoForeignKeyOfTheSink() throws SQLException {
        SqlFile.run(
                file(),
                "CREATE TABLE owners(id INTEGER PRIMARY KEY)",
                "CREATE TABLE things(id INTEGER PRIMARY KEY, owner INTEGER, FOREIGN KEY (OWNER) REFERENCES"
                        + " Owners(ID))");
        PlannedSink sink = new PlannedSink(
                file(),
                table("owners").notNull("id", Type.INTEGER).key("id").existing(Existing.KEEP),
                table("things")
                        .notNull("id", Type.INTEGER)
                        .column("owner", Type.INTEGER)
                        .key("id")
                        .refers("owner", "owners", "id", Orphans.KEEP)
                        .existing(Existing.UPDATE));

        PlannedSink.Outcome outcome =
                sink.run(List.of(row("o", tuple(0, 0, 5)), row("a", tuple(1, 0, 1, 5)), row("b", tuple(1, 0, 2, 6))));

        assertThat(outcome.rejects()).extracting(Reject::key).hasToString("[b]");
        assertThat(sink.query("SELECT * FROM things")).containsExactly("1|5");
    }

    private Path file() {
        return folder.resolve("app.db");
    }
}
