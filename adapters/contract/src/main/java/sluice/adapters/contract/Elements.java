package sluice.adapters.contract;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Removes elements that a server's own scan gave twice: the newer one stays, as it does in tables with a key. */
final class Elements {
    private Elements() {}

    /** The same slices, each set member, hash field and sorted set member only where it came last. */
    static List<Row> withoutDoubles(List<Row> slices) {
        if (slices.stream().noneMatch(row -> hasNames(row.value()))) {
            return slices;
        }
        Set<ByteBuffer> seen = new HashSet<>();
        List<Row> kept = new ArrayList<>();
        for (Row row : slices.reversed()) {
            Value value = withoutSeen(row.value(), seen);
            kept.add(new Row(row.key(), value, row.expiresAt(), row.origin(), row.part()));
        }
        return kept.reversed();
    }

    private static boolean hasNames(Value value) {
        return value instanceof Value.SetSlice
                || value instanceof Value.HashSlice
                || value instanceof Value.SortedSlice;
    }

    private static Value withoutSeen(Value value, Set<ByteBuffer> seen) {
        return switch (value) {
            case Value.SetSlice(List<byte[]> members) -> new Value.SetSlice(newest(members, m -> m, seen));
            case Value.HashSlice(var fields) -> new Value.HashSlice(newest(fields, Value.Field::name, seen));
            case Value.SortedSlice(var members) -> new Value.SortedSlice(newest(members, Value.Scored::member, seen));
            case Value.StringValue same -> same;
            case Value.ListSlice same -> same;
            case Value.StreamSlice same -> same;
            case Value.ModuleValue same -> same;
            case Value.Undecodable same -> same;
            case Value.Mapped same -> same;
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        };
    }

    private static <T> List<T> newest(List<T> elements, Function<T, byte[]> name, Set<ByteBuffer> seen) {
        List<T> kept = new ArrayList<>();
        for (T element : elements.reversed()) {
            if (seen.add(ByteBuffer.wrap(name.apply(element)))) {
                kept.add(element);
            }
        }
        return kept.reversed();
    }
}
