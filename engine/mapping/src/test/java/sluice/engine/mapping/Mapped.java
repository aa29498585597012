package sluice.engine.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Mapper;
import sluice.protocol.Cell;
import sluice.protocol.Key;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Plans in tests: short to write, and what they make of keys short to read. */
final class Mapped {
    private final Mapping mapping;
    private final Mapper.Session session;

    Mapped(String... lines) {
        mapping = Mapping.of(PlanFile.parse("plan.yaml", String.join("\n", lines)));
        session = mapping.session();
    }

    Mapping mapping() {
        return mapping;
    }

    static Value string(String content) {
        return new Value.StringValue(content.getBytes(UTF_8));
    }

    static List<byte[]> all(String... elements) {
        return Arrays.stream(elements).map(element -> element.getBytes(UTF_8)).toList();
    }

    static Value hash(String... fieldsAndContents) {
        List<Value.Field> fields = new ArrayList<>();
        for (int i = 0; i < fieldsAndContents.length; i += 2) {
            fields.add(new Value.Field(
                    fieldsAndContents[i].getBytes(UTF_8), fieldsAndContents[i + 1].getBytes(UTF_8), Row.NEVER));
        }
        return new Value.HashSlice(fields);
    }

    static Row row(String key, Value value, Part part, long expiresAt) {
        return new Row(new Key(0, key.getBytes(UTF_8)), value, expiresAt, Row.UNKNOWN, part);
    }

    @Nullable
    Row map(String key, Value value) {
        return session.map(row(key, value, Part.WHOLE, Row.NEVER));
    }

    @Nullable
    Row map(Row row) {
        return session.map(row);
    }

    /** {@code table(cell, cell)} for each record, or {@code unfit: reason}, {@code as it is}, {@code ignored}. */
    List<String> of(String key, Value value) {
        return told(map(key, value));
    }

    List<String> of(Row row) {
        return told(map(row));
    }

    List<String> told(@Nullable Row row) {
        if (row == null) {
            return List.of("ignored");
        }
        return switch (row.value()) {
            case Value.Mapped made -> made.tuples().stream().map(this::told).toList();
            case Value.Unfit unfit -> List.of("unfit: " + unfit.reason());
            default -> List.of("as it is");
        };
    }

    private String told(Value.Tuple tuple) {
        return mapping.schema().tables().get(tuple.table()).name()
                + Arrays.stream(tuple.cells()).map(Mapped::told).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String told(@Nullable Object cell) {
        return switch (cell) {
            case null -> "null";
            case Cell(byte[] utf8) -> "'" + new String(utf8, UTF_8) + "'";
            case byte[] bytes -> "x" + HexFormat.of().formatHex(bytes);
            case Double real -> String.format(Locale.ROOT, "%s", real);
            default -> cell.toString();
        };
    }
}
