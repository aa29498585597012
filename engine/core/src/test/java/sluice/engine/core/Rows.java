package sluice.engine.core;

import java.nio.charset.StandardCharsets;
import java.util.List;
import sluice.protocol.Key;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Rows for tests of the core. */
final class Rows {
    private Rows() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Key key(String name) {
        return new Key(0, bytes(name));
    }

    static Row string(String name, String content) {
        return whole(name, new Value.StringValue(bytes(content)));
    }

    static Row whole(String name, Value value) {
        return row(name, value, Part.WHOLE);
    }

    static Row row(String name, Value value, Part part) {
        return new Row(key(name), value, Row.NEVER, Row.UNKNOWN, part);
    }

    static RowDigest digest(Row... parts) {
        RowDigester digester = new RowDigester();
        RowDigest digest = null;
        for (Row part : parts) {
            digest = digester.add(part);
        }
        if (digest == null) {
            throw new IllegalArgumentException("the last part does not close its key");
        }
        return digest;
    }

    static List<byte[]> all(String... texts) {
        return java.util.Arrays.stream(texts).map(Rows::bytes).toList();
    }
}
