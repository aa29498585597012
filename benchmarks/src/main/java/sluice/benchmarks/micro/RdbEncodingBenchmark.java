package sluice.benchmarks.micro;

import static java.nio.charset.StandardCharsets.US_ASCII;

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
import sluice.protocol.Row;
import sluice.protocol.Value;

/** What one key costs to read, by the encoding that its value lies in. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class RdbEncodingBenchmark {
    private static final int KEYS = 10_000;

    @Param
    RdbEncoding encoding;

    private TempFolder folder;
    private DumpFile dump;

    @Setup
    public void write() throws IOException {
        List<Row> rows = new Data(1).rows(encoding.kind(), KEYS);
        if (encoding == RdbEncoding.SET_INTSET) {
            rows.replaceAll(row -> new Row(row.key(), numbers(row), row.expiresAt(), row.origin(), row.part()));
        }
        folder = TempFolder.create();
        dump = DumpFile.of(folder.path().resolve("data.rdb"), rows, row -> encoding);
    }

    private static Value numbers(Row row) {
        List<byte[]> members = new ArrayList<>();
        for (int i = 0; i < Data.ELEMENTS; i++) {
            members.add(Long.toString(1_000_000 + 7_919 * row.origin() + i).getBytes(US_ASCII));
        }
        return new Value.SetSlice(members);
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public void parse(Blackhole batches) {
        dump.read(batches::consume);
    }

    @TearDown
    public void remove() throws IOException {
        dump.close();
        folder.close();
    }
}
