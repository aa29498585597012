package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.adapters.sqlite.Planned.row;
import static sluice.adapters.sqlite.Planned.table;
import static sluice.adapters.sqlite.Planned.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.BookedDoubles;
import sluice.adapters.contract.Rows;
import sluice.adapters.contract.Samples;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.Schema.Policy;
import sluice.protocol.Schema.Type;
import sluice.protocol.SinkReader;
import sluice.protocol.Value;

/** What a plan made of keys comes into its tables as it is, and is read back from there. */
class PlannedRowsTest {
    private static final int WIDE = 300;

    @TempDir
    private Path folder;

    @Test
    void cellsOfEveryTypeComeBackAsTheyAre() throws SQLException {
        Planned.TableBuilder all =
                table("all types").notNull("id", Type.INTEGER).key("id");
        for (Type type : Type.values()) {
            all.column(type.name(), type);
        }
        List<Row> rows = new ArrayList<>();
        Object[][] ofType = {
            {0, -1, Long.MAX_VALUE, Long.MIN_VALUE},
            {0.5, 1.0, 1e300, Double.MIN_VALUE, Double.POSITIVE_INFINITY, 4611686018427387904.0},
            {"", "0", "007", "1e5", "zażółć 😀", "a\0b", " x "},
            {new byte[0], new byte[] {0, -1}, "text".getBytes(StandardCharsets.UTF_8)},
            {"{}", "[1, 2]", "7"},
            {0, 1},
            {"2026-11-21T10:32:37.000Z"},
            {1_700_000_000_000L},
            {"text", "", new byte[0], "also text".getBytes(StandardCharsets.UTF_8), "12"}
        };
        int id = 0;
        for (int type = 0; type < ofType.length; type++) {
            for (Object value : ofType[type]) {
                Object[] cells = new Object[1 + ofType.length];
                cells[0] = id;
                cells[1 + type] = value;
                rows.add(row("key " + id++, tuple(0, 0, cells)));
            }
        }

        PlannedSink sink = sink(all, table("rest").column("x", Type.ANY));
        sink.run(rows);

        assertThat(sink.query("SELECT typeof(\"TEXT\"), count(*) FROM \"all types\" GROUP BY 1 ORDER BY 1"))
                .containsExactly("null|" + (id - 7), "text|7");
        assertThat(sink.query("SELECT DISTINCT typeof(\"REAL\") FROM \"all types\" WHERE \"REAL\" IS NOT NULL"))
                .containsExactly("real");
    }

    @Test
    void namesAreOnlyNames() throws SQLException {
        String table = "my \"own\" table; DROP TABLE x; --";
        PlannedSink sink = sink(
                table(table)
                        .notNull("order", Type.TEXT)
                        .column("key_id", Type.TEXT)
                        .column("position", Type.TEXT)
                        .column("rowid", Type.TEXT)
                        .column("it's \"x\"", Type.TEXT)
                        .key("order")
                        .index("it's \"x\"")
                        .unique("position"),
                table("group").column("select", Type.TEXT).column("rowid", Type.TEXT));

        sink.run(List.of(
                row("a", tuple(0, 0, "1", "2", "3", "4", "5"), tuple(1, 0, "s", "r")),
                row("b", tuple(0, 0, "6", "7", "8", "9", null))));

        assertThat(sink.query("SELECT * FROM " + Sql.quoted(table))).containsExactly("1|2|3|4|5", "6|7|8|9|null");
        assertThat(sink.query("SELECT * FROM \"group\"")).containsExactly("s|r");
    }

    @Test
    void aTableMayHaveHundredsOfColumns() throws SQLException {
        Planned.TableBuilder wide = table("wide").notNull("c0", Type.INTEGER).key("c0");
        for (int c = 1; c < WIDE; c++) {
            wide.column("c" + c, c % 2 == 0 ? Type.TEXT : Type.INTEGER);
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            @Nullable Object[] cells = new Object[WIDE];
            cells[0] = i;
            for (int c = 1; c < WIDE; c++) {
                cells[c] = c % 5 == 0 ? null : c % 2 == 0 ? "text " + c + " of " + i % 7 : (Object) (c * i);
            }
            rows.add(row("key " + i, tuple(0, 0, cells)));
        }

        PlannedSink sink = sink(wide);
        sink.run(rows);

        assertThat(sink.query("SELECT c298, c299 FROM wide WHERE c0 = 8")).containsExactly("text 298 of 1|2392");
    }

    @Test
    void aRowThatBreaksARuleIsRejectedWithItsRawBytes() throws SQLException {
        PlannedSink sink = sink(table("t")
                .notNull("id", Type.TEXT)
                .column("age", Type.INTEGER)
                .key("id")
                .check("age < 150")
                .collisions(Policy.FIRST, null));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("a", tuple(0, 0, "1", 20)), row("b", tuple(0, 0, "2", 151)), row("c", tuple(0, 0, "3", null))));

        assertThat(sink.query("SELECT id FROM t")).containsExactly("1", "3");
        assertThat(outcome.rejects()).hasSize(1);
        Reject reject = outcome.rejects().getFirst();
        assertThat(reject.reason()).contains("CHECK constraint failed: age < 150");
        assertThat(new String(reject.payload(), StandardCharsets.UTF_8)).endsWith("raw b");
    }

    /** A big key comes in slices: a later one that does not fit takes all of them along, with their raw bytes. */
    @Test
    void aSliceThatDoesNotFitTakesTheWholeKeyAlong() {
        PlannedSink sink = sink(table("t").column("x", Type.TEXT).check("x <> 'bad'"));
        Value unfit = new Value.Unfit(new Value.StringValue("the last".getBytes(StandardCharsets.UTF_8)), "no number");
        SqliteSinkProvider provider = new SqliteSinkProvider();
        List<Reject> rejects = new ArrayList<>();
        try (SinkSession session = SinkSession.begin(provider, sink.settings(), 1)) {
            session.write(0, row("unfit", Part.FIRST, tuple(0, 0, "1")), row("unfit", Part.MIDDLE, tuple(0, 1, "2")));
            session.commit();
            session.write(
                    0,
                    row("unfit", Part.MIDDLE, tuple(0, 2, "3")),
                    row("unfit", Part.LAST).mapped(unfit, 0));
            session.write(0, row("refused", Part.FIRST, tuple(0, 0, "1")));
            session.write(
                    0, row("refused", Part.MIDDLE, tuple(0, 1, "2")), row("refused", Part.LAST, tuple(0, 2, "bad")));
            session.write(0, row("good", Part.FIRST, tuple(0, 0, "1")), row("good", Part.LAST, tuple(0, 1, "2")));
            session.write(0, row("begun again", Part.FIRST, tuple(0, 0, "old"), tuple(0, 1, "old")));
            session.write(0, row("begun again", Part.FIRST, tuple(0, 0, "new")), row("begun again", Part.LAST));
            session.commit();
            sink.seal(
                    session,
                    List.of(row("good", tuple(0, 0, "1"), tuple(0, 1, "2")), row("begun again", tuple(0, 0, "new"))));
        }

        try (SinkReader reader = provider.read(sink.settings())) {
            reader.rejects(rejects::add);
        }
        assertThat(rejects)
                .extracting(reject -> reject.key() + " " + reject.part() + " "
                        + new String(reject.payload(), 5, reject.payload().length - 5, StandardCharsets.UTF_8))
                .containsExactly(
                        "unfit 0 raw unfit",
                        "unfit 1 raw unfit",
                        "unfit 2 raw unfit",
                        "unfit 3 the last",
                        "refused 0 raw refused",
                        "refused 1 raw refused",
                        "refused 2 raw refused");
    }

    @Test
    void aKeyOfManyRecordsComesInSlices() throws SQLException {
        int count = 5_000;
        Value.Tuple[] records = new Value.Tuple[count];
        for (int i = 0; i < count; i++) {
            records[i] = tuple(0, i, "element " + i, i);
        }
        Row list = row("list", records);
        PlannedSink sink = sink(table("t").column("element", Type.TEXT).column("position", Type.INTEGER));

        sink.run(List.of(row("before", tuple(0, 0, "x", 1)), list, row("behind", tuple(0, 0, "y", 1))));

        assertThat(sink.query("SELECT rowid, element FROM t WHERE rowid IN (1, 2, 5001, 5002)"))
                .containsExactly("1|x", "2|element 0", "5001|element 4999", "5002|y");
    }

    /** The comparison of the engine is with the sink itself, so whatever somebody changes there shows. */
    @Test
    void whatChangedInTheSinksTablesIsReadSo() throws SQLException {
        PlannedSink sink = sink(
                table("t")
                        .notNull("id", Type.TEXT)
                        .column("x", Type.TEXT)
                        .key("id")
                        .collisions(Policy.MERGE, null),
                table("n").column("x", Type.TEXT));
        SqliteSinkProvider provider = new SqliteSinkProvider();
        List<Row> rows = List.of(
                row("a", tuple(0, 0, "1", "one"), tuple(1, 0, "n1"), tuple(1, 1, "n2")),
                row("b", tuple(0, 0, "2", "two")),
                row("c", tuple(0, 0, "3", null)),
                row("d", tuple(0, 0, "3", "three")));
        try (SinkSession session = SinkSession.begin(provider, sink.settings(), 1)) {
            session.write(0, rows);
            session.commit();
            session.seal(new BookedDoubles(session, true));
            assertThat(SinkSession.described(provider, sink.settings())).isEqualTo(Rows.describe(rows));

            SqlFile.run(
                    sink.file(),
                    "UPDATE t SET x = 'other' WHERE id IN ('2', '3')",
                    "DELETE FROM t WHERE id = '1'",
                    "UPDATE n SET x = 'changed' WHERE rowid = 1",
                    "DELETE FROM n WHERE rowid = 2");

            assertThat(SinkSession.described(provider, sink.settings()))
                    .isEqualTo(Rows.describe(List.of(
                            row("a", tuple(1, 0, "changed")),
                            row("b", tuple(0, 0, "2", "other")),
                            row("c", tuple(0, 0, "3", "other")),
                            row("d", tuple(0, 0, "3", "three")))));
            List<Row> found = new ArrayList<>();
            try (SinkReader reader = provider.read(sink.settings())) {
                reader.read(List.of(new Key(0, Samples.bytes("b")), new Key(0, Samples.bytes("none"))), found::add);
            }
            assertThat(Rows.describe(found)).isEqualTo(Rows.describe(List.of(row("b", tuple(0, 0, "2", "other")))));
        }
    }

    /** A key of which nothing stands is still told as it was read, so that nobody misses it in the sink. */
    @Test
    void aKeyThatLostEverythingIsReadAsItWasButNotCounted() {
        PlannedSink sink = sink(table("t").notNull("id", Type.TEXT).key("id").collisions(Policy.FIRST, null));
        SqliteSinkProvider provider = new SqliteSinkProvider();
        List<Row> found = new ArrayList<>();
        try (SinkSession session = SinkSession.begin(provider, sink.settings(), 1)) {
            session.write(0, row("a", tuple(0, 0, "1")), row("b", tuple(0, 0, "1")));
            session.commit();
            session.seal(new BookedDoubles(session, true));
            try (SinkReader reader = provider.read(sink.settings())) {
                assertThat(reader.rows()).isEqualTo(1);
                reader.read(List.of(new Key(0, Samples.bytes("b"))), found::add);
                assertThat(Rows.describe(found)).isEqualTo(Rows.describe(List.of(row("b", tuple(0, 0, "1")))));
            }
        }
        try (SinkSession session = SinkSession.resume(provider, sink.settings())) {
            assertThat(session.checkpoint().total().doubled()).isEqualTo(1);
        }
    }

    @Test
    void kindsAndExpiriesOfKeysStayKnownUntilTheEnd() {
        List<Row> rows = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            Value value = new Value.Mapped(kind, List.of(tuple(0, 0, kind.word())), null);
            rows.add(new Row(
                    new Key(kind.code(), new byte[] {(byte) kind.code(), -1}),
                    value,
                    4_102_444_800_000L,
                    1,
                    Part.WHOLE));
        }

        sink(table("t").column("x", Type.TEXT)).run(rows);
    }

    private PlannedSink sink(Planned.TableBuilder... tables) {
        return new PlannedSink(folder.resolve("app.db"), tables);
    }
}
