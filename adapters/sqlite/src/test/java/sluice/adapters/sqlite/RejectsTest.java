package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sluice.adapters.contract.Samples.bytes;
import static sluice.adapters.contract.Samples.list;
import static sluice.adapters.contract.Samples.row;
import static sluice.adapters.contract.Samples.string;
import static sluice.adapters.contract.Samples.whole;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sluice.adapters.contract.Rows;
import sluice.adapters.contract.Samples;
import sluice.adapters.contract.SinkSession;
import sluice.protocol.MigrationException;
import sluice.protocol.Part;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;
import sluice.protocol.Value;
import sluice.protocol.ValueCodec;

/** One row that fails never takes others with it, and is never lost. */
class RejectsTest {
    private final SqliteSinkProvider provider = new SqliteSinkProvider();

    @TempDir
    private Path folder;

    @Test
    void aRowThatSqliteRefusesIsRejectedAlone() throws SQLException {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(string("key " + i, "content " + i));
        }
        List<Reject> rejects;

        try (SinkSession session = SinkSession.begin(provider, settings("native"), 1)) {
            refuse("redis_key", "key", "key 41");
            refuse("redis_key", "key", "key 77");
            rejects = session.write(0, rows);
            session.complete();
        }

        assertThat(rejects).extracting(r -> r.key().toString()).containsExactly("key 41", "key 77");
        assertThat(rejects.getFirst().reason()).contains("not today");
        rows.removeIf(row -> List.of("key 41", "key 77").contains(row.key().toString()));
        assertThat(described("native")).isEqualTo(Rows.describe(rows));
        assertThat(kept("native").getFirst().payload())
                .isEqualTo(ValueCodec.encode(new Value.StringValue(bytes("content 41"))));
    }

    @Test
    void anElementThatIsRefusedTakesItsWholeKeyToTheRejects() throws SQLException {
        List<Reject> first;
        List<Reject> last;

        try (SinkSession session = SinkSession.begin(provider, settings("native"), 1)) {
            refuse("redis_list", "value", "element 5");
            first = session.write(0, string("before", "1"), row("list", list(0, 3), Part.FIRST));
            session.commit();
            session.write(0, row("list", list(3, 3), Part.MIDDLE));
            last = session.write(0, row("list", list(6, 2), Part.LAST), string("behind", "1"));
            session.complete();
        }

        assertThat(first).isEmpty();
        assertThat(last).extracting(r -> r.key().toString()).containsExactly("list");
        assertThat(described("native")).isEqualTo(Rows.describe(List.of(string("before", "1"), string("behind", "1"))));
        assertThat(rebuilt("native")).isEqualTo(Rows.describe(List.of(whole("list", list(0, 8)))));
    }

    @Test
    void aKeyThatTurnsOutUnfitInALaterSliceIsRejectedWhole() {
        List<Reject> last;

        try (SinkSession session = SinkSession.begin(provider, settings("redka"), 1)) {
            session.write(0, row("hash", hash("a", Row.NEVER), Part.FIRST));
            session.commit();
            session.write(0, row("hash", hash("b", 4_102_444_800_000L), Part.MIDDLE));
            session.commit();
            last = session.write(0, row("hash", hash("c", Row.NEVER), Part.LAST), string("behind", "1"));
            session.complete();
        }

        assertThat(last).extracting(Reject::reason).containsExactly("redka has no expiry of hash fields");
        assertThat(kept("redka")).extracting(Reject::part).containsExactly(0, 1, 2);
        assertThat(described("redka")).isEqualTo(Rows.describe(List.of(string("behind", "1"))));
        List<Value.Field> fields = new ArrayList<>(hash("a", Row.NEVER).fields());
        fields.addAll(hash("b", 4_102_444_800_000L).fields());
        fields.addAll(hash("c", Row.NEVER).fields());
        assertThat(rebuilt("redka")).isEqualTo(Rows.describe(List.of(whole("hash", new Value.HashSlice(fields)))));
    }

    @Test
    void resumingRemovesTheSlicesOfARejectThatWasNotComplete() {
        try (SinkSession session = SinkSession.begin(provider, settings("redka"), 1)) {
            session.write(0, row("hash", hash("a", 4_102_444_800_000L), Part.FIRST));
            session.commit();
        }

        try (SinkSession session = SinkSession.resume(provider, settings("redka"))) {
            session.write(0, string("other", "1"));
            session.complete();
        }

        assertThat(kept("redka")).isEmpty();
        assertThat(described("redka")).hasSize(1);
    }

    @Test
    void aScoreThatIsNoNumberIsRejected() {
        try (SinkSession session = SinkSession.begin(provider, settings("native"), 1)) {
            Value value = new Value.SortedSlice(List.of(new Value.Scored(bytes("m"), Double.NaN)));

            List<Reject> rejects = session.write(0, whole("z", value));

            assertThat(rejects).extracting(Reject::reason).containsExactly("a score is not a number");
        }
    }

    @Test
    void aFullDiskIsNotTheRowsFault() {
        try (SinkSession session = SinkSession.begin(provider, settings("native"), 1)) {
            session.write(0, string("a", "1"));
            session.commit();
            ((SqliteSink) session.sink()).limitPages(60);

            assertThatThrownBy(() -> {
                        session.write(0, whole("big", new Value.StringValue(new byte[5_000_000])));
                        session.commit();
                    })
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("the disk is full; free some space beside it");
        }

        try (SinkSession session = SinkSession.resume(provider, settings("native"))) {
            session.complete();
        }
        assertThat(described("native")).isEqualTo(Rows.describe(List.of(string("a", "1"))));
    }

    private SinkSettings settings(String layout) {
        return new SinkSettings(folder.resolve("app.db").toString(), layout, 0);
    }

    /** Stands for anything that makes SQLite refuse a row for its content. */
    private void refuse(String table, String column, String content) throws SQLException {
        SqlFile.run(
                folder.resolve("app.db"),
                "CREATE TRIGGER \"refuse " + content + "\" BEFORE INSERT ON " + table + " WHEN new." + column + " = '"
                        + content + "' BEGIN SELECT raise(ABORT, 'not today'); END");
    }

    private static Value.HashSlice hash(String name, long expiresAt) {
        return new Value.HashSlice(List.of(new Value.Field(bytes(name), bytes("content"), expiresAt)));
    }

    private List<String> described(String layout) {
        return SinkSession.described(provider, settings(layout));
    }

    private List<Reject> kept(String layout) {
        List<Reject> kept = new ArrayList<>();
        try (SinkReader reader = provider.read(settings(layout))) {
            reader.rejects(kept::add);
        }
        return kept;
    }

    /** The rejected rows, put together again from their payloads. */
    private List<String> rebuilt(String layout) {
        List<Reject> kept = kept(layout);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            Part part = i == 0 ? Part.FIRST : i == kept.size() - 1 ? Part.LAST : Part.MIDDLE;
            byte[] payload = kept.get(i).payload();
            rows.add(Samples.row(
                    kept.get(i).key().toString(), ValueCodec.decode(payload == null ? new byte[0] : payload), part));
        }
        return Rows.describe(rows);
    }
}
