package sluice.benchmarks.micro;

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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import sluice.engine.core.RowDigester;
import sluice.protocol.Kind;
import sluice.protocol.Row;

/** The digest of a row, by kind: once for every row that is read, and again for every row that is verified. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class DigestBenchmark {
    /** Many rows, so that lengths and branches are not learnt by heart. */
    private static final int ROWS = 256;

    @Param({"STRING", "HASH", "LIST", "SET", "ZSET"})
    Kind kind;

    private final RowDigester digester = new RowDigester();
    private List<Row> rows;

    @Setup
    public void make() {
        rows = new Data(1).rows(kind, ROWS);
        if (Data.ledger(rows).differing(Data.ledger(rows.subList(1, ROWS))).isEmpty()) {
            throw new IllegalStateException("the digest does not see a row that is missing");
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void digest(Blackhole digests) {
        for (Row row : rows) {
            digests.consume(digester.add(row));
        }
    }
}
