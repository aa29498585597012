package sluice.engine.runtime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Key;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Rows for the tests of the actors. */
final class Data {
    private Data() {}

    static Key key(String name) {
        return new Key(0, bytes(name));
    }

    static Row string(String name, String content) {
        return new Row(key(name), new Value.StringValue(bytes(content)), Row.NEVER, Row.UNKNOWN, Part.WHOLE);
    }

    static List<Row> strings(int count) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(string("key:" + i, "value " + i));
        }
        return rows;
    }

    /** One list in slices of two elements. */
    static List<Row> slicedList(String name, int slices) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < slices; i++) {
            Part part = i == 0 ? Part.FIRST : i == slices - 1 ? Part.LAST : Part.MIDDLE;
            Value slice = new Value.ListSlice(2L * i, List.of(bytes("a" + i), bytes("b" + i)));
            rows.add(new Row(key(name), slice, Row.NEVER, Row.UNKNOWN, part));
        }
        return rows;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
