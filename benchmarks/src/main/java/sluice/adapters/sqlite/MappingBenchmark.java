package sluice.adapters.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import sluice.benchmarks.micro.Data;
import sluice.benchmarks.micro.Jvm;
import sluice.benchmarks.micro.TempFolder;
import sluice.protocol.Kind;
import sluice.protocol.Row;

/**
 * What one key costs on its way from a row to bound statements: with statements that write nothing, and with SQLite,
 * in a transaction that is rolled back, so that no disk is in it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class MappingBenchmark {
    private static final int KEYS = 500;

    @Param({"native", "redka"})
    String layout;

    @Param({"STRING", "HASH", "LIST", "SET", "ZSET"})
    Kind kind;

    @Param({"nothing", "sqlite"})
    String under;

    private TempFolder folder;
    private List<Row> rows;
    private Database database;
    private Landing landing;

    @Setup
    public void open() throws IOException, SQLException {
        folder = TempFolder.create();
        rows = new Data(1).rows(kind, KEYS);
        HollowConnection hollow = new HollowConnection();
        boolean isHollow = under.equals("nothing");
        database = isHollow ? new Database(hollow) : forLanding();
        Layout named = Layout.named(layout);
        database.script(named.tablesScript());
        landing = named.landing(database, MappingBenchmark::refused, 0, InstantSource.system());
        database.begin();
        landAll();
        check(isHollow ? hollow.bytes() : keysLanded(named), isHollow ? contentBytes() : KEYS);
        database.run("ROLLBACK");
    }

    private Database forLanding() throws SQLException {
        Database opened = Database.forWriting(folder.path().resolve("mapping.db"));
        opened.run("PRAGMA page_size = 8192");
        opened.run("PRAGMA journal_mode = WAL");
        opened.run("PRAGMA synchronous = NORMAL");
        opened.run("PRAGMA cache_size = -16000");
        return opened;
    }

    private long keysLanded(Layout named) throws SQLException {
        return database.number("SELECT count(*) FROM " + named.keyTable());
    }

    /** Scores are numbers, and the only content that is not bytes. */
    private long contentBytes() {
        return rows.stream()
                .mapToLong(row -> row.contentBytes()
                        - (kind == Kind.ZSET ? 8L * row.value().size() : 0))
                .sum();
    }

    private static void check(long landed, long atLeast) {
        if (landed < atLeast) {
            throw new IllegalStateException(landed + " landed where there should be " + atLeast);
        }
    }

    private static void refused(long id, String reason) {
        throw new IllegalStateException("row " + id + " was refused: " + reason);
    }

    private void landAll() throws SQLException {
        long id = 1;
        for (Row row : rows) {
            landing.land(id++, 0, row);
        }
        landing.flush();
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public Object land() throws SQLException {
        database.begin();
        landAll();
        database.run("ROLLBACK");
        return landing;
    }

    @TearDown
    public void close() throws IOException, SQLException {
        landing.close();
        database.close();
        folder.close();
    }
}
