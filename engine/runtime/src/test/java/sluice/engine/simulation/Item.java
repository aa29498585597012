package sluice.engine.simulation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/**
 * One key of the simulated source.
 *
 * @param size how many elements it has; 1 for a string
 */
record Item(int number, Kind kind, int size, long expiresAt, Fate fate) {
    /** What becomes of it. */
    enum Fate {
        COPIED,
        /** No sink can hold it. */
        REJECTED,
        /** Its time is over: the source passes it over and counts it. */
        EXPIRED,
        /** The plan leaves it aside; no item is so by itself. */
        IGNORED
    }

    /** What keys begin with. */
    static final List<String> KEYSPACES = List.of("user:", "session:", "", "odd\u0000:");

    Key key() {
        return new Key(0, bytes(KEYSPACES.get(number % KEYSPACES.size()) + number));
    }

    Row whole(int version) {
        return slice(version, 0, size);
    }

    /** A part of it; {@code version} decides the content. */
    Row slice(int version, int from, int count) {
        boolean opens = from == 0;
        boolean closes = from + count == size;
        Part part = opens ? closes ? Part.WHOLE : Part.FIRST : closes ? Part.LAST : Part.MIDDLE;
        return new Row(key(), value(version, from, count), expiresAt, Row.UNKNOWN, part);
    }

    private Value value(int version, int from, int count) {
        if (fate == Fate.REJECTED) {
            return new Value.Undecodable(kind, content(version, from), "unknown encoding");
        }
        return switch (kind) {
            case LIST -> new Value.ListSlice(from, each(from, count, i -> content(version, i)));
            case SET -> new Value.SetSlice(each(from, count, i -> content(version, i)));
            case HASH ->
                new Value.HashSlice(
                        each(from, count, i -> new Value.Field(bytes("f" + i), content(version, i), Row.NEVER)));
            case ZSET -> new Value.SortedSlice(each(from, count, i -> new Value.Scored(content(version, i), i / 2.0)));
            case STRING, STREAM, MODULE -> new Value.StringValue(content(version, from));
        };
    }

    private byte[] content(int version, int element) {
        return bytes("v" + version + " of " + number + "." + element);
    }

    private static <T> List<T> each(int from, int count, IntFunction<T> element) {
        return IntStream.range(from, from + count).mapToObj(element).toList();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
