import java.util.Map;
import java.util.TreeMap;

/** What was made, counted: for each pattern the number of its keys and of what is special about them. */
final class Truth {
    private final Map<String, Map<String, Long>> patterns = new TreeMap<>();

    void key(String pattern, int seconds) {
        count(pattern, "keys", 1);
        count("all", "keys", 1);
        count(pattern, "ttlSeconds", of(pattern, "keys") == 1 ? seconds : 0);
        count("all", "keys with a TTL", seconds == 0 ? 0 : 1);
    }

    void count(String pattern, String what, long more) {
        patterns.computeIfAbsent(pattern, name -> new TreeMap<>()).merge(what, more, Long::sum);
    }

    void range(String pattern, String what, long seen) {
        Map<String, Long> counts = patterns.computeIfAbsent(pattern, name -> new TreeMap<>());
        counts.merge(what + " min", seen, Math::min);
        counts.merge(what + " max", seen, Math::max);
    }

    long of(String pattern, String what) {
        return patterns.getOrDefault(pattern, Map.of()).getOrDefault(what, 0L);
    }

    long keys() {
        return of("all", "keys");
    }

    String json(Map<String, String> options) {
        StringBuilder json = new StringBuilder("{\n");
        options.forEach((name, value) -> json.append("  \"%s\": \"%s\",\n".formatted(name.substring(2), value)));
        patterns.forEach((pattern, counts) -> json.append("  \"%s\": {".formatted(pattern))
                .append(String.join(
                        ", ",
                        counts.entrySet().stream()
                                .map(entry -> "\"%s\": %d".formatted(entry.getKey(), entry.getValue()))
                                .toList()))
                .append("},\n"));
        return json.delete(json.length() - 2, json.length()).append("\n}").toString();
    }
}
