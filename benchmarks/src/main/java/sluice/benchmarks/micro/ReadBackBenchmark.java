package sluice.benchmarks.micro;

import java.io.IOException;
import java.util.ArrayList;
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
import org.openjdk.jmh.infra.Blackhole;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.SinkReader;

/** Reading one key back from a sealed file, in the order of the ids, as a full verification does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class ReadBackBenchmark {
    private static final int KEYS = 2_000;
    private static final int BATCH_ROWS = 500;

    @Param({"native", "redka"})
    String layout;

    @Param({"STRING", "HASH", "LIST", "SET", "ZSET"})
    Kind kind;

    private TempFolder folder;
    private SinkReader reader;
    private SinkReader.Addresses all;

    @Setup
    public void land() throws IOException {
        folder = TempFolder.create();
        List<Row> rows = new Data(1).rows(kind, KEYS);
        try (LandedFile file = new LandedFile(folder.path().resolve("sealed.db"), layout)) {
            file.land(Data.batches(rows, BATCH_ROWS));
            file.seal();
            reader = file.reader();
        }
        all = reader.addresses().orElseThrow();
        List<Row> found = new ArrayList<>();
        reader.scan(all, found::add);
        Data.requireSame(rows, found);
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public void scan(Blackhole rows) {
        reader.scan(all, rows::consume);
    }

    @TearDown
    public void remove() throws IOException {
        reader.close();
        folder.close();
    }
}
