package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.sqlite.Planned.row;
import static sluice.adapters.sqlite.Planned.table;
import static sluice.adapters.sqlite.Planned.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.adapters.contract.BookedDoubles;
import sluice.adapters.contract.Samples;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.MigrationException;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.Schema.Existing;
import sluice.protocol.Schema.Orphans;
import sluice.protocol.Schema.Policy;
import sluice.protocol.Schema.Type;
import sluice.protocol.SinkSettings;

/** Rows of a plan come into tables that hold rows already, and leave all else as it is. */
class ExistingTablesTest {
    private static final List<Row> ROWS = List.of(
            row("a", tuple(0, 0, "+1", "new one")),
            row("b", tuple(0, 0, "+2", "new two")),
            row("c", tuple(0, 0, "+3", null)));

    @TempDir
    private Path folder;

    private static Planned.TableBuilder persons(Existing existing) {
        return table("persons")
                .notNull("phone", Type.TEXT)
                .column("name", Type.TEXT)
                .key("phone")
                .existing(existing)
                .collisions(Policy.FIRST, null);
    }

    private void make(String... more) throws SQLException {
        SqlFile.run(
                file(),
                "CREATE TABLE persons(id INTEGER PRIMARY KEY AUTOINCREMENT, phone VARCHAR(20) NOT NULL UNIQUE,"
                        + " name TEXT, points INTEGER NOT NULL DEFAULT 7)",
                "INSERT INTO persons(phone, name, points) VALUES ('+1', 'old one', 1), ('+9', 'old nine', 9)",
                "CREATE TABLE other(x)",
                "INSERT INTO other VALUES (x'00ff'), ('text')",
                "CREATE INDEX persons_by_name ON persons(name)",
                "CREATE VIEW names AS SELECT name FROM persons",
                "CREATE TABLE log(what)",
                "CREATE TRIGGER logged AFTER INSERT ON persons BEGIN INSERT INTO log VALUES (new.phone); END",
                "PRAGMA user_version = 42");
        SqlFile.run(file(), more);
    }

    @Test
    void rowsOfTheSameKeyAreReplacedInThePlansColumnsOnly() throws SQLException {
        make();
        PlannedSink sink = new PlannedSink(file(), persons(Existing.UPDATE));

        PlannedSink.Outcome outcome = sink.run(ROWS);

        assertThat(sink.query("SELECT phone, name, points FROM persons ORDER BY phone"))
                .containsExactly("+1|new one|1", "+2|new two|7", "+3|null|7", "+9|old nine|9");
        assertThat(outcome.books().written()).isEqualTo(3);
        assertThat(outcome.told().collided()).isEmpty();
        allElseIsAsItWas(sink);
        assertThat(sink.query("SELECT name, made, rows FROM sluice_table ORDER BY name"))
                .containsExactly("file|0|0", "persons|0|4");
    }

    @Test
    void rowsThatStandAlreadyWinWhereThePlanSaysSo() throws SQLException {
        make();
        PlannedSink sink = new PlannedSink(file(), persons(Existing.KEEP));

        PlannedSink.Outcome outcome = sink.run(ROWS);

        assertThat(sink.query("SELECT phone, name FROM persons ORDER BY phone"))
                .containsExactly("+1|old one", "+2|new two", "+3|null", "+9|old nine");
        assertThat(outcome.told().collided())
                .containsExactly("a: table persons, row '+1': a row that was there before stays");
        assertThat(outcome.books().doubled()).isEqualTo(1);
        allElseIsAsItWas(sink);
    }

    private static void allElseIsAsItWas(PlannedSink sink) throws SQLException {
        assertThat(sink.query("SELECT hex(x) FROM other")).containsExactly("00FF", "74657874");
        assertThat(sink.query("SELECT count(*) FROM log WHERE what IN ('+2', '+3')"))
                .containsExactly("2");
        assertThat(sink.query("PRAGMA user_version")).containsExactly("42");
        assertThat(sink.query("PRAGMA journal_mode")).containsExactly("delete");
        assertThat(sink.query("PRAGMA page_size")).containsExactly("4096");
        assertThat(sink.query("SELECT count(*) FROM names")).containsExactly("4");
        assertThat(sink.query("PRAGMA integrity_check")).containsExactly("ok");
    }

    @Test
    void aBackupLiesBesideWhatWasWrittenTo() throws Exception {
        make();

        new PlannedSink(file(), persons(Existing.UPDATE)).run(ROWS);

        try (var files = Files.list(folder)) {
            Path backup = files.filter(path -> path.toString().contains(".backup-"))
                    .findFirst()
                    .orElseThrow();
            assertThat(SqlFile.query(backup, "SELECT name FROM persons ORDER BY phone"))
                    .containsExactly("old one", "old nine");
        }
    }

    @Test
    void aFileInWalModeStaysSo() throws SQLException {
        make("PRAGMA journal_mode = WAL");

        PlannedSink sink = new PlannedSink(file(), persons(Existing.UPDATE));
        sink.run(ROWS);

        assertThat(sink.query("PRAGMA journal_mode")).containsExactly("wal");
        assertThat(sink.query("SELECT count(*) FROM persons")).containsExactly("4");
    }

    /** What is unique in the sink beside its key is unique for the plan, too. */
    @Test
    void rowsThatBreakAnotherUniqueIndexOfTheSinkAreRejected() throws SQLException {
        make("CREATE UNIQUE INDEX one_name ON persons(name)");
        PlannedSink sink = new PlannedSink(file(), persons(Existing.UPDATE));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("a", tuple(0, 0, "+1", "old nine")),
                row("b", tuple(0, 0, "+2", "same")),
                row("c", tuple(0, 0, "+3", "same")),
                row("d", tuple(0, 0, "+9", "old nine"))));

        assertThat(outcome.rejects())
                .extracting(reject -> reject.key() + ": " + reject.reason())
                .containsExactlyInAnyOrder(
                        "a: table persons has a row that was there before with the same name: 'old nine'",
                        "c: table persons has a row of another key with the same name: 'same'");
        assertThat(sink.query("SELECT phone, name FROM persons ORDER BY phone"))
                .containsExactly("+1|old one", "+2|same", "+9|old nine");
    }

    @Test
    void keysThatCompareWithoutCaseCollideWithoutCase() throws SQLException {
        SqlFile.run(
                file(),
                "CREATE TABLE mail(address TEXT COLLATE NOCASE PRIMARY KEY, name TEXT)",
                "INSERT INTO mail VALUES ('Old@x', 'old')");
        PlannedSink sink = new PlannedSink(
                file(),
                table("mail")
                        .notNull("address", Type.TEXT)
                        .column("name", Type.TEXT)
                        .key("address")
                        .existing(Existing.UPDATE)
                        .collisions(Policy.FIRST, null));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("1", tuple(0, 0, "A@x", "first")),
                row("2", tuple(0, 0, "a@X", "second")),
                row("3", tuple(0, 0, "old@X", "new"))));

        assertThat(sink.query("SELECT * FROM mail ORDER BY address")).containsExactly("A@x|first", "Old@x|new");
        assertThat(outcome.told().collided()).hasSize(1);
    }

    @Test
    void parentsThatStandInTheSinkAreParents() throws SQLException {
        make();
        PlannedSink sink = new PlannedSink(
                file(),
                persons(Existing.UPDATE),
                table("notes").column("phone", Type.TEXT).refers("phone", "persons", "phone", Orphans.REJECT));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("a", tuple(0, 0, "+1", "one")),
                row("n1", tuple(1, 0, "+1")),
                row("n9", tuple(1, 0, "+9")),
                row("n5", tuple(1, 0, "+5"))));

        assertThat(sink.query("SELECT phone FROM notes")).containsExactly("+1", "+9");
        assertThat(outcome.rejects())
                .extracting(Reject::reason)
                .containsExactly("table notes names (by phone) a row of persons that is not there");
    }

    @Test
    void rowsWithoutAnIdentityAreAdded() throws SQLException {
        SqlFile.run(
                file(),
                "CREATE TABLE notes(id INTEGER PRIMARY KEY, note TEXT)",
                "INSERT INTO notes VALUES (1, 'old'), (10, 'older')");
        PlannedSink sink =
                new PlannedSink(file(), table("notes").column("note", Type.TEXT).existing(Existing.UPDATE));

        sink.run(List.of(row("a", tuple(0, 0, "one"), tuple(0, 1, "two")), row("b"), row("c", tuple(0, 0, "three"))));

        assertThat(sink.query("SELECT * FROM notes"))
                .containsExactly("1|old", "10|older", "11|one", "12|two", "13|three");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "CREATE TABLE t(x); it holds no table persons",
                "CREATE VIEW persons AS SELECT 1; persons is a view",
                "CREATE TABLE persons(phone TEXT PRIMARY KEY); has no column name",
                "CREATE TABLE persons(phone TEXT, name TEXT); columns phone of its table persons are not unique there",
                "CREATE TABLE persons(phone INTEGER PRIMARY KEY, name TEXT); column phone of its table persons is"
                        + " declared INTEGER",
                "CREATE TABLE persons(phone TEXT PRIMARY KEY, name TEXT, age INT NOT NULL); column age of its table"
                        + " persons must not be NULL",
                "CREATE TABLE persons(phone TEXT PRIMARY KEY, name TEXT AS (phone)); is computed"
            })
    void aTableThatDoesNotFitIsRefusedBeforeAnythingIsRead(String made, String why) throws SQLException {
        SqlFile.run(file(), made);

        assertThatThrownBy(() -> new PlannedSink(file(), persons(Existing.UPDATE)).run(ROWS))
                .isInstanceOfSatisfying(
                        MigrationException.class,
                        e -> assertThat(e.fault()).isEqualTo(MigrationException.Fault.REFUSED))
                .hasMessageContaining(why);
        assertThat(StagingFile.exists(file())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE TABLE Redis_List(x), table redis_list",
        "CREATE TABLE redis_string(x), table redis_string",
        "CREATE VIEW Redis_Set_Member AS SELECT 1, view redis_set_member",
        "CREATE INDEX redis_key_key_db ON other(x), index redis_key_key_db",
    })
    void namesThatKeysOfLayoutNativeNeedAreRefusedBeforeAnythingIsRead(String made, String what) throws SQLException {
        SqlFile.run(file(), "CREATE TABLE other(x)", made);

        assertThatThrownBy(() -> SinkSession.begin(new SqliteSinkProvider(), withNatives(), 1))
                .hasMessageContaining("it holds a " + what + " already, and keys of layout native need that name");
    }

    @Test
    void aTableWhoseRowsHaveNoNameIsRefusedBeforeAnythingIsRead() throws SQLException {
        SqlFile.run(file(), "CREATE TABLE notes(RowId TEXT, oid TEXT, _rowid_ TEXT, note TEXT)");
        PlannedSink sink =
                new PlannedSink(file(), table("notes").column("note", Type.TEXT).existing(Existing.UPDATE));

        assertThatThrownBy(() -> sink.run(List.of(row("a", tuple(0, 0, "one")))))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("app.db: its table notes has columns of all names that a rowid can have");
        assertThat(StagingFile.exists(file())).isFalse();
    }

    @Test
    void aPlanThatLeavesNoKeysAsTheyAreNeedsNoneOfThem() throws SQLException {
        SqlFile.run(file(), "CREATE TABLE Redis_List(x)");

        assertThat(new PlannedSink(file(), persons(Existing.REFUSE)).run(ROWS).rejects())
                .isEmpty();
    }

    @Test
    void aViewThatComesMeanwhileIsNotTakenForOurs() throws SQLException {
        SqlFile.run(file(), "CREATE TABLE other(x)");

        try (SinkSession session = SinkSession.begin(new SqliteSinkProvider(), withNatives(), 1)) {
            session.write(0, Samples.string("a", "1"));
            session.commit();
            SqlFile.run(file(), "CREATE VIEW redis_set_member AS SELECT 'mine'");

            assertThatThrownBy(() -> session.seal(new BookedDoubles(session, true)))
                    .hasMessageContaining("it holds a view redis_set_member already");
        }

        assertThat(SqlFile.query(file(), "SELECT name FROM sqlite_master ORDER BY 1"))
                .containsExactly("other", "redis_set_member");
    }

    private SinkSettings withNatives() {
        return new SinkSettings(file().toString(), "mapped", 0, Planned.withNatives(persons(Existing.REFUSE)), true);
    }

    /** For SQLite a column that is declared JSON holds numbers: texts that are none stay as they are. */
    @Test
    void aColumnDeclaredJsonTakesEveryDocumentThatItGivesBack() throws SQLException {
        SqlFile.run(file(), "CREATE TABLE docs(id INTEGER PRIMARY KEY, doc JSON, day DATE, what ANY)");
        PlannedSink sink = new PlannedSink(
                file(),
                table("docs")
                        .notNull("id", Type.INTEGER)
                        .column("doc", Type.JSON)
                        .column("day", Type.TEXT)
                        .column("what", Type.TEXT)
                        .key("id")
                        .existing(Existing.UPDATE));

        PlannedSink.Outcome outcome = sink.run(List.of(
                row("a", tuple(0, 0, 1, "{\"a\": 1.0}", "2020-01-01", "x")),
                row("b", tuple(0, 0, 2, "[1]", "1e", "0x10")),
                row("c", tuple(0, 0, 3, "\"7\"", null, "-")),
                row("d", tuple(0, 0, 4, " 1.0", null, null)),
                row("e", tuple(0, 0, 5, "null", "007", null)),
                row("f", tuple(0, 0, 6, "null", null, "1e5 "))));

        assertThat(sink.query("SELECT *, typeof(doc) FROM docs"))
                .containsExactly("1|{\"a\": 1.0}|2020-01-01|x|text", "2|[1]|1e|0x10|text", "3|\"7\"|null|-|text");
        assertThat(outcome.rejects())
                .extracting(reject -> reject.key() + ": " + reject.reason())
                .containsExactly(
                        "d: column doc of table docs would make a number of it: ' 1.0'",
                        "e: column day of table docs would make a number of it: '007'",
                        "f: column what of table docs would make a number of it: '1e5 '");
    }

    /** What a run writes to is read before it is committed; rows that break their rules are no damage. */
    @Test
    void aDamagedIndexOfATableThatIsWrittenToIsTold() throws SQLException {
        make(
                "CREATE TABLE bad(id INTEGER PRIMARY KEY, name TEXT CHECK (name <> 'x'))",
                "PRAGMA ignore_check_constraints = ON",
                "INSERT INTO bad VALUES (1, 'x')");
        Planned.TableBuilder bad = table("bad")
                .notNull("id", Type.INTEGER)
                .column("name", Type.TEXT)
                .key("id")
                .existing(Existing.UPDATE);
        new PlannedSink(file(), bad).run(List.of(row("a", tuple(0, 0, 2, "y"))));
        Path damaged = folder.resolve("damaged.db");
        SqlFile.run(
                damaged,
                "CREATE TABLE persons(phone TEXT PRIMARY KEY, name TEXT)",
                "INSERT INTO persons VALUES ('+8', 'a'), ('+9', 'b')",
                "CREATE INDEX named ON persons(name)",
                "CREATE INDEX phones ON persons(phone)",
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_master SET sql = 'CREATE INDEX named ON persons(phone)' WHERE name = 'named'");

        SinkSettings settings =
                new SinkSettings(damaged.toString(), "mapped", 0, Planned.schema(persons(Existing.UPDATE)), false);

        assertThatThrownBy(() -> {
                    try (SinkSession session = SinkSession.begin(new SqliteSinkProvider(), settings, 1)) {
                        session.write(0, ROWS);
                        session.commit();
                        session.seal(new BookedDoubles(session, false));
                    }
                })
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("its table persons is damaged, or would be: ")
                .hasMessageContaining("named");
    }

    @Test
    void aNewSinkIsAnalysedAndOneThatIsThereOnlyWhereItWas() throws SQLException {
        PlannedSink fresh = new PlannedSink(
                folder.resolve("new.db"), persons(Existing.REFUSE).index("name"));
        fresh.run(ROWS);
        assertThat(fresh.query("SELECT DISTINCT tbl FROM sqlite_stat1 WHERE tbl = 'persons'"))
                .containsExactly("persons");
        make();
        PlannedSink sink = new PlannedSink(file(), persons(Existing.UPDATE));

        sink.run(ROWS);

        assertThat(sink.query("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'"))
                .containsExactly("0");
    }

    @Test
    void aTableThatIsInTheWayIsRefused() throws SQLException {
        make();

        assertThatThrownBy(() -> new PlannedSink(file(), persons(Existing.REFUSE)).run(ROWS))
                .hasMessageContaining("it holds a table persons already; say `existing: update`");
    }

    private Path file() {
        return folder.resolve("app.db");
    }
}
