package sluice.adapters.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.sqlite.Planned.row;
import static sluice.adapters.sqlite.Planned.table;
import static sluice.adapters.sqlite.Planned.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.BookedDoubles;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.Keeper;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.MigrationException;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Schema.Merge;
import sluice.protocol.Schema.Policy;
import sluice.protocol.Schema.Type;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;
import sluice.protocol.Tally;
import sluice.protocol.Value;

/** Rejects that are tried again come into the sink as a whole or not at all, and meet what stands there by the plan. */
class RetryTest {
    private static final int REJECTS = 700;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Retrying.Step.class)
    void killedAnywhereTheSinkIsAsItWasOrAsItShallBe(Retrying.Step killedAfter) throws SQLException {
        PlannedSink sink = new PlannedSink(file(), items(Policy.REJECT));
        sink.run(rejects("item"));
        List<String> before = content(sink);

        assertThatThrownBy(() -> Retried.in(sink.settings(), RetryTest::mapped, step -> die(step, killedAfter)))
                .hasMessageContaining("killed after");

        if (killedAfter != Retrying.Step.COMMIT) {
            assertThat(content(sink)).isEqualTo(before);
            Retried.in(sink.settings(), RetryTest::mapped);
        }
        assertThat(sink.query("SELECT count(*), max(id), max(name) FROM items"))
                .containsExactly(REJECTS + "|699|name 99");
        assertIsWhole(sink.settings(), REJECTS, 0);
        assertThat(StagingFile.ofRetry(file())).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"native,BACKUP", "native,FILL", "native,COMMIT", "redka,BACKUP", "redka,FILL", "redka,COMMIT"})
    void theSameGoesForReadyLayouts(String layout, Retrying.Step killedAfter) throws SQLException {
        SinkSettings settings = new SinkSettings(file().toString(), layout, 0);
        fill(settings, rejects("item"));
        String count = "SELECT count(*) FROM " + Layout.named(layout).keyTable();

        assertThatThrownBy(() -> Retried.in(settings, row -> row, step -> die(step, killedAfter)))
                .hasMessageContaining("killed after");

        if (killedAfter != Retrying.Step.COMMIT) {
            assertThat(SqlFile.query(file(), count)).containsExactly("0");
            Retried.in(settings, row -> row);
        }
        assertThat(SqlFile.query(file(), count)).containsExactly("" + REJECTS);
        assertIsWhole(settings, REJECTS, 0);
    }

    /** Redka's triggers would count what the rows bring counted, and have to be there afterwards. */
    @Test
    void redkaCountsElementsOnce() throws SQLException {
        SinkSettings settings = new SinkSettings(file().toString(), "redka", 0);
        Value set = new Value.SetSlice(List.of("a".getBytes(UTF_8), "b".getBytes(UTF_8)));
        fill(settings, List.of(unfit("set", set)));
        String triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'";
        List<String> before = SqlFile.query(file(), triggers);

        Retried.in(settings, row -> row);

        assertThat(SqlFile.query(file(), "SELECT key, len FROM rkey")).containsExactly("set|2");
        assertThat(SqlFile.query(file(), triggers)).isEqualTo(before);
    }

    @Test
    void aKeyInSlicesComesBackWhole() throws SQLException {
        SinkSettings settings = new SinkSettings(file().toString(), "native", 0);
        List<Row> slices = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Value slice = new Value.ListSlice(i, List.of(("e" + i).getBytes(UTF_8)));
            Part part = i == 0 ? Part.FIRST : i == 2 ? Part.LAST : Part.MIDDLE;
            slices.add(new Row(key("list"), new Value.Unfit(slice, "because"), Row.NEVER, Row.UNKNOWN, part));
        }
        fill(settings, slices);

        Retried.in(settings, row -> row);

        assertThat(SqlFile.query(
                        file(),
                        "SELECT position, element FROM (SELECT position, value AS element FROM"
                                + " redis_list) ORDER BY 1"))
                .containsExactly("0|e0", "1|e1", "2|e2");
        assertIsWhole(settings, 1, 0);
    }

    @Test
    void aKeyThatStandsThereIsReplacedAndOneWithoutBytesStays() throws SQLException {
        SinkSettings settings = new SinkSettings(file().toString(), "native", 0);
        fill(
                settings,
                List.of(
                        unfit("a", text("from the source")),
                        unfit("c", text("damaged")),
                        new Row(
                                key("b"),
                                new Value.Undecodable(Kind.LIST, new byte[] {1}, "broken"),
                                Row.NEVER,
                                Row.UNKNOWN,
                                Part.WHOLE)));
        SqlFile.run(
                file(),
                "INSERT INTO redis_key VALUES (77, 0, 'a', 'list', NULL, NULL)",
                "INSERT INTO redis_list VALUES (77, 0, 'x')",
                "UPDATE sluice_reject SET payload = x'01000000ff' WHERE key = 'c'");

        Retried retried = Retried.in(settings, row -> row);

        assertThat(retried.untried).isEqualTo(1);
        assertThat(SqlFile.query(file(), "SELECT key, type, value FROM redis_key"))
                .containsExactly("a|string|from the source");
        assertThat(SqlFile.query(file(), "SELECT count(*) FROM redis_list")).containsExactly("0");
        List<String> left = SqlFile.query(file(), "SELECT key, reason FROM sluice_reject ORDER BY key");
        assertThat(left).hasSize(2).first().isEqualTo("b|broken");
        assertThat(left.getLast()).startsWith("c|its bytes in the sink are damaged: ");
        assertIsWhole(settings, 1, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "REJECT, 1|old|5, 0, 1",
        "FIRST, 1|old|5, 1, 0",
        "NEWEST, 1|new|6, 0, 0",
        "MERGE, 1|old|5, 0, 0",
    })
    void aRowThatStandsThereIsMetByThePolicyOfThePlan(Policy policy, String stands, int doubled, int rejected)
            throws SQLException {
        PlannedSink sink = new PlannedSink(file(), items(policy));
        sink.run(List.of(row("a", tuple(0, 0, 1, "old", 5)), unfit("b", text("b"))));

        Retried retried = Retried.in(sink.settings(), row -> row("b", tuple(0, 0, 1, "new", 6)));

        assertThat(sink.query("SELECT * FROM items")).containsExactly(stands);
        assertThat(retried.collided).containsExactly("b");
        Tally books = books(sink.settings());
        assertThat(books.doubled()).isEqualTo(doubled);
        assertThat(books.rejected()).isEqualTo(rejected);
        assertThat(books.read()).isEqualTo(2);
        assertThat(sink.query("SELECT count(*) FROM sluice_reject")).containsExactly("" + rejected);
    }

    @Test
    void mergingFillsWhatTheRowLacks() throws SQLException {
        PlannedSink sink = new PlannedSink(file(), items(Policy.MERGE));
        sink.run(List.of(row("a", tuple(0, 0, 1, null, 5)), unfit("b", text("b"))));

        Retried.in(sink.settings(), row -> row("b", tuple(0, 0, 1, "new", 6)));

        assertThat(sink.query("SELECT * FROM items")).containsExactly("1|new|5");
    }

    private static Planned.TableBuilder sums() {
        return table("sums")
                .notNull("id", Type.INTEGER)
                .column("n", Type.INTEGER)
                .column("name", Type.TEXT)
                .key("id")
                .collisions(Policy.MERGE, null)
                .merges(Map.of("n", Merge.SUM));
    }

    /** With the row that stands there, and with each other. */
    @Test
    void mergedColumnsAreSummed() throws SQLException {
        PlannedSink sink = new PlannedSink(file(), sums());
        sink.run(List.of(row("a", tuple(0, 0, 1, 5, "a")), unfit("b", text("1")), unfit("c", text("20"))));

        Retried.in(sink.settings(), row -> row(name(row), tuple(0, 0, 1, number(row), name(row))));

        assertThat(sink.query("SELECT * FROM sums")).containsExactly("1|26|a");
        assertIsWhole(sink.settings(), 3, 0);
    }

    /** The row that stands there stays as it is; among those that are tried again the first does. */
    @Test
    void whatWouldMakeASumBeyond64BitsStaysRejected() throws SQLException {
        PlannedSink sink = new PlannedSink(file(), sums());
        String most = "" + Long.MAX_VALUE;
        sink.run(List.of(
                row("a", tuple(0, 0, 1, 5, "a")),
                unfit("1 b", text(most)),
                unfit("2 d", text("1")),
                unfit("2 e", text(most))));

        Retried retried = Retried.in(
                sink.settings(), row -> row(name(row), tuple(0, 0, name(row).charAt(0) - '0', number(row), name(row))));

        assertThat(sink.query("SELECT * FROM sums ORDER BY id")).containsExactly("1|5|a", "2|1|2 d");
        String reason = "|in table sums the sum of column n does not fit into 64 bits: ";
        assertThat(sink.query("SELECT key, reason FROM sluice_reject ORDER BY key"))
                .containsExactly("1 b" + reason + 1, "2 e" + reason + 2);
        assertThat(retried.collided).containsExactlyInAnyOrder("1 b", "2 e");
        assertIsWhole(sink.settings(), 2, 2);
    }

    private static String name(Row row) {
        return new String(row.key().name(), UTF_8);
    }

    private static long number(Row row) {
        return row.value() instanceof Value.StringValue(byte[] content)
                ? Long.parseLong(new String(content, UTF_8))
                : 0;
    }

    /** A rollback drops what stands under these names. */
    @Test
    void aViewThatHasANameOfLayoutNativeIsNotTakenForOurs() throws SQLException {
        SinkSettings settings =
                new SinkSettings(file().toString(), "mapped", 0, Planned.withNatives(items(Policy.REJECT)), true);
        fill(settings, List.of(unfit("b", text("b"))));
        SqlFile.run(file(), "CREATE VIEW redis_set_member AS SELECT 'mine'");

        assertThatThrownBy(() -> Retried.in(settings, row -> row))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("it holds a view redis_set_member already");

        assertThat(SqlFile.query(file(), "SELECT * FROM redis_set_member")).containsExactly("mine");
        assertThat(SqlFile.query(file(), "SELECT count(*) FROM sluice_table WHERE type = 'view'"))
                .containsExactly("0");
    }

    @Test
    void aPlanThatSaysFailLeavesTheSinkAsItWas() throws SQLException {
        PlannedSink sink = new PlannedSink(file(), items(Policy.FAIL));
        sink.run(List.of(row("a", tuple(0, 0, 1, "old", 5)), unfit("b", text("b"))));
        List<String> before = content(sink);

        assertThatThrownBy(() -> Retried.in(sink.settings(), row -> row("b", tuple(0, 0, 1, "new", 6))))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("table items has 1 of the rows already, and the plan says fail: 1");

        assertThat(content(sink)).isEqualTo(before);
    }

    /** The table has a rule of its own since: who breaks it stays rejected, for that reason. */
    @Test
    void whatATableDoesNotTakeStaysRejected() throws SQLException {
        PlannedSink sink = new PlannedSink(file(), items(Policy.REJECT));
        sink.run(rejects("item"));
        SqlFile.run(
                file(),
                "CREATE TRIGGER no_seven BEFORE INSERT ON items WHEN new.id = 7"
                        + " BEGIN SELECT raise(ABORT, 'not seven'); END");

        Retried.in(sink.settings(), RetryTest::mapped);

        assertThat(sink.query("SELECT count(*) FROM items")).containsExactly("" + (REJECTS - 1));
        assertThat(sink.query("SELECT key, reason FROM sluice_reject"))
                .containsExactly("item 7|table items does not take row 7: not seven");
        assertIsWhole(sink.settings(), REJECTS - 1, 1);
    }

    private static void die(Kit.SealStep step, Retrying.Step killedAfter) {
        if (step == killedAfter) {
            throw new IllegalStateException("killed after " + step);
        }
    }

    /** All that a user can see of it, and the books. */
    private static List<String> content(PlannedSink sink) throws SQLException {
        List<String> content = new ArrayList<>();
        for (String sql : List.of(
                "SELECT * FROM items ORDER BY id",
                "SELECT key_id, part, key, reason, hex(payload) FROM sluice_reject ORDER BY id",
                "SELECT * FROM sluice_checkpoint",
                "SELECT hex(ledger), report, fingerprint FROM sluice_run",
                "SELECT * FROM sluice_table",
                "SELECT sql FROM sqlite_master")) {
            content.addAll(sink.query(sql));
        }
        return content;
    }

    private void assertIsWhole(SinkSettings settings, long written, long rejected) throws SQLException {
        Tally books = books(settings);
        assertThat(books.written()).isEqualTo(written);
        assertThat(books.rejected()).isEqualTo(rejected);
        assertThat(SqlFile.query(file(), "PRAGMA integrity_check")).containsExactly("ok");
        try (SinkReader reader = new SqliteSinkProvider().read(settings)) {
            assertThat(reader.damage()).isEmpty();
        }
    }

    private static Tally books(SinkSettings settings) {
        try (SinkReader reader = new SqliteSinkProvider().read(settings)) {
            return reader.checkpoint().total();
        }
    }

    private static void fill(SinkSettings settings, List<Row> rows) {
        try (SinkSession session = SinkSession.begin(new SqliteSinkProvider(), settings, 1)) {
            session.write(0, rows);
            session.commit();
            session.seal(new BookedDoubles(session, false));
            session.sink().finish("copied", 1, "{}");
        }
    }

    private static List<Row> rejects(String prefix) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < REJECTS; i++) {
            rows.add(unfit(prefix + " " + i, text("" + i)));
        }
        return rows;
    }

    private static Row unfit(String key, Value value) {
        return new Row(key(key), new Value.Unfit(value, "because"), Row.NEVER, Row.UNKNOWN, Part.WHOLE);
    }

    private static Key key(String name) {
        return new Key(0, name.getBytes(UTF_8));
    }

    private static Value text(String content) {
        return new Value.StringValue(content.getBytes(UTF_8));
    }

    private static Row mapped(Row row) {
        String name = new String(row.key().name(), UTF_8);
        int id = Integer.parseInt(name.substring(name.indexOf(' ') + 1));
        return row(name, tuple(0, 0, id, "name " + id, 0));
    }

    private static Planned.TableBuilder items(Policy policy) {
        return table("items")
                .notNull("id", Type.INTEGER)
                .column("name", Type.TEXT)
                .column("seen", Type.INTEGER)
                .key("id")
                .collisions(policy, policy == Policy.NEWEST ? "seen" : null);
    }

    private Path file() {
        return folder.resolve("app.db");
    }

    /** A process that is killed cannot take away what lies beside the sink. */
    @Test
    void whatAKilledRetryLeftBesideTheSinkMeansNothing() throws Exception {
        PlannedSink sink = new PlannedSink(file(), items(Policy.REJECT));
        sink.run(rejects("item"));
        Files.writeString(StagingFile.ofRetry(file()), "half of something");
        Files.writeString(Database.beside(StagingFile.ofRetry(file()), "-wal"), "its log");

        Retried.in(sink.settings(), RetryTest::mapped);

        assertIsWhole(sink.settings(), REJECTS, 0);
        assertThat(StagingFile.ofRetry(file())).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "switched", "rollback", "restore"})
    void whoeverMayWriteRemovesIt(String command) throws Exception {
        PlannedSink sink = new PlannedSink(file(), items(Policy.REJECT));
        sink.run(rejects("item"));
        Retried.in(sink.settings(), RetryTest::mapped);
        Files.writeString(StagingFile.ofRetry(file()), "half of something");

        SqliteSinkProvider provider = new SqliteSinkProvider();
        Keeper keeper = provider.keeper(file().toString());
        switch (command) {
            case "open" -> provider.open(sink.settings()).close();
            case "switched" -> keeper.switched(1);
            case "rollback" -> carryOut(keeper.rollback());
            default -> carryOut(keeper.restore(null));
        }

        assertThat(StagingFile.ofRetry(file())).doesNotExist();
    }

    private static void carryOut(Keeper.Undoing undoing) {
        try (undoing) {
            undoing.carryOut(false);
        }
    }

    @Test
    void anUnfinishedRunIsNotTouched() {
        SinkSettings settings = new SinkSettings(file().toString(), "native", 0);
        try (SinkSession session = SinkSession.begin(new SqliteSinkProvider(), settings, 1)) {
            session.write(0, rejects("item"));
            session.commit();
        }

        assertThatThrownBy(() -> Retried.in(settings, row -> row))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("a run into it is unfinished");
        assertThat(Files.exists(file())).isTrue();
    }
}
