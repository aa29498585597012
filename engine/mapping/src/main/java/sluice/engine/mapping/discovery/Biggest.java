package sluice.engine.mapping.discovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sluice.protocol.Key;

/** The biggest keys of many. Mutable; belongs to one thread. */
final class Biggest {
    private final int most;
    private final List<Big> biggest = new ArrayList<>();

    Biggest(int most) {
        this.most = most;
    }

    /** One of them; {@code elements} is 1 for a string. */
    record Big(String key, long bytes, long elements) {
        private static final Comparator<Big> FIRST =
                Comparator.comparingLong(Big::bytes).reversed().thenComparing(Big::key);
    }

    void add(Key key, long bytes, long elements) {
        if (biggest.size() == most && biggest.getLast().bytes > bytes) {
            return;
        }
        biggest.add(new Big(Words.cut(key.toString()), bytes, elements));
        biggest.sort(Big.FIRST);
        if (biggest.size() > most) {
            biggest.removeLast();
        }
    }

    List<Big> keys() {
        return List.copyOf(biggest);
    }
}
