package sluice.adapters.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.sqlite.Planned.row;
import static sluice.adapters.sqlite.Planned.schema;
import static sluice.adapters.sqlite.Planned.table;
import static sluice.adapters.sqlite.Planned.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.BookedDoubles;
import sluice.adapters.contract.Samples;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.Row;
import sluice.protocol.RowDifference;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Existing;
import sluice.protocol.Schema.Type;
import sluice.protocol.SinkSettings;
import sluice.protocol.SinkTrial;
import sluice.protocol.SinkTrial.Compared;

/** What is changed in the tables of a plan is found by comparing them with a trial that was filled anew. */
class TrialComparisonTest {
    private static final Schema SCHEMA = schema(
            table("people")
                    .ordered()
                    .notNull("phone", Type.TEXT)
                    .notNull("day", Type.INTEGER)
                    .column("weight", Type.REAL)
                    .column("photo", Type.BLOB)
                    .column("data", Type.JSON)
                    .column("any", Type.ANY)
                    .key("phone", "day"),
            table("numbers")
                    .notNull("n", Type.INTEGER)
                    .column("isEven", Type.BOOLEAN)
                    .key("n"),
            table("notes").column("phone", Type.TEXT).column("note", Type.TEXT),
            table("there")
                    .notNull("id", Type.TEXT)
                    .column("name", Type.TEXT)
                    .key("id")
                    .existing(Existing.UPDATE),
            table("kept")
                    .notNull("id", Type.TEXT)
                    .column("name", Type.TEXT)
                    .key("id")
                    .existing(Existing.KEEP));

    @TempDir
    private static Path folder;

    private static final SqliteSinkProvider PROVIDER = new SqliteSinkProvider();
    private static SinkTrial trial;

    @BeforeAll
    static void fillBoth() throws Exception {
        SqlFile.run(
                sink(),
                "CREATE TABLE there(id TEXT PRIMARY KEY, name TEXT, own TEXT)",
                "CREATE TABLE kept(id TEXT PRIMARY KEY, name TEXT)",
                "INSERT INTO there VALUES ('theirs', 'before', 'a'), ('both', 'before', 'b')",
                "INSERT INTO kept VALUES ('theirs', 'before'), ('both', 'before')");
        fill(settings(sink().toString()), rows());
        Files.copy(sink(), folder.resolve("pristine"));
        List<Row> backwards = rows();
        Collections.reverse(backwards);
        trial = PROVIDER.trial(settings(sink().toString()), SinkTrial.Content.BEFORE);
        assertThat(trial.remarks()).isEmpty();
        fill(settings(trial.uri()), backwards);
    }

    private static void fill(SinkSettings settings, List<Row> rows) {
        try (SinkSession session = SinkSession.begin(PROVIDER, settings, 1)) {
            session.write(0, rows);
            session.commit();
            session.seal(new BookedDoubles(session, true));
            session.sink().finish("verified", 1, "{}");
        }
    }

    @AfterAll
    static void leaveNothingBehind() throws Exception {
        trial.close();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).filter(name -> !name.contains("backup")))
                    .containsExactlyInAnyOrder("app.db", "pristine");
        }
    }

    @BeforeEach
    void restore() throws Exception {
        Files.copy(folder.resolve("pristine"), sink(), StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Row> rows() {
        byte[] photo = {0, 1, (byte) 0xff};
        List<Row> rows = new ArrayList<>(List.of(
                row(
                        "p:1",
                        tuple(0, 0, "+1", 7, 70.5, photo, "{\"a\": 1}", 5),
                        tuple(2, 0, "+1", "same"),
                        tuple(2, 1, "+1", "same")),
                row("p:2", tuple(0, 0, "+2", 7, null, new byte[0], "{}", "five"), tuple(2, 0, "+2", null)),
                row("n:1", tuple(1, 0, 1, 0)),
                row("n:2", tuple(1, 0, 2, 1)),
                row("t:1", tuple(3, 0, "ours", "new name")),
                row("t:2", tuple(3, 0, "both", "plan's")),
                row("k:1", tuple(4, 0, "ours", "new name")),
                row("k:2", tuple(4, 0, "both", "plan's"))));
        rows.addAll(Samples.everyKind());
        return rows;
    }

    static Stream<Arguments> tamperings() {
        return Stream.of(
                Arguments.of(
                        "UPDATE people SET weight = 70.50000001 WHERE phone = '+1'",
                        "people phone=+1, day=7 CHANGED [weight] [p:1]"),
                Arguments.of(
                        "UPDATE people SET photo = x'0001fe' WHERE phone = '+1'",
                        "people phone=+1, day=7 CHANGED [photo] [p:1]"),
                Arguments.of(
                        "UPDATE people SET photo = NULL, data = '{ }' WHERE phone = '+2'",
                        "people phone=+2, day=7 CHANGED [photo, data] [p:2]"),
                Arguments.of(
                        "UPDATE people SET \"any\" = 5.0 WHERE phone = '+1'",
                        "people phone=+1, day=7 CHANGED [any] [p:1]"),
                Arguments.of(
                        "UPDATE people SET \"any\" = x'66697665' WHERE phone = '+2'",
                        "people phone=+2, day=7 CHANGED [any] [p:2]"),
                Arguments.of("DELETE FROM people WHERE phone = '+2'", "people phone=+2, day=7 MISSING [] [p:2]"),
                Arguments.of(
                        "INSERT INTO people VALUES ('+3', 1, NULL, NULL, NULL, NULL)",
                        "people phone=+3, day=1 EXTRA [] [] later"),
                Arguments.of("UPDATE numbers SET isEven = 1 WHERE n = 1", "numbers n=1 CHANGED [isEven] [n:1]"),
                Arguments.of("INSERT INTO numbers VALUES (-5, 0)", "numbers n=-5 EXTRA [] [] later"),
                Arguments.of(
                        "UPDATE notes SET note = 'other' WHERE rowid = 1",
                        "notes phone=+1, note=other EXTRA [] []|notes phone=+1, note=same MISSING [] [p:1]"),
                Arguments.of("DELETE FROM notes WHERE note IS NULL", "notes phone=+2, note=NULL MISSING [] [p:2]"),
                Arguments.of(
                        "INSERT INTO notes VALUES ('+1', 'same')", "notes phone=+1, note=same EXTRA [] [p:1] later"),
                Arguments.of("UPDATE there SET name = 'x' WHERE id = 'ours'", "there id=ours CHANGED [name] [t:1]"),
                Arguments.of(
                        "UPDATE there SET name = 'before' WHERE id = 'both'", "there id=both CHANGED [name] [t:2]"),
                Arguments.of("DELETE FROM there WHERE id = 'both'", "there id=both MISSING [] [t:2]"),
                Arguments.of("UPDATE kept SET name = 'x' WHERE id = 'ours'", "kept id=ours CHANGED [name] [k:1]"),
                Arguments.of("UPDATE there SET name = 'x', own = 'y' WHERE id = 'theirs'", ""),
                Arguments.of("UPDATE there SET own = 'x' WHERE id = 'both'", ""),
                Arguments.of("INSERT INTO there VALUES ('later', 'x', 'x')", ""),
                Arguments.of("UPDATE kept SET name = 'x' WHERE id IN ('both', 'theirs')", ""));
    }

    @ParameterizedTest
    @MethodSource("tamperings")
    void findsWhatWasChanged(String tampering, String expected) throws Exception {
        SqlFile.run(sink(), tampering);

        assertThat(differences()).containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split("\\|"));
    }

    @Test
    void findsNothingWhereNothingWasChangedWhateverTheOrderOfReading() {
        List<RowDifference> found = new ArrayList<>();
        Compared compared = trial.compare(found::add);

        assertThat(found).isEmpty();
        assertThat(compared.tables()).isEqualTo(SCHEMA.tables().size() + 10);
        assertThat(compared.rows()).isGreaterThan(rows().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis_list",
                "redis_set",
                "redis_hash",
                "redis_zset",
                "redis_stream_entry",
                "redis_stream",
                "redis_stream_group",
                "redis_stream_consumer",
                "redis_stream_pending"
            })
    void findsElementsThatWereRemoved(String table) throws Exception {
        String ofKey = " WHERE key_id = (SELECT min(key_id) FROM " + table + ")";
        String key = SqlFile.query(
                        sink(), "SELECT key FROM redis_key WHERE id = (SELECT min(key_id) FROM " + table + ")")
                .getFirst();
        long elements = Long.parseLong(
                SqlFile.query(sink(), "SELECT count(*) FROM " + table + ofKey).getFirst());
        SqlFile.run(sink(), "DELETE FROM " + table + ofKey);

        List<String> found = differences();

        assertThat(found)
                .hasSize((int) elements)
                .allSatisfy(one ->
                        assertThat(one).startsWith(table + " db=0, key=" + key).endsWith(" MISSING [] [" + key + "]"));
    }

    @Test
    void findsWhatWasChangedInKeysThatNoTableTook() throws Exception {
        SqlFile.run(
                sink(),
                "UPDATE redis_key SET expires_at = 5, value = 'x' WHERE id = (SELECT min(id) FROM redis_key WHERE type"
                        + " = 'string')",
                "INSERT INTO redis_key(db, key, type) VALUES (0, 'intruder', 'string')",
                "INSERT INTO redis_set SELECT min(key_id), 'intruder' FROM redis_set");

        List<String> found = differences();

        assertThat(found).hasSize(3).contains("redis_key db=0, key=intruder EXTRA [] [intruder]");
        assertThat(found).anySatisfy(one -> assertThat(one).contains("redis_key", "CHANGED [value, expires_at]"));
        assertThat(found).anySatisfy(one -> assertThat(one).contains("redis_set", "member=intruder EXTRA"));
    }

    @Test
    void saysThatATableIsGoneOrLacksAColumn() throws Exception {
        SqlFile.run(sink(), "DROP TABLE notes", "ALTER TABLE people DROP COLUMN photo", "DROP TABLE redis_set");

        assertThat(differences())
                .containsExactlyInAnyOrder(
                        "notes  MISSING [] [] later",
                        "people  MISSING [photo] [] later",
                        "redis_set  MISSING [] [] later");
    }

    @Test
    void saysWhereItCannotTellForWantOfABackup() throws Exception {
        SqlFile.run(sink(), "DELETE FROM sluice_return");

        try (SinkTrial without = PROVIDER.trial(settings(sink().toString()), SinkTrial.Content.BEFORE)) {
            assertThat(without.remarks()).singleElement().asString().contains("no backup");
        }
    }

    /** The file that stands for the sink is none of the user's business. */
    @Test
    void errorsNameTheSinkAndNotWhatStandsForIt(@TempDir Path own) throws Exception {
        Path file = own.resolve("named.db");
        SqlFile.run(file, "CREATE TABLE items(id INTEGER PRIMARY KEY)");
        Schema schema = schema(table("items")
                .notNull("id", Type.INTEGER)
                .column("age", Type.TEXT)
                .key("id")
                .existing(Existing.UPDATE));
        SinkSettings settings = new SinkSettings(file.toString(), "mapped", 0, schema, false);

        try (SinkTrial other = PROVIDER.trial(settings, SinkTrial.Content.EVERYTHING)) {
            SinkSettings instead = new SinkSettings(other.uri(), "mapped", 0, schema, false);

            assertThatThrownBy(() -> SinkSession.begin(PROVIDER, instead, 1))
                    .hasMessageContaining("sqlite:" + file + ": its table items has no column age");
            assertThat(PROVIDER.redact(other.uri())).isEqualTo("sqlite:" + file);
            assertThat(PROVIDER.redact(other.uri() + ".sluice-staging")).isEqualTo("sqlite:" + file);
        }
    }

    private static List<String> differences() {
        List<RowDifference> found = new ArrayList<>();
        trial.compare(found::add);
        return found.stream().map(TrialComparisonTest::shown).toList();
    }

    private static String shown(RowDifference one) {
        String keys = one.keys().stream()
                .map(key -> new String(key.name(), UTF_8))
                .collect(Collectors.joining(", ", "[", "]"));
        return one.table() + " " + one.row() + " " + one.nature() + " " + one.columns() + " " + keys
                + (one.isLater() ? " later" : "");
    }

    private static Path sink() {
        return folder.resolve("app.db");
    }

    private static SinkSettings settings(String uri) {
        return new SinkSettings(uri, "mapped", 0, SCHEMA, true);
    }
}
