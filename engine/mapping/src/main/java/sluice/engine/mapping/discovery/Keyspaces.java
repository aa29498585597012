package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.keys.KeyIndex;
import sluice.engine.mapping.keys.KeyPattern;
import sluice.protocol.Batch;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Row;

/**
 * Sorts keys by the patterns of a plan, exactly as the plan will do it, and gathers what is known of each. Mutable;
 * belongs to one thread.
 */
final class Keyspaces {
    /** So many fields of documents and hashes are told apart in all. */
    private static final int FIELDS_MAX = 20_000;

    private static final int UNMATCHED_SHOWN = 5;
    private static final int BIGGEST = 10;

    private final List<Keyspace> keyspaces = new ArrayList<>();
    private final List<KeyPattern> patterns = new ArrayList<>();
    private final KeyIndex index;
    private final int[] found = KeyPattern.room();
    private final Budget budget = new Budget(FIELDS_MAX);
    private final JsonReading json = new JsonReading(budget);
    private final long now;
    private final Biggest biggest = new Biggest(BIGGEST);
    private final Set<Integer> dbs = new TreeSet<>();
    private final List<String> unmatchedNames = new ArrayList<>();
    private final Map<Integer, OpenKey> open = new HashMap<>();
    private long keys;
    private long bytes;
    private long unmatched;

    Keyspaces(List<NamePattern> ordered, long now) {
        this.now = now;
        for (NamePattern pattern : ordered) {
            put(new Keyspace(pattern));
        }
        this.index = new KeyIndex(patterns);
    }

    /** Before all patterns that match whatever it does; nowhere where they are the same. */
    private void put(Keyspace keyspace) {
        KeyPattern pattern = KeyPattern.parse(keyspace.text());
        int at = 0;
        while (at < patterns.size() && !patterns.get(at).covers(pattern)) {
            at++;
        }
        if (at == patterns.size() || !pattern.covers(patterns.get(at))) {
            patterns.add(at, pattern);
            keyspaces.add(at, keyspace);
        }
    }

    /** A key of which not all slices have come. */
    private static final class OpenKey {
        private final @Nullable KeyFacts facts;
        private long bytes;
        private long elements;

        OpenKey(Row row, @Nullable KeyFacts facts) {
            this.facts = facts;
            this.bytes = row.key().name().length;
        }
    }

    void add(Batch batch) {
        for (Row row : batch.rows()) {
            OpenKey key = row.part().opens() ? begin(row) : open.get(batch.partition());
            if (key == null) {
                throw new IllegalStateException("a slice of " + row.key() + " came before its key");
            }
            open.put(batch.partition(), key);
            add(key, row);
        }
    }

    private OpenKey begin(Row row) {
        dbs.add(row.key().db());
        Keyspace keyspace = keyspaceOf(row.key());
        if (keyspace == null) {
            return new OpenKey(row, null);
        }
        KeyFacts facts = keyspace.factsOf(row.value().kind(), now, json, budget);
        facts.open(row, found);
        return new OpenKey(row, facts);
    }

    private @Nullable Keyspace keyspaceOf(Key key) {
        for (int candidate : index.candidates(key.name())) {
            if (patterns.get(candidate).match(key.name(), found)) {
                return keyspaces.get(candidate);
            }
        }
        return null;
    }

    private void add(OpenKey key, Row row) {
        key.bytes += row.value().contentBytes();
        key.elements += row.value().kind() == Kind.STRING ? 1 : row.value().size();
        bytes += row.contentBytes();
        if (key.facts != null) {
            key.facts.add(row.key(), row.value());
        }
        if (row.part().closes()) {
            close(key, row);
        }
    }

    private void close(OpenKey key, Row row) {
        keys++;
        biggest.add(row.key(), key.bytes, key.elements);
        if (key.facts != null) {
            key.facts.close(row, key.bytes, key.elements);
            return;
        }
        unmatched++;
        if (unmatchedNames.size() < UNMATCHED_SHOWN) {
            unmatchedNames.add(Words.cut(row.key().toString()));
        }
    }

    /** Those that have keys, in the order in which a plan is to try them. */
    List<Keyspace> found() {
        return keyspaces.stream().filter(keyspace -> keyspace.keys() > 0).toList();
    }

    long keys() {
        return keys;
    }

    long bytes() {
        return bytes;
    }

    /** How many keys match no pattern. */
    long unmatched() {
        return unmatched;
    }

    /** The first names among them. */
    List<String> unmatchedNames() {
        return List.copyOf(unmatchedNames);
    }

    Biggest biggest() {
        return biggest;
    }

    Set<Integer> dbs() {
        return dbs;
    }
}
