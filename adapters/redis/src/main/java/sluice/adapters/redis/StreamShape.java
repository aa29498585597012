package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Kind;
import sluice.protocol.Value;

/** Streams: a small one by a single XINFO STREAM FULL, a bigger one by windows of XRANGE and XPENDING. */
final class StreamShape implements Shape {
    static final StreamShape INSTANCE = new StreamShape();

    private StreamShape() {}

    @Override
    public Kind kind() {
        return Kind.STREAM;
    }

    @Override
    public Ask first(byte[] name, int elements) {
        return full(name, elements);
    }

    @Override
    public Beginning begin(byte[] name, Ask first, int elements) {
        StreamInfo info = StreamInfo.parse(first.list());
        return info.isWhole() ? Beginning.whole(info.slice()) : new Beginning(null, new Windows(name, info.slice()));
    }

    private static Ask full(byte[] name, int count) {
        return Ask.of(CommandType.XINFO, "STREAM", name, "FULL", "COUNT", count);
    }

    /** Entries first, then head, groups and consumers as they are by then, then long lists of pending entries. */
    private static final class Windows implements Rest {
        private final byte[] name;
        private @Nullable Value seen;
        private final Deque<byte[]> longPending = new ArrayDeque<>();
        private @Nullable StreamId nextEntry = StreamId.FIRST;
        private boolean headGiven;
        private StreamId nextPending = StreamId.FIRST;

        /** @param seen the first entries, which will be read again and tell how many to ask for */
        Windows(byte[] name, Value seen) {
            this.name = name;
            this.seen = seen;
        }

        @Override
        public @Nullable Value next(Wire wire, Appetite appetite) {
            if (seen != null) {
                appetite.learn(seen);
                seen = null;
            }
            int count = appetite.moreElements(Kind.STREAM);
            if (nextEntry != null) {
                Value entries = entries(wire, nextEntry, count);
                if (entries != null) {
                    return entries;
                }
            }
            if (!headGiven) {
                headGiven = true;
                return head(wire, count);
            }
            return longPending.isEmpty() ? null : pending(wire, longPending.element(), count);
        }

        private @Nullable Value entries(Wire wire, StreamId from, int count) {
            Ask ask = wire.add(Ask.of(CommandType.XRANGE, name, from, "+", "COUNT", count));
            wire.flush();
            List<Value.Entry> entries = Shape.isOver(wire, ask) ? List.of() : StreamInfo.entries(ask.list());
            if (entries.isEmpty()) {
                nextEntry = null;
                return null;
            }
            Value.Entry last = entries.getLast();
            StreamId following = new StreamId(last.ms(), last.seq()).next();
            nextEntry = following.equals(StreamId.FIRST) ? null : following;
            return new Value.StreamSlice(entries, List.of(), List.of(), List.of(), List.of());
        }

        private @Nullable Value head(Wire wire, int count) {
            Ask ask = wire.add(full(name, count));
            wire.flush();
            if (Shape.isOver(wire, ask)) {
                return null;
            }
            StreamInfo info = StreamInfo.parse(ask.list());
            longPending.addAll(info.longPending());
            return info.tail();
        }

        /** XPENDING tells how long ago an entry was delivered; with the server's time that is when, almost exactly. */
        private Value pending(Wire wire, byte[] group, int count) {
            Ask time = wire.add(Ask.of(CommandType.TIME));
            Ask ask = wire.add(Ask.of(CommandType.XPENDING, name, group, nextPending, "+", count));
            wire.flush();
            List<Object> reply = Shape.isOver(wire, ask) ? List.of() : ask.list();
            long now = KeyExpiry.millis(time);
            List<Value.Pending> pending = new ArrayList<>(reply.size());
            for (Object element : reply) {
                List<Object> entry = StreamInfo.list(element);
                StreamId id = StreamId.parse(entry.get(0));
                nextPending = id.next();
                pending.add(new Value.Pending(
                        group,
                        StreamInfo.bytes(entry.get(1)),
                        id.ms(),
                        id.seq(),
                        now - StreamInfo.number(entry.get(2)),
                        StreamInfo.number(entry.get(3))));
            }
            if (reply.size() < count) {
                longPending.remove();
                nextPending = StreamId.FIRST;
            }
            return new Value.StreamSlice(List.of(), List.of(), List.of(), List.of(), pending);
        }
    }
}
