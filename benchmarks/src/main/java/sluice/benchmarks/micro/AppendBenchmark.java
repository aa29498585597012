package sluice.benchmarks.micro;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
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
import sluice.protocol.Row;

/** SQLite append alone: one row of six columns into a table without an index, commits included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 8)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class AppendBenchmark {
    @Param({"1", "10", "64", "500"})
    int rowsEach;

    @Param({"4096", "8192", "16384"})
    int pageBytes;

    private final List<Row> rows = Appender.rows();
    private TempFolder folder;
    private Appender appender;

    @Setup(Level.Invocation)
    public void open() throws IOException, SQLException {
        folder = TempFolder.create();
        appender = new Appender(folder.path().resolve("append.db"), pageBytes);
        appender.createTable();
    }

    @Benchmark
    @OperationsPerInvocation(Appender.ROWS)
    public void append() throws SQLException {
        appender.append(rows, rowsEach);
    }

    @TearDown(Level.Invocation)
    public void check() throws IOException, SQLException {
        appender.requireRows(Appender.ROWS);
        appender.close();
        folder.close();
    }
}
