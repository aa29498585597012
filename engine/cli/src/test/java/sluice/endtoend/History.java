package sluice.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** Every value and every expiry that writers have given to each key, as text. Safe for several threads. */
final class History {
    private final Map<String, Set<String>> values = new ConcurrentHashMap<>();
    private final Map<String, Set<Long>> expiries = new ConcurrentHashMap<>();

    /** To be told before the server is: nobody can have seen it earlier. */
    void value(String key, String value) {
        values.computeIfAbsent(key, name -> ConcurrentHashMap.newKeySet()).add(value);
    }

    void expiry(String key, long expiresAt) {
        expiries.computeIfAbsent(key, name -> ConcurrentHashMap.newKeySet()).add(expiresAt);
    }

    boolean knows(String key) {
        return values.containsKey(key);
    }

    /** Whether the key had this value at some moment, and this expiry at some moment. */
    boolean has(Row row) {
        String key = text(row.key().name());
        return values.getOrDefault(key, Set.of()).contains(describe(row.value()))
                && (row.expiresAt() == Row.NEVER
                        || expiries.getOrDefault(key, Set.of()).contains(row.expiresAt()));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A value as {@link MovingKeys} tells it: its kind, and its elements in order. */
    static String describe(Value value) {
        return value.kind().word() + " " + elements(value);
    }

    private static String elements(Value value) {
        return switch (value) {
            case Value.StringValue string -> text(string.content());
            case Value.ListSlice list ->
                list.elements().stream().map(History::text).toList().toString();
            case Value.SetSlice set ->
                set.members().stream().map(History::text).sorted().toList().toString();
            case Value.HashSlice hash -> {
                Map<String, String> fields = new TreeMap<>();
                hash.fields().forEach(field -> fields.put(text(field.name()), text(field.content())));
                yield fields.toString();
            }
            case Value.SortedSlice sorted -> {
                Map<String, Long> scores = new TreeMap<>();
                sorted.members().forEach(each -> scores.put(text(each.member()), Math.round(each.score())));
                yield scores.toString();
            }
            case Value.StreamSlice stream -> {
                List<String> entries = new ArrayList<>();
                stream.entries()
                        .forEach(entry -> entries.add(entry.ms() + "-" + entry.seq()
                                + entry.fieldsAndContents().stream()
                                        .map(History::text)
                                        .toList()));
                yield entries.toString();
            }
            case Value.ModuleValue module -> text(module.payload());
            case Value.Undecodable undecodable -> undecodable.reason();
            case Value.Mapped mapped -> throw new IllegalArgumentException("a mapped value");
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        };
    }
}
