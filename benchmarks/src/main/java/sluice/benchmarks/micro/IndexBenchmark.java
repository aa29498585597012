package sluice.benchmarks.micro;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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

/** The index at the end: one row's share of the unique index over keys that landed in random order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 8)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class IndexBenchmark {
    private static final int ROWS_EACH = 64;

    @Param({"4096", "8192", "16384"})
    int pageBytes;

    @Param({"2000", "8000", "64000"})
    int cacheKib;

    private TempFolder folder;
    private Path landed;
    private Path copy;
    private Appender appender;

    @Setup
    public void land() throws IOException, SQLException {
        folder = TempFolder.create();
        landed = folder.path().resolve("landed.db");
        copy = folder.path().resolve("copy.db");
        try (Appender loader = new Appender(landed, pageBytes)) {
            loader.createTable();
            loader.append(Appender.rows(), ROWS_EACH);
        }
    }

    @Setup(Level.Invocation)
    public void open() throws IOException, SQLException {
        Files.copy(landed, copy);
        appender = new Appender(copy, pageBytes);
        appender.requireRows(Appender.ROWS);
        appender.run("PRAGMA temp_store = FILE");
        appender.run("PRAGMA threads = 1");
        appender.run("PRAGMA cache_size = -" + cacheKib);
    }

    @Benchmark
    @OperationsPerInvocation(Appender.ROWS)
    public void index() throws SQLException {
        appender.run("CREATE UNIQUE INDEX redis_key_key_db ON redis_key(key, db)");
    }

    @TearDown(Level.Invocation)
    public void close() throws IOException, SQLException {
        appender.close();
        Files.delete(copy);
    }

    @TearDown
    public void remove() throws IOException {
        folder.close();
    }
}
