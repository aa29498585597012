package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Kind;
import sluice.protocol.Value;

/**
 * Lists, by windows of LRANGE. A push at the head moves every window, so the length and both ends are compared before
 * and after; a list that moved is read again, and the newer reading stays.
 */
final class ListShape implements Shape {
    static final ListShape INSTANCE = new ListShape();

    /** A list that is pushed to all the time never stands still; verification tells what is left. */
    private static final int READINGS_MAX = 3;

    private ListShape() {}

    @Override
    public Kind kind() {
        return Kind.LIST;
    }

    /** One more than wanted, so that a full reply means that there is more. */
    @Override
    public Ask first(byte[] name, int elements) {
        return Ask.of(CommandType.LRANGE, name, 0, elements);
    }

    @Override
    public Beginning begin(byte[] name, Ask first, int elements) {
        List<byte[]> found = elements(first);
        if (found.isEmpty()) {
            return Beginning.NOTHING;
        }
        return found.size() <= elements
                ? Beginning.whole(new Value.ListSlice(0, found))
                : new Beginning(null, new Windows(name, found));
    }

    @SuppressWarnings("unchecked")
    private static List<byte[]> elements(Ask ask) {
        return (List<byte[]>) (List<?>) ask.list();
    }

    /** What tells whether a list has moved. */
    private record Ends(long length, byte[] head, byte[] tail) {
        /** Of a key that is no list any more. */
        static final Ends NONE = new Ends(0, new byte[0], new byte[0]);

        static Ends of(Ask length, Ask head, Ask tail) {
            byte[] none = new byte[0];
            byte[] headBytes = head.bytes();
            byte[] tailBytes = tail.bytes();
            return new Ends(
                    length.number(), headBytes == null ? none : headBytes, tailBytes == null ? none : tailBytes);
        }

        boolean same(Ends other) {
            return length == other.length && Arrays.equals(head, other.head) && Arrays.equals(tail, other.tail);
        }
    }

    private static final class Windows implements Rest {
        private final byte[] name;
        private @Nullable List<byte[]> seen;
        private long position;
        private int readings;
        private @Nullable Ends before;

        /** @param seen the first elements, which will be read again and tell how many to ask for */
        Windows(byte[] name, List<byte[]> seen) {
            this.name = name;
            this.seen = seen;
        }

        @Override
        public @Nullable Value next(Wire wire, Appetite appetite) {
            if (seen != null) {
                appetite.learn(new Value.ListSlice(0, seen));
                seen = null;
            }
            int wanted = appetite.moreElements(Kind.LIST);
            Ask window = Ask.of(CommandType.LRANGE, name, position, position + wanted - 1);
            if (before == null) {
                before = ends(wire, window);
            } else {
                wire.add(window);
                wire.flush();
            }
            List<byte[]> elements = Shape.isOver(wire, window) ? List.of() : elements(window);
            if (elements.isEmpty()) {
                return null;
            }
            Value slice = new Value.ListSlice(position, elements);
            position += elements.size();
            return slice;
        }

        @Override
        public boolean beginsAgain(Wire wire) {
            Ends after = ends(wire, null);
            boolean moved = before != null && !before.same(after) && after.length > 0;
            readings++;
            position = 0;
            before = null;
            return moved && readings < READINGS_MAX;
        }

        private Ends ends(Wire wire, @Nullable Ask together) {
            Ask length = wire.add(Ask.of(CommandType.LLEN, name));
            Ask head = wire.add(Ask.of(CommandType.LINDEX, name, 0));
            Ask tail = wire.add(Ask.of(CommandType.LINDEX, name, -1));
            if (together != null) {
                wire.add(together);
            }
            wire.flush();
            return Shape.isOver(wire, length) || Shape.isOver(wire, head) || Shape.isOver(wire, tail)
                    ? Ends.NONE
                    : Ends.of(length, head, tail);
        }
    }
}
