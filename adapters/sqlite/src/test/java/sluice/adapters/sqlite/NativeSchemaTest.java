package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.adapters.contract.Samples.bytes;
import static sluice.adapters.contract.Samples.string;
import static sluice.adapters.sqlite.SqlFile.columns;
import static sluice.adapters.sqlite.SqlFile.query;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.Samples;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.Key;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.SinkSettings;
import sluice.protocol.Value;

/** The tables are a contract: people write SQL against them. */
class NativeSchemaTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void copy() {
        file = folder.resolve("app.db");
        SinkSettings settings = new SinkSettings(file.toString(), "native", 0);
        try (SinkSession session = SinkSession.begin(new SqliteSinkProvider(), settings, 1)) {
            session.write(0, Samples.everyKind());
            session.write(0, new Row(new Key(0, bytes("gone")), new Value.StringValue(bytes("x")), 1, 0, Part.WHOLE));
            session.write(0, string("text", "readable"));
            session.complete();
        }
    }

    @Test
    void tablesHaveTheContractedColumns() throws SQLException {
        assertThat(columns(file, "redis_key"))
                .containsExactly("id INTEGER pk1", "db INTEGER", "key", "type TEXT", "value", "expires_at INTEGER");
        assertThat(columns(file, "redis_list")).containsExactly("key_id INTEGER pk1", "position INTEGER pk2", "value");
        assertThat(columns(file, "redis_set")).containsExactly("key_id INTEGER pk1", "member pk2");
        assertThat(columns(file, "redis_hash"))
                .containsExactly("key_id INTEGER pk1", "field pk2", "value", "expires_at INTEGER");
        assertThat(columns(file, "redis_zset")).containsExactly("key_id INTEGER pk1", "member pk2", "score REAL");
    }

    @Test
    void streamTablesHaveTheContractedColumns() throws SQLException {
        assertThat(query(file, "SELECT group_concat(name) FROM pragma_table_info('redis_stream_entry')"))
                .containsExactly("key_id,ms,seq,position,field,value");
        assertThat(query(file, "SELECT group_concat(name) FROM pragma_table_info('redis_stream')"))
                .containsExactly("key_id,last_ms,last_seq,entries_added,max_deleted_ms,max_deleted_seq");
        assertThat(query(file, "SELECT group_concat(name) FROM pragma_table_info('redis_stream_group')"))
                .containsExactly("key_id,name,last_ms,last_seq,entries_read");
        assertThat(query(file, "SELECT group_concat(name) FROM pragma_table_info('redis_stream_consumer')"))
                .containsExactly("key_id,group_name,name,seen_at,active_at");
        assertThat(query(file, "SELECT group_concat(name) FROM pragma_table_info('redis_stream_pending')"))
                .containsExactly("key_id,group_name,consumer,ms,seq,delivered_at,delivery_count");
    }

    @Test
    void keyAndDatabaseAreUniqueTogether() throws SQLException {
        assertThat(query(
                        file,
                        "SELECT l.\"unique\", group_concat(i.name) FROM pragma_index_list('redis_key') l,"
                                + " pragma_index_info(l.name) i GROUP BY l.name"))
                .containsExactly("1|key,db");
        assertThat(query(file, "PRAGMA integrity_check")).containsExactly("ok");
    }

    @Test
    void bytesAreTextWhereTheyAreValidUtf8WithoutNul() throws SQLException {
        String sql = "SELECT hex(%1$s), typeof(%1$s) FROM %2$s";
        for (String from : List.of("key redis_key", "member redis_set", "value redis_hash", "value redis_list")) {
            String[] names = from.split(" ");
            for (String line : query(file, sql.formatted(names[0], names[1]))) {
                String[] cells = line.split("\\|");
                byte[] bytes = java.util.HexFormat.of().parseHex(cells[0]);
                assertThat(cells[1]).as(line).isEqualTo(Text.isText(bytes) ? "text" : "blob");
            }
        }
    }

    @Test
    void theStringViewIsReadableAndHidesWhatHasExpired() throws SQLException {
        assertThat(query(file, "SELECT key, db, value, expires FROM redis_string WHERE key IN ('text', 'expiring')"))
                .containsExactlyInAnyOrder("text|0|readable|null", "expiring|0|soon|2100-01-01 00:00:00");
        assertThat(query(file, "SELECT key FROM redis_string WHERE key = 'gone'"))
                .isEmpty();
        assertThat(query(file, "SELECT key FROM redis_key WHERE key = 'gone'")).hasSize(1);
    }

    @Test
    void everyViewCanBeRead() throws SQLException {
        for (String view : Layout.NATIVE.views()) {
            assertThat(query(file, "SELECT * FROM " + view)).as(view).isNotEmpty();
        }
    }

    @Test
    void theFileIsCompleteByItself() throws SQLException {
        assertThat(folder.toFile().list()).containsExactly("app.db");
        assertThat(query(file, "SELECT phase, status, integrity, schema_version FROM sluice_run"))
                .containsExactly("FINISHED|verified|ok|2");
        assertThat(query(file, "SELECT count(*) FROM sluice_landing")).containsExactly("0");
    }
}
