package sluice.adapters.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Consumer;
import sluice.protocol.Cell;
import sluice.protocol.Row;
import sluice.protocol.Value;

/**
 * Describes rows as text, one line a key, so that two ways of slicing the same content come out equal and a difference
 * can be read. Slices are merged; of an element that comes twice, the newer one counts. Belongs to one thread.
 */
public final class Rows implements Consumer<Row> {
    private static final int SHOWN_MAX = 64;

    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> elements = new TreeMap<>();

    /** The rows, one line a key, sorted. */
    public static List<String> describe(Collection<Row> rows) {
        Rows described = new Rows();
        rows.forEach(described);
        return described.lines();
    }

    /** Takes a row or the next slice of one. */
    @Override
    public void accept(Row row) {
        if (row.part().opens() != elements.isEmpty()) {
            throw new IllegalStateException(row.part() + " of " + row.key() + " does not follow what came before");
        }
        elements.put("", row.key() + " " + hex(row.key().name()) + " " + kindOf(row.value()) + " " + row.expiresAt());
        gather(row.value());
        if (row.part().closes()) {
            lines.add(String.join(" | ", elements.values()));
            elements.clear();
        }
    }

    /** What has come so far, sorted; throws when a key is not finished. */
    public List<String> lines() {
        if (!elements.isEmpty()) {
            throw new IllegalStateException("the last key was not finished: " + elements.values());
        }
        return lines.stream().sorted().toList();
    }

    private static String kindOf(Value value) {
        return switch (value) {
            case Value.Undecodable undecodable -> "undecodable";
            case Value.Mapped mapped -> "mapped " + mapped.kind().word();
            default -> value.kind().word();
        };
    }

    private void gather(Value value) {
        switch (value) {
            case Value.StringValue(byte[] content) -> elements.put("v", hex(content));
            case Value.ModuleValue(byte[] payload) -> elements.put("v", hex(payload));
            case Value.Undecodable(var kind, byte[] payload, String reason) ->
                elements.put("v", kind.word() + " " + hex(payload) + " " + reason);
            case Value.Mapped mapped -> mapped.tuples().forEach(this::gather);
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
            case Value.ListSlice(long first, List<byte[]> list) -> {
                for (int i = 0; i < list.size(); i++) {
                    put("%012d".formatted(first + i), hex(list.get(i)));
                }
            }
            case Value.SetSlice(List<byte[]> members) -> members.forEach(member -> put(hex(member), ""));
            case Value.HashSlice(var fields) ->
                fields.forEach(f -> put(hex(f.name()), hex(f.content()) + " until " + f.expiresAt()));
            case Value.SortedSlice(var members) -> members.forEach(m -> put(hex(m.member()), "" + m.score()));
            case Value.StreamSlice stream -> gather(stream);
        }
    }

    private void gather(Value.Tuple tuple) {
        StringJoiner cells = new StringJoiner(", ");
        for (Object cell : tuple.cells()) {
            cells.add(
                    switch (cell) {
                        case Cell text -> "text " + hex(text.utf8());
                        case byte[] bytes -> hex(bytes);
                        case null -> "null";
                        default -> cell.getClass().getSimpleName() + " " + cell;
                    });
        }
        put("table %d record %012d".formatted(tuple.table(), tuple.position()), cells.toString());
    }

    private void gather(Value.StreamSlice stream) {
        for (Value.Entry entry : stream.entries()) {
            String at = "entry %020d-%020d".formatted(entry.ms(), entry.seq());
            put(at, entry.fieldsAndContents().stream().map(Rows::hex).toList().toString());
        }
        stream.heads().forEach(head -> put("head", head.toString()));
        for (Value.Group g : stream.groups()) {
            put("group " + hex(g.name()), g.lastMs() + "-" + g.lastSeq() + " read " + g.entriesRead());
        }
        for (Value.Consumer c : stream.consumers()) {
            put("consumer " + hex(c.group()) + "/" + hex(c.name()), c.seenAt() + " " + c.activeAt());
        }
        for (Value.Pending p : stream.pending()) {
            String at = "pending " + hex(p.group()) + " " + p.ms() + "-" + p.seq();
            put(at, hex(p.consumer()) + " " + p.deliveredAt() + " times " + p.deliveries());
        }
    }

    private void put(String name, String content) {
        elements.put(name + " ", name + "=" + content);
    }

    private static String hex(byte[] bytes) {
        if (bytes.length <= SHOWN_MAX) {
            return "x" + HexFormat.of().formatHex(bytes);
        }
        long sum = 0;
        for (byte b : bytes) {
            sum = sum * 1_000_003 + b;
        }
        String start = new String(bytes, 0, 16, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
        return "%s… %d bytes, sum %016x".formatted(start, bytes.length, sum);
    }
}
