package sluice.benchmarks.micro;

import java.io.IOException;
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
import sluice.protocol.Batch;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.SinkReader;

/** The sink by itself, into a new file each time: rows from memory landed and committed, and the seal after it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4)
@Measurement(iterations = 8)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class SinkBenchmark {
    private static final int KEYS = 50_000;
    private static final int BATCH_ROWS = 500;

    @Param({"native", "redka"})
    String layout;

    @Param({"strings", "mix"})
    String data;

    private List<Batch> batches;
    private TempFolder folder;

    /** A file for the rows to land in. */
    @State(Scope.Thread)
    public static class Empty {
        private LandedFile file;

        @Setup(Level.Invocation)
        public void open(SinkBenchmark benchmark) {
            file = new LandedFile(benchmark.folder.path().resolve("empty.db"), benchmark.layout);
        }

        @TearDown(Level.Invocation)
        public void close(SinkBenchmark benchmark) throws IOException {
            file.close();
            benchmark.folder.clear();
        }
    }

    /** A file in which they have landed. */
    @State(Scope.Thread)
    public static class Full {
        private LandedFile file;

        @Setup(Level.Invocation)
        public void land(SinkBenchmark benchmark) {
            file = new LandedFile(benchmark.folder.path().resolve("full.db"), benchmark.layout);
            file.land(benchmark.batches);
        }

        @TearDown(Level.Invocation)
        public void check(SinkBenchmark benchmark) throws IOException {
            file.close();
            try (SinkReader reader = file.reader()) {
                if (reader.rows() != KEYS) {
                    throw new IllegalStateException(reader.rows() + " rows were sealed");
                }
            }
            benchmark.folder.clear();
        }
    }

    @Setup
    public void make() throws IOException {
        Data made = new Data(1);
        List<Row> rows = data.equals("mix") ? made.mix(KEYS) : made.rows(Kind.STRING, KEYS);
        batches = Data.batches(rows, BATCH_ROWS);
        folder = TempFolder.create();
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public void land(Empty empty) {
        empty.file.land(batches);
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public void seal(Full full) {
        full.file.seal();
    }

    @TearDown
    public void remove() throws IOException {
        folder.close();
    }
}
