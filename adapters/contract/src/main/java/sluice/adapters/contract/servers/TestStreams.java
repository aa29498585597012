package sluice.adapters.contract.servers;

import static sluice.adapters.contract.servers.TestStrings.FAR;
import static sluice.adapters.contract.servers.TestStrings.bytes;
import static sluice.adapters.contract.servers.TestStrings.random;
import static sluice.adapters.contract.servers.TestStrings.whole;

import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Streams: empty, with deleted entries, with groups, consumers and pending entries, and too big for one slice. */
final class TestStreams {
    private static final long START = 1_700_000_000_000L;

    private TestStreams() {}

    static void addTo(List<Row> rows, TestKeyspace.Scale scale) {
        for (int i = 0; i < Math.min(scale.plain(), 100); i++) {
            int last = i % 9;
            rows.add(stream(
                    "stream:plain:" + i, entries(last + 1), new Value.Head(START + last, last % 3, last + 1, 0, 0)));
        }
        rows.add(stream("stream:empty", List.of(), new Value.Head(START, 7, 0, 0, 0)));
        rows.add(stream("stream:emptied", List.of(), new Value.Head(START + 5, 1, 1, START + 5, 1)));
        rows.add(stream("stream:deleted", entries(50), new Value.Head(START + 99, 0, 51, START + 20, 5)));
        rows.add(stream("stream:odd", oddEntries(), new Value.Head(START, Long.MAX_VALUE, 3, 0, 0)));
        rows.add(grouped("stream:groups", 300, 20, Row.NEVER));
        rows.add(grouped("stream:big", scale.elements(), scale.elements() / 2, FAR + 8));
    }

    /** The row as a server older than version 7 sees it. */
    static Row withoutBooks(Row row) {
        return row.value() instanceof Value.StreamSlice stream
                ? TestCollections.with(
                        row,
                        new Value.StreamSlice(
                                stream.entries(),
                                stream.heads().stream()
                                        .map(head -> new Value.Head(
                                                head.lastMs(), head.lastSeq(), Row.UNKNOWN, Row.UNKNOWN, Row.UNKNOWN))
                                        .toList(),
                                stream.groups().stream()
                                        .map(group -> new Value.Group(
                                                group.name(), group.lastMs(), group.lastSeq(), Row.UNKNOWN))
                                        .toList(),
                                stream.consumers(),
                                stream.pending()))
                : row;
    }

    private static List<Value.Entry> entries(int count) {
        List<Value.Entry> entries = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            List<byte[]> content = n % 4 == 3
                    ? List.of(bytes("other"), bytes("fields " + n), bytes("other"), bytes("again"))
                    : List.of(bytes("number"), bytes("" + n), bytes("text"), bytes("entry " + n));
            entries.add(new Value.Entry(START + n, n % 3, content));
        }
        return entries;
    }

    private static List<Value.Entry> oddEntries() {
        return List.of(
                new Value.Entry(0, 1, List.of(new byte[0], new byte[0])),
                new Value.Entry(1, 0, List.of(new byte[] {(byte) 0xff, 0}, random(70_000))),
                new Value.Entry(START, Long.MAX_VALUE, List.of(bytes("last"), bytes("sequence"))));
    }

    private static Row grouped(String name, int count, int pendingCount, long expiresAt) {
        byte[] busy = bytes("busy");
        byte[] binary = {(byte) 0xfe, 'g', 0};
        List<Value.Group> groups = List.of(
                new Value.Group(busy, START + count - 1, (count - 1) % 3, count),
                new Value.Group(binary, START + 10, 1, 11),
                new Value.Group(bytes("idle"), 0, 0, 0));
        List<Value.Consumer> consumers = List.of(
                new Value.Consumer(busy, bytes("ann"), Row.UNKNOWN, Row.UNKNOWN),
                new Value.Consumer(busy, bytes("ben"), Row.UNKNOWN, Row.UNKNOWN),
                new Value.Consumer(busy, bytes("lazy"), Row.UNKNOWN, Row.UNKNOWN),
                new Value.Consumer(binary, new byte[] {0, (byte) 0x80}, Row.UNKNOWN, Row.UNKNOWN));
        List<Value.Pending> pending = new ArrayList<>();
        for (int n = 0; n < pendingCount; n++) {
            byte[] owner = bytes(n % 2 == 0 ? "ann" : "ben");
            pending.add(new Value.Pending(busy, owner, START + n, n % 3, START + 1_000_000 + n, 1 + n % 5));
        }
        pending.add(new Value.Pending(binary, new byte[] {0, (byte) 0x80}, START + 3, 0, START + 2_000_000, 2));
        Value.Head head = new Value.Head(START + count - 1, (count - 1) % 3, count, 0, 0);
        return whole(
                0,
                bytes(name),
                new Value.StreamSlice(entries(count), List.of(head), groups, consumers, pending),
                expiresAt);
    }

    private static Row stream(String name, List<Value.Entry> entries, Value.Head head) {
        return whole(
                0, bytes(name), new Value.StreamSlice(entries, List.of(head), List.of(), List.of(), List.of()), -1);
    }
}
