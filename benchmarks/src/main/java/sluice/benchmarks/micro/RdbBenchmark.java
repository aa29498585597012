package sluice.benchmarks.micro;

import java.io.IOException;
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
import sluice.engine.core.Ledger;
import sluice.engine.core.RowDigester;
import sluice.protocol.Kind;
import sluice.protocol.Row;

/** Reading a whole RDB file that lies in the page cache: alone, and with the digest that a reader makes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class RdbBenchmark {
    private static final int KEYS = 50_000;

    @Param({"strings", "mix"})
    String data;

    private final RowDigester digester = new RowDigester();
    private TempFolder folder;
    private DumpFile dump;

    @Setup
    public void write() throws IOException {
        Data made = new Data(1);
        List<Row> rows = data.equals("mix") ? made.mix(KEYS) : made.rows(Kind.STRING, KEYS);
        folder = TempFolder.create();
        dump = DumpFile.of(
                folder.path().resolve("data.rdb"),
                rows,
                row -> RdbEncoding.usual(row.value().kind()));
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public void parse(Blackhole batches) {
        dump.read(batches::consume);
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public Ledger parseAndDigest() {
        Ledger ledger = new Ledger();
        dump.read(batch -> {
            for (Row row : batch.rows()) {
                var digest = digester.add(row);
                if (digest != null) {
                    ledger.add(digest);
                    ledger.keyspaces().written(row.key(), row.keyspace());
                }
            }
        });
        return ledger;
    }

    @TearDown
    public void remove() throws IOException {
        dump.close();
        folder.close();
    }
}
