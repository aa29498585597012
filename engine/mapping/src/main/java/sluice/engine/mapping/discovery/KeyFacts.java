package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** What is known of the keys of one pattern and one type. Mutable; belongs to one thread. */
final class KeyFacts {
    private static final int BIGGEST = 3;

    private final Kind kind;
    private final List<BytesFacts> captures = new ArrayList<>();
    private final ValueFacts values;
    private final Sizes sizes = new Sizes();
    private final Biggest biggest = new Biggest(BIGGEST);
    private final Expiries expiries;
    private final Set<Integer> dbs = new TreeSet<>();
    private long keys;
    private long undecodable;

    KeyFacts(Kind kind, int captureCount, long now, JsonReading json, Budget budget) {
        this.kind = kind;
        this.expiries = new Expiries(now);
        for (int i = 0; i < captureCount; i++) {
            captures.add(new BytesFacts(null));
        }
        this.values = switch (kind) {
            case STRING -> new ValueFacts.Strings(new BytesFacts(json), new ArrayList<>());
            case LIST, SET, ZSET -> new ValueFacts.Elements(new BytesFacts(json));
            case HASH -> new ValueFacts.Hashes(budget);
            case STREAM, MODULE -> new ValueFacts.Others();
        };
    }

    /** Takes in a key; capture n of its name stands at {@code found[2n]} up to {@code found[2n + 1]}. */
    void open(Row row, int[] found) {
        byte[] name = row.key().name();
        for (int i = 0; i < captures.size(); i++) {
            captures.get(i).add(Arrays.copyOfRange(name, found[2 * i], found[2 * i + 1]));
        }
        dbs.add(row.key().db());
    }

    /** Takes in the value of a key, or a slice of it. */
    void add(Key key, Value value) {
        if (value instanceof Value.Undecodable) {
            undecodable++;
        } else {
            values.add(key, value);
        }
    }

    /** All slices of a key have been taken in. */
    void close(Row last, long bytes, long elements) {
        keys++;
        sizes.add(bytes);
        expiries.add(last.expiresAt());
        biggest.add(last.key(), bytes, elements);
    }

    Kind kind() {
        return kind;
    }

    long keys() {
        return keys;
    }

    List<BytesFacts> captures() {
        return captures;
    }

    ValueFacts values() {
        return values;
    }

    Sizes sizes() {
        return sizes;
    }

    Biggest biggest() {
        return biggest;
    }

    Expiries expiries() {
        return expiries;
    }

    /** The databases that they are in. */
    Set<Integer> dbs() {
        return dbs;
    }

    /** How many values the source could not read. */
    long undecodable() {
        return undecodable;
    }
}
