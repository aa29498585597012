package sluice.engine.mapping.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Value;

/**
 * Puts the slices of one key together again, up to a limit. Streams get their parts in one order, whoever told them.
 * Mutable; belongs to one thread.
 */
public final class Gatherer {
    /** Bytes of content. */
    public static final long BYTES_MAX = 16L << 20;

    private final List<Value> slices = new ArrayList<>();
    private long bytes;

    /** Another key begins. */
    public void restart() {
        slices.clear();
        bytes = 0;
    }

    /** One more slice. False where they are too big together; then nothing of them is kept. */
    public boolean add(Value slice) {
        bytes += slice.contentBytes();
        if (bytes > BYTES_MAX && !(slice instanceof Value.StringValue) && !(slice instanceof Value.ModuleValue)) {
            slices.clear();
            return false;
        }
        slices.add(slice);
        return true;
    }

    /** All slices as one value, or null where there are none. */
    public @Nullable Value whole() {
        return slices.isEmpty() ? null : slices.size() == 1 ? ordered(slices.getFirst()) : joined();
    }

    private Value joined() {
        Value first = slices.getFirst();
        return switch (first) {
            case Value.ListSlice list ->
                new Value.ListSlice(list.firstPosition(), all(Value.ListSlice.class, Value.ListSlice::elements));
            case Value.SetSlice set -> new Value.SetSlice(all(Value.SetSlice.class, Value.SetSlice::members));
            case Value.HashSlice hash -> new Value.HashSlice(all(Value.HashSlice.class, Value.HashSlice::fields));
            case Value.SortedSlice sorted ->
                new Value.SortedSlice(all(Value.SortedSlice.class, Value.SortedSlice::members));
            case Value.StreamSlice stream ->
                ordered(new Value.StreamSlice(
                        all(Value.StreamSlice.class, Value.StreamSlice::entries),
                        all(Value.StreamSlice.class, Value.StreamSlice::heads),
                        all(Value.StreamSlice.class, Value.StreamSlice::groups),
                        all(Value.StreamSlice.class, Value.StreamSlice::consumers),
                        all(Value.StreamSlice.class, Value.StreamSlice::pending)));
            default ->
                throw new IllegalArgumentException("slices of a " + first.kind().word());
        };
    }

    private <S extends Value, T> List<T> all(Class<S> type, Function<S, List<T>> part) {
        List<T> all = new ArrayList<>();
        slices.forEach(slice -> all.addAll(part.apply(type.cast(slice))));
        return all;
    }

    private static Value ordered(Value value) {
        return value instanceof Value.StreamSlice stream
                ? new Value.StreamSlice(
                        stream.entries(),
                        stream.heads(),
                        sorted(stream.groups(), Comparator.comparing(Value.Group::name, Arrays::compareUnsigned)),
                        sorted(
                                stream.consumers(),
                                Comparator.comparing(Value.Consumer::group, Arrays::compareUnsigned)
                                        .thenComparing(Value.Consumer::name, Arrays::compareUnsigned)),
                        sorted(
                                stream.pending(),
                                Comparator.comparing(Value.Pending::group, Arrays::compareUnsigned)
                                        .thenComparingLong(Value.Pending::ms)
                                        .thenComparingLong(Value.Pending::seq)))
                : value;
    }

    private static <T> List<T> sorted(List<T> items, Comparator<T> order) {
        List<T> sorted = new ArrayList<>(items);
        sorted.sort(order);
        return sorted;
    }
}
