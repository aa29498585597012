package sluice.benchmarks.floor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.adapters.contract.SinkSession;
import sluice.adapters.contract.servers.RedisBinary;
import sluice.adapters.contract.servers.RedisServer;
import sluice.adapters.contract.servers.Resp;
import sluice.adapters.rdb.RdbSourceProvider;
import sluice.adapters.sqlite.SqliteSinkProvider;
import sluice.protocol.Batch;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Row;
import sluice.protocol.SinkSettings;
import sluice.protocol.Source;
import sluice.protocol.SourceSettings;

/** A floor that wrote anything else than the sink writes would be no yardstick. */
class FloorTest {
    private static final byte[] BINARY = {(byte) 0xff, 0, 'x', (byte) 0x80};
    private static final String EXPIRY = "4000000000000";

    @TempDir
    private static Path folder;

    private static RedisServer server;

    @BeforeAll
    static void fill() {
        server = RedisServer.start(RedisBinary.embedded());
        try (Resp redis = server.client()) {
            List<Object[]> commands = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                commands.add(new Object[] {"SET", "string:" + i, i % 7 == 0 ? BINARY : "grüße " + i});
                commands.add(new Object[] {"PEXPIREAT", "string:" + i, EXPIRY});
                commands.add(new Object[] {"RPUSH", "list:" + i, "b", BINARY, "a", "", "b"});
                commands.add(new Object[] {"SADD", "set:" + i, "b", BINARY, "a", "ß", "" + i});
                commands.add(new Object[] {"HSET", "hash:" + i, "z", "1", BINARY, "2", "a", BINARY, "" + i, ""});
                commands.add(new Object[] {"ZADD", "zset:" + i, "1.5", "b", "-inf", BINARY, "" + i, "a"});
            }
            commands.add(new Object[] {"SET", BINARY, "a key that is no text"});
            redis.pipeline(commands);
        }
        server.save();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "64", "512"})
    void holdsWhatTheSinkHolds(String rowsPerStatement) throws Exception {
        Path sink = folder.resolve("sink-" + rowsPerStatement + ".db");
        Path floor = folder.resolve("floor-" + rowsPerStatement + ".db");
        land(rdb(), sink);

        Floor.main(new String[] {rowsPerStatement, rdb(), floor.toString()});

        assertThat(content(floor)).isEqualTo(content(sink)).hasSizeGreaterThan(1_500 + 300 * 16);
    }

    @Test
    void writesDownForCWhatItHolds() throws Exception {
        Path flat = folder.resolve("flat");
        Path executable = folder.resolve("floor");
        Path floor = folder.resolve("floor-c.db");
        Path sink = folder.resolve("sink-c.db");
        Path source = Path.of("src/main/c/floor.c").toAbsolutePath();
        assumeTrue(
                exitCode("gcc", "-O2", "-o", executable.toString(), source.toString(), "-lsqlite3") == 0,
                "gcc and sqlite3.h are there");
        land(rdb(), sink);

        Floor.main(new String[] {"64", rdb(), "--flat", flat.toString()});

        assertThat(exitCode(executable.toString(), flat.toString(), floor.toString()))
                .isZero();
        assertThat(content(floor)).isEqualTo(content(sink));
    }

    private static String rdb() {
        return server.folder().resolve("dump.rdb").toString();
    }

    private static int exitCode(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("said").toFile())
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException notThere) {
            return -1;
        }
    }

    private static void land(String rdb, Path database) {
        SinkSettings settings = new SinkSettings("sqlite:" + database, "native", 0);
        SourceSettings source = new SourceSettings(rdb, null, null, null, 100, 1 << 20, 0);
        try (SinkSession session = SinkSession.begin(new SqliteSinkProvider(), settings, 1);
                Source opened = new RdbSourceProvider().open(source)) {
            Partition partition = opened.partitions(1).getFirst();
            List<Row> rows = new ArrayList<>();
            try (PartitionReader reader = opened.read(partition, partition.start(), Source.EVERY_KEY)) {
                Batch batch;
                do {
                    batch = reader.next();
                    rows.addAll(batch.rows());
                } while (!batch.last());
            }
            session.write(0, rows);
            session.complete();
        }
    }

    /** Every row of every table with the types of its values, and the index. */
    private static List<String> content(Path database) throws SQLException {
        List<String> content = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (Table table : Table.values()) {
                read(statement, "SELECT '" + table + "', * FROM " + table.sqlName(), content);
            }
            read(statement, "SELECT sql FROM sqlite_schema WHERE name = 'redis_key_key_db'", content);
            read(statement, "PRAGMA page_size", content);
        }
        return content;
    }

    private static void read(Statement statement, String sql, List<String> content) throws SQLException {
        try (ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    Object cell = found.getObject(i);
                    cells.add(
                            cell instanceof byte[] bytes
                                    ? "blob " + Arrays.toString(bytes)
                                    : cell == null
                                            ? "null"
                                            : cell.getClass().getSimpleName() + " "
                                                    + Arrays.toString(
                                                            cell.toString().getBytes(UTF_8)));
                }
                content.add(String.join("|", cells));
            }
        }
    }
}
