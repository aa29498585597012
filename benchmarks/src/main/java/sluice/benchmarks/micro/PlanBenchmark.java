package sluice.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import sluice.engine.core.Mapper;
import sluice.engine.mapping.Mapping;
import sluice.engine.mapping.PlanFile;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/**
 * What a plan costs a reader for each key: strings of 100 bytes that become a row of text, and documents of 500 bytes
 * of which five paths become columns beside the whole.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class PlanBenchmark {
    private static final int ROWS = 256;
    private static final String PLAN = """
        tables:
          texts: {columns: {id: text, value: text}, primary-key: id}
          documents:
            columns: {id: text, name: text, age: integer, at: timestamp, city: text, tag: text, whole: json}
            primary-key: id
        keyspaces:
          - pattern: "string:{id}"
            type: string
            table: texts
            columns: {id: "{id}", value: value}
          - pattern: "document:{id}"
            type: string
            table: documents
            columns:
              id: "{id}"
              name: $.name
              age: $.age
              at: $.signedUpAt
              city: $.address.city
              tag: "$.tags[1]"
              whole: value
        """;

    @Param({"texts", "documents"})
    String table;

    private Mapper.Session session;
    private List<Row> rows;

    @Setup
    public void make() {
        session = Mapping.of(PlanFile.parse("benchmark.yaml", PLAN)).session();
        rows = table.equals("texts") ? new Data(1).rows(Kind.STRING, ROWS) : documents();
        for (Row row : rows) {
            Row mapped = session.map(row);
            if (mapped == null || !(mapped.value() instanceof Value.Mapped made) || made.size() != 1) {
                throw new IllegalStateException("no record of " + row.key());
            }
        }
    }

    private static List<Row> documents() {
        Data data = new Data(2);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            String text = new String(data.letters(300 + i % 64), UTF_8);
            String json = "{\"name\": \"somebody " + i + "\", \"age\": " + (20 + i % 60) + ", \"about\": \"" + text
                    + "\", \"address\": {\"street\": \"somewhere\", \"city\": \"Bremen\"}, \"tags\": [\"a\", \"b\","
                    + " \"c\"], \"signedUpAt\": \"2026-11-21T10:32:37.123Z\"}";
            Key key = new Key(0, ("document:" + (1_000_000 + i)).getBytes(UTF_8));
            rows.add(new Row(key, new Value.StringValue(json.getBytes(UTF_8)), Row.NEVER, i, Part.WHOLE));
        }
        return rows;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void map(Blackhole mapped) {
        for (Row row : rows) {
            mapped.consume(session.map(row));
        }
    }
}
