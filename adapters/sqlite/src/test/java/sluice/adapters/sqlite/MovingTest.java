package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static sluice.adapters.sqlite.Planned.row;
import static sluice.adapters.sqlite.Planned.table;
import static sluice.adapters.sqlite.Planned.tuple;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.protocol.Row;
import sluice.protocol.Schema.Policy;
import sluice.protocol.Schema.Type;
import sluice.protocol.Value;

/** Records come into their table as a whole, however those of one key stand among those of others. */
class MovingTest {
    private static final int KEYS = 2_000;

    @TempDir
    private Path folder;

    private final TreeSet<String> expected = new TreeSet<>();
    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theElementsOfAKeyStandTogether(boolean ordered) throws SQLException {
        PlannedSink sink = sink(ordered).ofStillSource();

        sink.run(rows(key -> key, 0));

        assertThat(sink.query("SELECT id || '|' || member FROM events ORDER BY 1"))
                .containsExactlyElementsOf(expected);
        assertThat(sink.query("SELECT sql LIKE '%WITHOUT ROWID' FROM sqlite_master WHERE name = 'events'"))
                .containsExactly(ordered ? "1" : "0");
    }

    /** They look as if they stood together where the sample is taken, and do not elsewhere. */
    @Test
    void theElementsOfKeysMayBeAmongEachOther() throws SQLException {
        PlannedSink sink = sink(true).ofStillSource();

        sink.run(rows(key -> key > KEYS / 4 && key < KEYS / 2 ? 0 : key, 0));

        assertThat(sink.query("SELECT id || '|' || member FROM events ORDER BY 1"))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void theFirstRecordOfAKeyMayBeMissing() throws SQLException {
        PlannedSink sink = sink(false).ofStillSource();

        sink.run(rows(key -> key, 1));

        assertThat(sink.query("SELECT id || '|' || member FROM events ORDER BY 1"))
                .containsExactlyElementsOf(expected);
    }

    private PlannedSink sink(boolean ordered) {
        Planned.TableBuilder table = table("events")
                .notNull("id", Type.TEXT)
                .notNull("member", Type.TEXT)
                .key("id", "member")
                .collisions(Policy.FIRST, null);
        return new PlannedSink(folder.resolve("app.db"), ordered ? table.ordered() : table);
    }

    private interface Identities {
        int of(int key);
    }

    /** Every thirtieth key has its records from another position on. */
    private List<Row> rows(Identities identities, long firstPosition) {
        List<Row> rows = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            String id = "%06d".formatted(identities.of(key));
            Value.Tuple[] tuples = new Value.Tuple[1 + random.nextInt(12)];
            for (int i = 0; i < tuples.length; i++) {
                String member = "%08x-%d-%d".formatted(random.nextInt(), key, i);
                expected.add(id + "|" + member);
                tuples[i] = tuple(0, (key % 30 == 7 ? firstPosition : 0) + i, id, member);
            }
            rows.add(row("key " + key, tuples));
        }
        Collections.shuffle(rows, random);
        return rows;
    }
}
