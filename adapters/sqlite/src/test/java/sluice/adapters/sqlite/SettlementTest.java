package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.sqlite.Planned.row;
import static sluice.adapters.sqlite.Planned.table;
import static sluice.adapters.sqlite.Planned.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.protocol.Cell;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.MigrationException;
import sluice.protocol.Part;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.Schema.Merge;
import sluice.protocol.Schema.Orphans;
import sluice.protocol.Schema.Policy;
import sluice.protocol.Schema.Type;
import sluice.protocol.Value;

/** What becomes of records that cannot all stand beside each other. */
class SettlementTest {
    @TempDir
    private Path folder;

    private static final List<Row> PERSONS = List.of(
            row("p:3", tuple(0, 0, "+1", "three", 5)),
            row("p:1", tuple(0, 0, "+1", "one", null)),
            row("p:2", tuple(0, 0, "+1", null, 9)),
            row("p:9", tuple(0, 0, "+2", "other", 1)),
            row("p:4", tuple(0, 0, "+1", "four", 9)));

    private static Planned.TableBuilder persons(Policy policy) {
        return table("persons")
                .notNull("phone", Type.TEXT)
                .column("name", Type.TEXT)
                .column("at", Type.INTEGER)
                .key("phone")
                .collisions(policy, policy == Policy.NEWEST ? "at" : null);
    }

    @Test
    void theNewestStaysAndOfEqualsTheSmallestKey() throws SQLException {
        PlannedSink sink = sink(persons(Policy.NEWEST));

        PlannedSink.Outcome outcome = sink.run(PERSONS);

        assertThat(sink.query("SELECT * FROM persons")).containsExactly("+1|null|9", "+2|other|1");
        assertThat(outcome.told().collided())
                .containsExactlyInAnyOrder(
                        "p:1: table persons, row '+1': key p:2 stays",
                        "p:3: table persons, row '+1': key p:2 stays",
                        "p:4: table persons, row '+1': key p:2 stays");
        assertThat(outcome.books().written()).isEqualTo(2);
        assertThat(outcome.books().doubled()).isEqualTo(3);
    }

    @Test
    void theFirstIsTheOneWithTheSmallestKey() throws SQLException {
        PlannedSink sink = sink(persons(Policy.FIRST));

        assertThat(sink.run(PERSONS).books().doubled()).isEqualTo(3);
        assertThat(sink.query("SELECT * FROM persons")).containsExactly("+1|one|null", "+2|other|1");
    }

    @Test
    void mergedRowsTakeEachColumnFromTheFirstThatHasOne() throws SQLException {
        PlannedSink sink = sink(persons(Policy.MERGE));

        PlannedSink.Outcome outcome = sink.run(PERSONS);

        assertThat(sink.query("SELECT * FROM persons")).containsExactly("+1|one|9", "+2|other|1");
        assertThat(outcome.told().collided())
                .containsExactlyInAnyOrder(
                        "p:2: table persons, row '+1': merged with that of key p:1, without loss",
                        "p:3: table persons, row '+1': merged with that of key p:1",
                        "p:4: table persons, row '+1': merged with that of key p:1");
        assertThat(outcome.books().written()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mergedColumnsAreWhatThePlanMakesOfAllInWhateverOrder(long seed) throws SQLException {
        PlannedSink sink = sink(table("visits")
                .notNull("id", Type.INTEGER)
                .column("name", Type.TEXT)
                .column("visits", Type.INTEGER)
                .column("paid", Type.REAL)
                .column("first_at", Type.TIMESTAMP_TEXT)
                .column("last_at", Type.TIMESTAMP_TEXT)
                .key("id")
                .merges(Map.of("visits", Merge.SUM, "paid", Merge.SUM, "first_at", Merge.MIN, "last_at", Merge.MAX)));
        List<Row> rows = new ArrayList<>(List.of(
                row("a", tuple(0, 0, 1, null, 3, 1e16, "2020", "2020")),
                row("b", tuple(0, 0, 1, "b", null, 1.0, "2019", null)),
                row("c", tuple(0, 0, 1, "c", 4, -1e16, null, "2024")),
                row("d", tuple(0, 0, 2, "d", null, null, null, null)),
                row("e", tuple(0, 0, 2, "d", null, null, null, null))));
        Collections.shuffle(rows, new Random(seed));

        PlannedSink.Outcome outcome = sink.run(rows);

        assertThat(sink.query("SELECT * FROM visits"))
                .containsExactly("1|b|7|" + sumOfThose() + "|2019|2024", "2|d|null|null|null|null");
        assertThat(outcome.told().collided())
                .containsExactlyInAnyOrder(
                        "b: table visits, row 1: merged with that of key a, without loss",
                        "c: table visits, row 1: merged with that of key a",
                        "e: table visits, row 2: merged with that of key d, without loss");
        assertThat(outcome.books().written()).isEqualTo(5);
    }

    /** As SQLite adds them up in the order of the keys. */
    private String sumOfThose() throws SQLException {
        return SqlFile.query(folder.resolve("sum.db"), "SELECT sum(column1) FROM (VALUES (1e16), (1.0), (-1e16))")
                .getFirst();
    }

    @Test
    void aSumThatIsTooBigEndsTheRun() {
        PlannedSink sink = sink(table("t")
                .notNull("id", Type.INTEGER)
                .column("n", Type.INTEGER)
                .key("id")
                .merges(Map.of("n", Merge.SUM)));

        assertThatThrownBy(() -> sink.run(
                        List.of(row("a", tuple(0, 0, 1, Long.MAX_VALUE)), row("b", tuple(0, 0, 1, Long.MIN_VALUE)))))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("in table t the sum of column n does not fit into 64 bits: 1");
    }

    @Test
    void rejectedOnesKeepTheirRawBytes() throws SQLException {
        PlannedSink sink = sink(persons(Policy.REJECT));

        PlannedSink.Outcome outcome = sink.run(PERSONS);

        assertThat(sink.query("SELECT * FROM persons")).containsExactly("+1|one|null", "+2|other|1");
        assertThat(outcome.books().rejected()).isEqualTo(3);
        assertThat(outcome.rejects()).hasSize(3).allSatisfy(reject -> {
            assertThat(reject.reason())
                    .isEqualTo("table persons has a row of another key with the same primary key: '+1'");
            assertThat(new String(reject.payload(), StandardCharsets.UTF_8)).endsWith("raw " + reject.key());
        });
        assertThat(outcome.told().collided()).hasSize(3);
    }

    /** A mapping gives the array of a value that is a cell as a whole: it is not kept twice, and found again. */
    @Test
    void aRawValueThatStandsInAColumnIsTakenFromThere() throws SQLException {
        PlannedSink sink = sink(
                table("t").notNull("id", Type.TEXT).column("value", Type.TEXT).key("id"));
        List<Row> rows = new ArrayList<>();
        for (String key : List.of("k1", "k2", "k3")) {
            byte[] content = key.equals("k3") ? new byte[0] : ("content of " + key).getBytes(StandardCharsets.UTF_8);
            Value.Tuple record = new Value.Tuple(0, 0, new Object[] {Planned.cell("same"), new Cell(content)});
            rows.add(new Row(
                    new Key(0, key.getBytes(StandardCharsets.UTF_8)),
                    new Value.Mapped(Kind.STRING, List.of(record), new Value.StringValue(content)),
                    4_102_444_800_000L,
                    Row.UNKNOWN,
                    Part.WHOLE));
        }

        PlannedSink.Outcome outcome = sink.run(rows);

        assertThat(outcome.rejects())
                .extracting(reject -> reject.key() + " " + reject.expiresAt() + " "
                        + HexFormat.of().formatHex(reject.payload()))
                .containsExactly(
                        "k2 4102444800000 010000000d"
                                + HexFormat.of().formatHex("content of k2".getBytes(StandardCharsets.UTF_8)),
                        "k3 4102444800000 0100000000");
    }

    @Test
    void aPlanThatSaysFailLeavesTheSinkAlone() {
        PlannedSink sink = sink(persons(Policy.FAIL));

        assertThatThrownBy(() -> sink.run(PERSONS))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("in table persons 1 rows come from several keys")
                .hasMessageContaining("'+1' of 'p:1' and 'p:2'");
        assertThat(sink.file()).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(value = Policy.class, names = "FAIL", mode = EnumSource.Mode.EXCLUDE)
    void theOrderOfReadingDecidesNothing(Policy policy) throws SQLException {
        List<String> expected = null;
        for (int seed = 1; seed <= 3; seed++) {
            List<Row> rows = new ArrayList<>(PERSONS);
            Collections.shuffle(rows, new Random(seed));
            PlannedSink sink = new PlannedSink(folder.resolve(seed + ".db"), persons(policy));
            if (seed > 1) {
                sink.ofStillSource();
            }
            sink.run(rows);
            List<String> found = sink.query("SELECT * FROM persons");
            assertThat(found).as("seed " + seed).isEqualTo(expected == null ? found : expected);
            expected = found;
        }
    }

    /** A record that has other records in other tables takes them along only where it is rejected. */
    @Test
    void aKeyThatLostARowKeepsItsOthers() throws SQLException {
        PlannedSink sink = sink(persons(Policy.FIRST), table("notes").column("note", Type.TEXT));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("a", tuple(0, 0, "+1", "a", 1), tuple(1, 0, "of a")),
                row("b", tuple(0, 0, "+1", "b", 2), tuple(1, 0, "of b"))));

        assertThat(sink.query("SELECT name FROM persons")).containsExactly("a");
        assertThat(sink.query("SELECT note FROM notes")).containsExactly("of a", "of b");
        assertThat(outcome.told().collided()).hasSize(1);
        assertThat(outcome.books().written()).isEqualTo(2);
    }

    @Test
    void columnsThatAreUniqueStayWithTheSmallestKey() throws SQLException {
        PlannedSink sink = sink(persons(Policy.FIRST).unique("name"));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("c", tuple(0, 0, "+3", "same", 1)),
                row("b", tuple(0, 0, "+2", "same", 1)),
                row("n1", tuple(0, 0, "+4", null, 1)),
                row("n2", tuple(0, 0, "+5", null, 1))));

        assertThat(sink.query("SELECT phone FROM persons")).containsExactly("+2", "+4", "+5");
        assertThat(outcome.rejects())
                .extracting(Reject::reason)
                .containsExactly("table persons has a row of another key with the same name: 'same'");
        assertThat(sink.query("SELECT name, \"unique\" FROM pragma_index_list('persons')"))
                .contains("persons_name|1");
    }

    @Test
    void orphansOfOrphansLeaveToo() throws SQLException {
        PlannedSink sink = sink(
                table("grandparents").notNull("id", Type.INTEGER).key("id"),
                table("parents")
                        .notNull("id", Type.INTEGER)
                        .column("up", Type.INTEGER)
                        .key("id")
                        .refers("up", "grandparents", "id", Orphans.REJECT),
                table("children")
                        .notNull("id", Type.INTEGER)
                        .column("up", Type.INTEGER)
                        .key("id")
                        .refers("up", "parents", "id", Orphans.REJECT),
                table("notes").column("up", Type.INTEGER).refers("up", "children", "id", Orphans.KEEP));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("g1", tuple(0, 0, 1)),
                row("p1", tuple(1, 0, 1, 1)),
                row("p2", tuple(1, 0, 2, 99)),
                row("p0", tuple(1, 0, 3, null)),
                row("c1", tuple(2, 0, 1, 1)),
                row("c2", tuple(2, 0, 2, 2)),
                row("c3", tuple(2, 0, 3, 3)),
                row("n1", tuple(3, 0, 1)),
                row("n2", tuple(3, 0, 2), tuple(3, 1, 2)),
                row("n0", tuple(3, 0, (Object) null))));

        assertThat(sink.query("SELECT id FROM parents")).containsExactly("1", "3");
        assertThat(sink.query("SELECT id FROM children")).containsExactly("1", "3");
        assertThat(sink.query("SELECT up FROM notes")).containsExactly("1", "2", "2", "null");
        assertThat(outcome.rejects())
                .extracting(Reject::reason)
                .containsExactlyInAnyOrder(
                        "table parents names (by up) a row of grandparents that is not there",
                        "table children names (by up) a row of parents that is not there");
        assertThat(outcome.told().orphaned())
                .hasSize(3)
                .contains("n2: table notes names (by up) a row of children that is not there");
        assertThat(outcome.books().written()).isEqualTo(8);
        assertThat(sink.query("PRAGMA foreign_key_check")).isEmpty();
        assertThat(sink.query("SELECT \"table\" FROM pragma_foreign_key_list('children')"))
                .containsExactly("parents");
    }

    @Test
    void rowsThatPointAtEachOtherInARingStay() throws SQLException {
        PlannedSink sink = sink(table("t")
                .notNull("id", Type.INTEGER)
                .column("next", Type.INTEGER)
                .key("id")
                .refers("next", "t", "id", Orphans.REJECT));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("1", tuple(0, 0, 1, 2)),
                row("2", tuple(0, 0, 2, 1)),
                row("3", tuple(0, 0, 3, 4)),
                row("4", tuple(0, 0, 4, 5)),
                row("5", tuple(0, 0, 5, 6))));

        assertThat(sink.query("SELECT id FROM t")).containsExactly("1", "2");
        assertThat(outcome.books().rejected()).isEqualTo(3);
    }

    /** The one that had won is an orphan: the other one comes back. */
    @Test
    void whoLostToAKeyThatIsRejectedStandsAgain() throws SQLException {
        PlannedSink sink = sink(
                persons(Policy.FIRST),
                table("cards")
                        .notNull("number", Type.TEXT)
                        .column("phone", Type.TEXT)
                        .key("number")
                        .collisions(Policy.FIRST, null)
                        .refers("phone", "persons", "phone", Orphans.REJECT));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("a", tuple(1, 0, "4711", "+nobody")),
                row("b", tuple(1, 0, "4711", "+1")),
                row("p", tuple(0, 0, "+1", "one", 1))));

        assertThat(sink.query("SELECT * FROM cards")).containsExactly("4711|+1");
        assertThat(outcome.told().collided()).isEmpty();
        assertThat(outcome.rejects())
                .extracting(reject -> reject.key().toString())
                .containsExactly("a");
    }

    @Test
    void orphansThatAPlanForbidsEndTheRun() {
        PlannedSink sink = sink(
                persons(Policy.FIRST),
                table("notes").column("phone", Type.TEXT).refers("phone", "persons", "phone", Orphans.FAIL));

        assertThatThrownBy(() -> sink.run(List.of(row("n", tuple(1, 0, "+9")))))
                .hasMessageContaining(
                        "1 rows of table notes name (by phone) rows of persons that are not there, and the plan says"
                                + " fail: those of key n");
        assertThat(sink.file()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "age >; near \")\": syntax error",
                "agge > 0; no such column: agge",
                "age > 0), CHECK (age < 9; near \",\": syntax error",
                "(SELECT 1); subqueries prohibited in CHECK constraints"
            })
    void aCheckThatIsNoConditionIsRefusedBeforeAnythingElse(String check, String why) {
        PlannedSink sink = sink(table("ages").column("age", Type.INTEGER).check(check));

        assertThatThrownBy(() -> sink.run(List.of()))
                .hasMessageContaining("the check \"" + check + "\" of table ages: " + why)
                .hasMessageNotContaining("staging");
        assertThat(sink.file()).doesNotExist();
    }

    private PlannedSink sink(Planned.TableBuilder... tables) {
        return new PlannedSink(folder.resolve("app.db"), tables);
    }
}
