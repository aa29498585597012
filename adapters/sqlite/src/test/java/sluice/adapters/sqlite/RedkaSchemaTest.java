package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.adapters.contract.Samples.bytes;
import static sluice.adapters.contract.Samples.list;
import static sluice.adapters.contract.Samples.row;
import static sluice.adapters.contract.Samples.string;
import static sluice.adapters.contract.Samples.whole;
import static sluice.adapters.sqlite.SqlFile.columns;
import static sluice.adapters.sqlite.SqlFile.query;
import static sluice.adapters.sqlite.SqlFile.run;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.Samples;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.Key;
import sluice.protocol.Part;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.SinkSettings;
import sluice.protocol.Value;

/** Another program opens these files: they must be to the letter. */
class RedkaSchemaTest {
    private static final byte[] NOT_UTF8 = {(byte) 0xff, 0, 'x'};

    @TempDir
    private Path folder;

    private Path file;
    private List<Reject> rejects = List.of();

    @BeforeEach
    void copy() {
        file = folder.resolve("app.db");
        SinkSettings settings = new SinkSettings(file.toString(), "redka", 2);
        SqliteSinkProvider provider = new SqliteSinkProvider(() -> Instant.ofEpochMilli(1234), step -> {});
        try (SinkSession session = SinkSession.begin(provider, settings, 1)) {
            rejects = session.write(
                    0,
                    in2(string("s", "1")),
                    in2(whole("l", list(0, 3))),
                    in2(row("set", members("a", "b"), Part.FIRST)),
                    in2(row("set", members("b", "c", "c"), Part.LAST)),
                    in2(whole("twice", members("a", "a"))),
                    in2(whole("z", new Value.SortedSlice(List.of(new Value.Scored(NOT_UTF8, 1.5))))),
                    in2(whole("h", new Value.HashSlice(List.of(new Value.Field(NOT_UTF8, bytes("v"), Row.NEVER))))),
                    new Row(new Key(2, NOT_UTF8), new Value.StringValue(NOT_UTF8), 4_102_444_800_000L, 0, Part.WHOLE),
                    in2(whole("stream", Samples.stream())),
                    string("other db", "1"));
            session.complete();
        }
    }

    private static Row in2(Row row) {
        return new Row(new Key(2, row.key().name()), row.value(), row.expiresAt(), row.origin(), row.part());
    }

    private static Value.SetSlice members(String... members) {
        return new Value.SetSlice(
                java.util.Arrays.stream(members).map(Samples::bytes).toList());
    }

    @Test
    void tablesAreStrictAndHaveTheContractedColumns() throws SQLException {
        assertThat(columns(file, "rkey"))
                .containsExactly(
                        "id INTEGER pk1",
                        "key TEXT",
                        "type INTEGER",
                        "version INTEGER",
                        "etime INTEGER",
                        "mtime INTEGER",
                        "len INTEGER");
        assertThat(columns(file, "rstring")).containsExactly("kid INTEGER", "value BLOB");
        assertThat(columns(file, "rlist")).containsExactly("kid INTEGER", "pos REAL", "elem BLOB");
        assertThat(columns(file, "rset")).containsExactly("kid INTEGER", "elem BLOB");
        assertThat(columns(file, "rhash")).containsExactly("kid INTEGER", "field TEXT", "value BLOB");
        assertThat(columns(file, "rzset")).containsExactly("kid INTEGER", "elem BLOB", "score REAL");
        assertThat(query(file, "SELECT count(*) FROM pragma_table_list WHERE name GLOB 'r*' AND strict = 1"))
                .containsExactly("6");
        assertThat(query(file, "PRAGMA user_version")).containsExactly("1");
    }

    @Test
    void indexesTriggersAndViewsAreThere() throws SQLException {
        assertThat(query(file, "SELECT name FROM sqlite_master WHERE type = 'index' AND name GLOB 'r*' ORDER BY 1"))
                .containsExactly(
                        "rhash_pk_idx",
                        "rkey_etime_idx",
                        "rkey_key_idx",
                        "rlist_pk_idx",
                        "rset_pk_idx",
                        "rstring_pk_idx",
                        "rzset_pk_idx",
                        "rzset_score_idx");
        assertThat(query(file, "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"))
                .containsExactly(
                        "rhash_on_insert", "rlist_on_delete", "rlist_on_update", "rset_on_insert", "rzset_on_insert");
        assertThat(query(file, "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY 1"))
                .containsExactly("vhash", "vkey", "vlist", "vset", "vstring", "vzset");
        for (String view : Layout.REDKA.views()) {
            assertThat(query(file, "SELECT * FROM " + view)).as(view).isNotEmpty();
        }
    }

    @Test
    void lengthsCountWhatStandsThere() throws SQLException {
        assertThat(query(file, "SELECT CAST(key AS TEXT), type, version, mtime, len FROM rkey WHERE etime IS NULL"))
                .containsExactly(
                        "s|1|1|1234|null",
                        "l|2|1|1234|3",
                        "set|3|1|1234|3",
                        "twice|3|1|1234|1",
                        "z|5|1|1234|1",
                        "h|4|1|1234|1");
        assertThat(query(file, "SELECT pos, elem, typeof(elem) FROM rlist ORDER BY pos"))
                .containsExactly("0.0|element 0|blob", "1.0|element 1|blob", "2.0|element 2|blob");
    }

    @Test
    void namesOfAnyBytesStandExactlyAsText() throws SQLException {
        assertThat(query(file, "SELECT hex(key), typeof(key), etime FROM rkey WHERE etime IS NOT NULL"))
                .containsExactly("FF0078|text|4102444800000");
        assertThat(query(file, "SELECT hex(field), typeof(field) FROM rhash")).containsExactly("FF0078|text");
    }

    @Test
    void theTriggersCountOn() throws SQLException {
        run(
                file,
                "INSERT INTO rset SELECT id, x'64' FROM rkey WHERE key = 'set'",
                "INSERT INTO rhash SELECT id, 'f', x'64' FROM rkey WHERE key = 'h'",
                "DELETE FROM rlist WHERE pos = 1.0");

        assertThat(query(file, "SELECT key, len FROM rkey WHERE key IN ('set', 'h', 'l') ORDER BY id"))
                .containsExactly("l|2", "set|4", "h|2");
    }

    @Test
    void whatRedkaCannotHoldIsRejectedWithTheReason() {
        assertThat(rejects)
                .extracting(Reject::reason)
                .containsExactly(
                        "redka has no streams", "redka holds one logical database; copy db 0 on its own with --db 0");
    }
}
