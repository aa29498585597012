package sluice.benchmarks.micro;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
import sluice.engine.core.Keyspaces;
import sluice.engine.core.Ledger;
import sluice.protocol.Key;
import sluice.protocol.Row;

/** Counting one key under its keyspace: keys of some keyspaces follow each other in hash order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class KeyspaceBenchmark {
    private static final int KEYS = 1_000;

    @Param({"1", "5", "200"})
    int keyspaces;

    private final List<Key> keys = new ArrayList<>();
    private final Keyspaces counted = new Ledger().keyspaces();

    @Setup
    public void make() {
        Random random = new Random(1);
        for (int i = 0; i < KEYS; i++) {
            byte[] name = ("keyspace" + random.nextInt(keyspaces) + ":" + i).getBytes(US_ASCII);
            keys.add(new Key(0, name));
        }
        Keyspaces once = new Ledger().keyspaces();
        keys.forEach(key -> once.written(key, Row.NO_KEYSPACE));
        long sum = once.counts().stream().mapToLong(Keyspaces.Count::written).sum();
        if (sum != KEYS) {
            throw new IllegalStateException(sum + " keys counted");
        }
    }

    @Benchmark
    @OperationsPerInvocation(KEYS)
    public Keyspaces count() {
        for (Key key : keys) {
            counted.written(key, Row.NO_KEYSPACE);
        }
        return counted;
    }
}
