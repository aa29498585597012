package sluice.adapters.rdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** A stream: its entries node by node, its head, then each group with its consumers and their pending entries. */
final class StreamSlices implements Slices {
    private final RdbInput input;
    private final Blob blob;
    private final ValueType type;

    private long nodes;
    private @Nullable StreamPack pack;
    private boolean headRead;
    private long groups;
    private byte[] group = new byte[0];
    private @Nullable PendingIndex pending;
    private long consumers;
    private byte[] consumer = new byte[0];
    private long pendingIds;
    private long claimed;

    StreamSlices(RdbInput input, Blob blob, ValueType type, long nodes) {
        this.input = input;
        this.blob = blob;
        this.type = type;
        this.nodes = nodes;
    }

    @Override
    public boolean hasNext() throws IOException {
        return hasEntry() || !headRead || pendingIds > 0 || consumers > 0 || groups > 0;
    }

    @Override
    public Value next(Limit limit) throws IOException {
        Gathered gathered = new Gathered();
        while (limit.allows(gathered.count, gathered.bytes) && hasNext()) {
            if (hasEntry()) {
                gathered.add(entry());
            } else if (!headRead) {
                gathered.add(head());
            } else if (pendingIds > 0) {
                gathered.add(pending());
            } else if (consumers > 0) {
                gathered.add(consumer());
            } else {
                gathered.add(group());
            }
        }
        return gathered.slice();
    }

    private boolean hasEntry() throws IOException {
        while (pack == null || !pack.hasNext()) {
            pack = null;
            if (nodes == 0) {
                return false;
            }
            nodes--;
            byte[] masterId = input.string();
            pack = new StreamPack(masterId, input.string(blob));
        }
        return true;
    }

    private Value.Entry entry() throws IOException {
        if (pack == null) {
            throw new IllegalStateException("no node of the stream is open");
        }
        return pack.next();
    }

    private Value.Head head() throws IOException {
        input.length();
        long lastMs = input.length();
        long lastSeq = input.length();
        headRead = true;
        if (type == ValueType.STREAM_1) {
            groups = count();
            return new Value.Head(lastMs, lastSeq, Row.UNKNOWN, Row.UNKNOWN, Row.UNKNOWN);
        }
        input.length();
        input.length();
        long maxDeletedMs = input.length();
        long maxDeletedSeq = input.length();
        long added = input.length();
        groups = count();
        return new Value.Head(lastMs, lastSeq, added, maxDeletedMs, maxDeletedSeq);
    }

    private Value.Group group() throws IOException {
        groups--;
        group = input.string();
        long lastMs = input.length();
        long lastSeq = input.length();
        long read = type == ValueType.STREAM_1 ? Row.UNKNOWN : input.length();
        pending = new PendingIndex(input, count());
        consumers = count();
        claimed = 0;
        checkClaims();
        return new Value.Group(group, lastMs, lastSeq, read);
    }

    private Value.Consumer consumer() throws IOException {
        consumers--;
        consumer = input.string();
        long seenAt = input.readLong(Long.BYTES);
        long activeAt = type == ValueType.STREAM_3 ? input.readLong(Long.BYTES) : Row.UNKNOWN;
        pendingIds = count();
        claimed += pendingIds;
        checkClaims();
        return new Value.Consumer(group, consumer, seenAt, activeAt);
    }

    private Value.Pending pending() throws IOException {
        PendingIndex index = pending;
        if (index == null) {
            throw new IllegalStateException("no group of the stream is open");
        }
        pendingIds--;
        long ms = input.readLong(Long.BYTES, false);
        long seq = input.readLong(Long.BYTES, false);
        int place = index.find(ms, seq);
        return new Value.Pending(group, consumer, ms, seq, index.deliveredAt(place), index.deliveries(place));
    }

    /** Behind the last consumer, every pending entry of the group must have been named. */
    private void checkClaims() throws DamagedValueException {
        if (consumers == 0 && pending != null && claimed != pending.size()) {
            throw new DamagedValueException(
                    "a group has " + pending.size() + " entries pending and its consumers have " + claimed);
        }
    }

    private long count() throws IOException {
        long count = input.length();
        if (count < 0 || count > input.remaining()) {
            throw new UnreadableException("a stream claims " + Long.toUnsignedString(count)
                    + " parts where the file has " + input.remaining() + " bytes left");
        }
        return count;
    }

    /** What a slice has gathered so far. */
    private static final class Gathered {
        private final List<Value.Entry> entries = new ArrayList<>();
        private final List<Value.Head> heads = new ArrayList<>(1);
        private final List<Value.Group> groups = new ArrayList<>(1);
        private final List<Value.Consumer> consumers = new ArrayList<>(1);
        private final List<Value.Pending> pending = new ArrayList<>(1);
        private int count;
        private long bytes;

        void add(Value.Entry entry) {
            entries.add(entry);
            count(ELEMENT);
            for (byte[] part : entry.fieldsAndContents()) {
                bytes += part.length + ELEMENT;
            }
        }

        void add(Value.Head head) {
            heads.add(head);
            count(ELEMENT);
        }

        void add(Value.Group group) {
            groups.add(group);
            count(ELEMENT);
        }

        void add(Value.Consumer consumer) {
            consumers.add(consumer);
            count(2L * ELEMENT);
        }

        void add(Value.Pending one) {
            pending.add(one);
            count(2L * ELEMENT);
        }

        private void count(long weight) {
            count++;
            bytes += weight;
        }

        Value slice() {
            return new Value.StreamSlice(entries, heads, groups, consumers, pending);
        }
    }
}
