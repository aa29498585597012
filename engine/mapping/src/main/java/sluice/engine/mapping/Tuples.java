package sluice.engine.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Value;

/** The records of one row, numbered within their table from the first slice of the key on. Mutable. */
final class Tuples {
    private final long[] next;
    private List<Value.Tuple> tuples = new ArrayList<>(1);

    Tuples(int tables) {
        next = new long[tables];
    }

    /** Another key begins. */
    void restart() {
        Arrays.fill(next, 0);
        tuples = new ArrayList<>(1);
    }

    void add(int table, @Nullable Object[] cells) {
        tuples.add(new Value.Tuple(table, next[table]++, cells));
    }

    int size() {
        return tuples.size();
    }

    /** What was added since the last time. */
    List<Value.Tuple> take() {
        List<Value.Tuple> taken = tuples;
        tuples = new ArrayList<>(1);
        return taken;
    }
}
