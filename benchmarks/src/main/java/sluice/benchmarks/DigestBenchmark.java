package sluice.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import sluice.engine.core.RowDigest;
import sluice.engine.core.RowDigester;
import sluice.protocol.Key;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** The digest of one row: it runs once for every row that is read, and again for every row that is verified. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DigestBenchmark {
    private static final int STRING_BYTES = 100;
    private static final int FIELDS = 10;
    private static final int FIELD_BYTES = 20;

    private final Random random = new Random(1);
    private final RowDigester digester = new RowDigester();
    private final Row string = row("user:1234567", new Value.StringValue(bytes(STRING_BYTES)));
    private final Row hash = row("profile:1234567", new Value.HashSlice(fields()));

    @Benchmark
    public @Nullable RowDigest stringOf100Bytes() {
        return digester.add(string);
    }

    @Benchmark
    public @Nullable RowDigest hashOf10Fields() {
        return digester.add(hash);
    }

    private static Row row(String key, Value value) {
        return new Row(new Key(0, key.getBytes(UTF_8)), value, Row.NEVER, Row.UNKNOWN, Part.WHOLE);
    }

    private List<Value.Field> fields() {
        List<Value.Field> fields = new ArrayList<>();
        for (int i = 0; i < FIELDS; i++) {
            fields.add(new Value.Field(("field" + i).getBytes(UTF_8), bytes(FIELD_BYTES), Row.NEVER));
        }
        return fields;
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
