package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sluice.protocol.Kind;

/** A pattern, and what is known of the keys that match it and none before it. Mutable; belongs to one thread. */
final class Keyspace {
    private final NamePattern pattern;
    private final List<String> captureNames;
    private final Map<Kind, KeyFacts> kinds = new EnumMap<>(Kind.class);

    Keyspace(NamePattern pattern) {
        this.pattern = pattern;
        this.captureNames = CaptureNames.of(pattern);
    }

    NamePattern pattern() {
        return pattern;
    }

    List<String> captureNames() {
        return captureNames;
    }

    /** As the plan writes the pattern. */
    String text() {
        return pattern.text(captureNames);
    }

    KeyFacts factsOf(Kind kind, long now, JsonReading json, Budget budget) {
        return kinds.computeIfAbsent(kind, one -> new KeyFacts(one, captureNames.size(), now, json, budget));
    }

    /** Of each type that was seen, the most frequent first. */
    List<KeyFacts> kinds() {
        List<KeyFacts> all = new ArrayList<>(kinds.values());
        all.sort(Comparator.comparingLong(KeyFacts::keys).reversed());
        return all;
    }

    long keys() {
        return sum(kinds.values());
    }

    static long sum(Collection<KeyFacts> facts) {
        return facts.stream().mapToLong(KeyFacts::keys).sum();
    }
}
