package sluice.adapters.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import sluice.protocol.Value;

/** Cuts a slice that is too big (servers give more than COUNT asks for) into slices of at most so many elements. */
final class Pieces {
    private Pieces() {}

    static List<Value> of(Value value, int most) {
        if (value.size() <= most) {
            return List.of(value);
        }
        List<Value> pieces = new ArrayList<>();
        switch (value) {
            case Value.ListSlice list -> {
                for (int from = 0; from < list.size(); from += most) {
                    List<byte[]> some = list.elements().subList(from, Math.min(from + most, list.size()));
                    pieces.add(new Value.ListSlice(list.firstPosition() + from, some));
                }
            }
            case Value.SetSlice set -> cut(set.members(), most, Value.SetSlice::new, pieces::add);
            case Value.HashSlice hash -> cut(hash.fields(), most, Value.HashSlice::new, pieces::add);
            case Value.SortedSlice sorted -> cut(sorted.members(), most, Value.SortedSlice::new, pieces::add);
            case Value.StreamSlice stream -> cutStream(stream, most, pieces::add);
            case Value.StringValue string -> pieces.add(string);
            case Value.ModuleValue module -> pieces.add(module);
            case Value.Undecodable undecodable -> pieces.add(undecodable);
            case Value.Mapped mapped -> throw new IllegalArgumentException("a mapped value");
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        }
        return pieces;
    }

    private static void cutStream(Value.StreamSlice stream, int most, Consumer<Value> pieces) {
        cut(stream.entries(), most, some -> stream(some, List.of(), List.of(), List.of(), List.of()), pieces);
        cut(stream.heads(), most, some -> stream(List.of(), some, List.of(), List.of(), List.of()), pieces);
        cut(stream.groups(), most, some -> stream(List.of(), List.of(), some, List.of(), List.of()), pieces);
        cut(stream.consumers(), most, some -> stream(List.of(), List.of(), List.of(), some, List.of()), pieces);
        cut(stream.pending(), most, some -> stream(List.of(), List.of(), List.of(), List.of(), some), pieces);
    }

    private static Value stream(
            List<Value.Entry> entries,
            List<Value.Head> heads,
            List<Value.Group> groups,
            List<Value.Consumer> consumers,
            List<Value.Pending> pending) {
        return new Value.StreamSlice(entries, heads, groups, consumers, pending);
    }

    private static <E> void cut(List<E> all, int most, Function<List<E>, Value> slice, Consumer<Value> pieces) {
        for (int from = 0; from < all.size(); from += most) {
            pieces.accept(slice.apply(all.subList(from, Math.min(from + most, all.size()))));
        }
    }
}
