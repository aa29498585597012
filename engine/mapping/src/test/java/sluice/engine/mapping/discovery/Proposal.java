package sluice.engine.mapping.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import sluice.adapters.contract.MemorySource;
import sluice.engine.core.Mapper;
import sluice.engine.mapping.Mapping;
import sluice.engine.mapping.PlanFile;
import sluice.protocol.Cell;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Schema;
import sluice.protocol.Value;

/** A plan that was proposed for some rows, read by the plan's own parser. */
record Proposal(String text, PlanFile plan, Mapping mapping) {
    static final long NOW = 1_763_720_000_000L;

    static Proposal ofAll(List<Row> rows) {
        return of(rows, Long.MAX_VALUE);
    }

    static Proposal of(List<Row> rows, long sample) {
        Discovery discovery = new Discovery(
                new MemorySource(new MemorySource.Content(rows).moving(), 7),
                new Selection("redis://localhost:6379/0", null, null, false),
                sample,
                NOW,
                () -> 0,
                progress -> {},
                () -> false);
        Discovered discovered = discovery.run();
        assertThat(discovered).isNotNull();
        String text = PlanText.of(discovered);
        PlanFile plan = PlanFile.parse("plan.yaml", text);
        return new Proposal(text, plan, Mapping.of(plan));
    }

    /** Every row is mapped, or stays as it is; and no two records of a table have one identity. */
    Proposal assertTakes(List<Row> rows) {
        Mapper.Session session = mapping.session();
        Set<String> identities = new HashSet<>();
        for (Row row : rows) {
            Row mapped = session.map(row);
            assertThat(mapped).isNotNull();
            assertThat(mapped.value())
                    .as("what becomes of %s under%n%s", row.key(), text)
                    .isNotInstanceOf(Value.Unfit.class);
            if (mapped.value() instanceof Value.Mapped(Kind kind, List<Value.Tuple> tuples, Value raw)) {
                for (Value.Tuple tuple : tuples) {
                    assertThat(identities.add(identity(tuple)))
                            .as("%s collides in%n%s", row.key(), text)
                            .isTrue();
                }
            }
        }
        return this;
    }

    private String identity(Value.Tuple tuple) {
        Schema.Table table = mapping.schema().tables().get(tuple.table());
        List<String> identity = new ArrayList<>(List.of(table.name()));
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.primaryKey().contains(table.columns().get(i).name())) {
                Object cell = tuple.cells()[i];
                identity.add(cell instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(cell));
            }
        }
        return String.join("\0", identity);
    }

    /** The table, its columns with their types, and its primary key: {@code user(id INTEGER, data JSON; id)}. */
    String table(String name) {
        return mapping.schema().tables().stream()
                .filter(table -> table.name().equals(name))
                .map(table -> name + "("
                        + table.columns().stream()
                                .map(column -> column.name() + " " + column.type())
                                .collect(Collectors.joining(", "))
                        + "; " + String.join(", ", table.primaryKey()) + ")")
                .findFirst()
                .orElse("no table " + name);
    }

    List<String> tables() {
        return mapping.schema().tables().stream().map(Schema.Table::name).toList();
    }

    static Row row(String key, Value value) {
        return row(key, value, Row.NEVER);
    }

    static Row row(String key, Value value, long expiresAt) {
        return row(bytes(key), value, expiresAt);
    }

    static Row row(byte[] key, Value value, long expiresAt) {
        return new Row(new sluice.protocol.Key(0, key), value, expiresAt, Row.UNKNOWN, Part.WHOLE);
    }

    static Value string(String content) {
        return new Value.StringValue(bytes(content));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Cell cell(String text) {
        return new Cell(bytes(text));
    }
}
