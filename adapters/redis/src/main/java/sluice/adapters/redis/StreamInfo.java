package sluice.adapters.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Row;
import sluice.protocol.Value;

/**
 * A parsed reply of XINFO STREAM FULL: the head, and of entries and pending entries as many as its COUNT allowed.
 *
 * @param length how many entries the stream holds
 * @param longPending groups with more pending entries than the reply holds; theirs are not in {@code slice}
 */
record StreamInfo(Value.StreamSlice slice, long length, List<byte[]> longPending) {
    static StreamInfo parse(List<Object> reply) {
        Map<String, Object> stream = map(reply);
        List<Value.Group> groups = new ArrayList<>();
        List<Value.Consumer> consumers = new ArrayList<>();
        List<Value.Pending> pending = new ArrayList<>();
        List<byte[]> longPending = new ArrayList<>();
        for (Object element : list(stream.get("groups"))) {
            Map<String, Object> group = map(list(element));
            byte[] name = bytes(group.get("name"));
            StreamId last = StreamId.parse(bytes(group.get("last-delivered-id")));
            groups.add(new Value.Group(name, last.ms(), last.seq(), number(group.get("entries-read"))));
            addConsumers(consumers, name, group);
            List<Object> entries = list(group.get("pending"));
            if (number(group.get("pel-count")) > entries.size()) {
                longPending.add(name);
            } else {
                addPending(pending, name, entries);
            }
        }
        Value.StreamSlice slice = new Value.StreamSlice(
                entries(list(stream.get("entries"))), List.of(head(stream)), groups, consumers, pending);
        return new StreamInfo(slice, number(stream.get("length")), longPending);
    }

    /** Whether the reply held everything. */
    boolean isWhole() {
        return slice.entries().size() == length && longPending.isEmpty();
    }

    /** The reply without entries: what follows them. */
    Value.StreamSlice tail() {
        return new Value.StreamSlice(List.of(), slice.heads(), slice.groups(), slice.consumers(), slice.pending());
    }

    /** Entries as XRANGE gives them, too. An entry that was deleted while still pending comes as nil. */
    static List<Value.Entry> entries(List<Object> reply) {
        List<Value.Entry> entries = new ArrayList<>(reply.size());
        for (Object element : reply) {
            List<Object> pair = list(element);
            StreamId id = StreamId.parse(pair.get(0));
            entries.add(new Value.Entry(id.ms(), id.seq(), byteLists(pair.get(1))));
        }
        return entries;
    }

    private static Value.Head head(Map<String, Object> stream) {
        StreamId last = StreamId.parse(bytes(stream.get("last-generated-id")));
        Object deleted = stream.get("max-deleted-entry-id");
        StreamId maxDeleted = deleted == null ? new StreamId(Row.UNKNOWN, Row.UNKNOWN) : StreamId.parse(bytes(deleted));
        return new Value.Head(
                last.ms(), last.seq(), number(stream.get("entries-added")), maxDeleted.ms(), maxDeleted.seq());
    }

    private static void addConsumers(List<Value.Consumer> consumers, byte[] group, Map<String, Object> fields) {
        for (Object element : list(fields.get("consumers"))) {
            Map<String, Object> consumer = map(list(element));
            consumers.add(new Value.Consumer(
                    group,
                    bytes(consumer.get("name")),
                    number(consumer.get("seen-time")),
                    number(consumer.get("active-time"))));
        }
    }

    private static void addPending(List<Value.Pending> pending, byte[] group, List<Object> entries) {
        for (Object element : entries) {
            List<Object> entry = list(element);
            StreamId id = StreamId.parse(entry.get(0));
            pending.add(new Value.Pending(
                    group, bytes(entry.get(1)), id.ms(), id.seq(), number(entry.get(2)), number(entry.get(3))));
        }
    }

    private static Map<String, Object> map(List<Object> flat) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            Object content = flat.get(i + 1);
            if (content != null) {
                map.put(new String(bytes(flat.get(i)), StandardCharsets.US_ASCII), content);
            }
        }
        return map;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(@Nullable Object value) {
        return value instanceof List<?> list ? (List<Object>) list : List.of();
    }

    @SuppressWarnings("unchecked")
    private static List<byte[]> byteLists(@Nullable Object value) {
        if (value instanceof List<?> list) {
            for (Object part : list) {
                if (!(part instanceof byte[])) {
                    throw new ClassCastException("a stream's entry holds something else than bytes");
                }
            }
            return (List<byte[]>) list;
        }
        return List.of();
    }

    static byte[] bytes(@Nullable Object value) {
        return value instanceof byte[] bytes ? bytes : new byte[0];
    }

    static long number(@Nullable Object value) {
        return value instanceof Long number ? number : Row.UNKNOWN;
    }
}
