package sluice.adapters.sqlite;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import sluice.benchmarks.micro.Data;
import sluice.benchmarks.micro.Jvm;
import sluice.protocol.Kind;
import sluice.protocol.Value;
import sluice.protocol.ValueCodec;

/** A value on its way into the rejects and out of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class RejectBenchmark {
    @Param({"STRING", "HASH", "ZSET"})
    Kind kind;

    private Value value;
    private byte[] encoded;

    @Setup
    public void make() {
        value = new Data(1).rows(kind, 1).getFirst().value();
        encoded = ValueCodec.encode(value);
        if (!Arrays.equals(encoded, ValueCodec.encode(ValueCodec.decode(encoded)))) {
            throw new IllegalStateException("a value does not come back as it was");
        }
    }

    @Benchmark
    public byte[] encode() {
        return ValueCodec.encode(value);
    }

    @Benchmark
    public Value decode() {
        return ValueCodec.decode(encoded);
    }
}
