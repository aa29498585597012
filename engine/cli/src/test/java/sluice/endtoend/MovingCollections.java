package sluice.endtoend;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sluice.adapters.contract.servers.Resp;
import sluice.protocol.Row;
import sluice.protocol.Value;

/**
 * Collections too big for one reply, half of whose elements stand still while the other half changes; a list that is
 * pushed to at its head, a stream that is trimmed. Knows every element that they ever had.
 */
final class MovingCollections {
    static final List<String> KEYS = List.of("big:hash", "big:zset", "big:set", "big:list", "big:stream");

    private static final int ELEMENTS = 3_000;

    private final Set<String> everThere = ConcurrentHashMap.newKeySet();
    private final Set<String> alwaysThere = new HashSet<>();
    private final List<Object[]> commands = new ArrayList<>();
    private final Random random;
    private int token;
    private int streamed;
    private int turns;

    MovingCollections(long seed) {
        this.random = new Random(seed);
    }

    void fill(Resp redis) {
        for (int i = 0; i < ELEMENTS; i++) {
            for (String key : List.of("big:hash", "big:zset", "big:set")) {
                add(key, "still" + i, i);
                alwaysThere.add(element(key, "still" + i, i));
            }
            push();
            stream();
        }
        redis.pipeline(commands);
    }

    void turn(Resp redis) {
        commands.clear();
        for (int i = 0; i < 40; i++) {
            String name = "m" + random.nextInt(ELEMENTS);
            switch (random.nextInt(8)) {
                case 0 -> add("big:hash", name, ++token);
                case 1 -> add("big:zset", name, ++token);
                case 2 -> add("big:set", name, 0);
                case 3 -> commands.add(new Object[] {"HDEL", "big:hash", name});
                case 4 -> commands.add(new Object[] {"ZREM", "big:zset", name});
                case 5 -> commands.add(new Object[] {"SREM", "big:set", name});
                case 6 -> push();
                default -> commands.add(new Object[] {"RPOP", "big:list"});
            }
        }
        if (++turns % 10 == 0) {
            stream();
        }
        redis.pipeline(commands);
    }

    private void add(String key, String name, int content) {
        everThere.add(element(key, name, content));
        commands.add(
                switch (key) {
                    case "big:hash" -> new Object[] {"HSET", key, name, content};
                    case "big:zset" -> new Object[] {"ZADD", key, content, name};
                    default -> new Object[] {"SADD", key, name};
                });
    }

    private void push() {
        everThere.add(element("big:list", "e" + ++token, 0));
        commands.add(new Object[] {"LPUSH", "big:list", "e" + token});
    }

    private void stream() {
        streamed++;
        everThere.add(element("big:stream", streamed + "-1", streamed));
        commands.add(new Object[] {"XADD", "big:stream", "MAXLEN", ELEMENTS, streamed + "-1", "f", streamed});
    }

    /** Elements that such a collection never had. */
    List<String> neverThere(Row row) {
        return elements(row).stream()
                .filter(element -> !everThere.contains(element))
                .toList();
    }

    /** Those elements of the rows that stood still. */
    Set<String> stillOf(List<Row> rows) {
        Set<String> still = new HashSet<>();
        rows.forEach(row -> still.addAll(elements(row)));
        still.retainAll(alwaysThere);
        return still;
    }

    int still() {
        return alwaysThere.size();
    }

    /** The newest entry of the stream; they are numbered. */
    int streamed() {
        return streamed;
    }

    private static List<String> elements(Row row) {
        String key = History.text(row.key().name());
        return switch (row.value()) {
            case Value.HashSlice hash ->
                hash.fields().stream()
                        .map(field -> element(
                                key, History.text(field.name()), Integer.parseInt(History.text(field.content()))))
                        .toList();
            case Value.SortedSlice sorted ->
                sorted.members().stream()
                        .map(each -> element(key, History.text(each.member()), (int) each.score()))
                        .toList();
            case Value.SetSlice set ->
                set.members().stream()
                        .map(member -> element(
                                key,
                                History.text(member),
                                History.text(member).startsWith("still")
                                        ? Integer.parseInt(History.text(member).substring(5))
                                        : 0))
                        .toList();
            case Value.ListSlice list ->
                list.elements().stream()
                        .map(content -> element(key, History.text(content), 0))
                        .toList();
            case Value.StreamSlice stream ->
                stream.entries().stream()
                        .map(entry -> element(
                                key,
                                entry.ms() + "-" + entry.seq(),
                                Integer.parseInt(
                                        History.text(entry.fieldsAndContents().get(1)))))
                        .toList();
            case Value.StringValue string -> List.of("a string");
            case Value.ModuleValue module -> List.of("a module's value");
            case Value.Undecodable undecodable -> List.of("undecodable");
            case Value.Mapped mapped -> throw new IllegalArgumentException("a mapped value");
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        };
    }

    private static String element(String key, String name, int content) {
        return key + " " + name + "=" + content;
    }
}
