package sluice.engine.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Value;

/** The records of one row, numbered within their table from the first slice of the key on. Mutable. */
final class Tuples {
    /** Several readers may hold so much at a time, each beside the value that it was made of. */
    private static final long BYTES_MAX = 32 << 20;

    private final long[] next;
    private List<Value.Tuple> tuples = new ArrayList<>(1);
    private long bytes;

    Tuples(int tables) {
        next = new long[tables];
    }

    /** Another key begins. */
    void restart() {
        Arrays.fill(next, 0);
        tuples = new ArrayList<>(1);
        bytes = 0;
    }

    void add(int table, @Nullable Object[] cells) {
        Value.Tuple tuple = new Value.Tuple(table, next[table]++, cells);
        tuples.add(tuple);
        bytes += tuple.bytes();
        if (bytes > BYTES_MAX) {
            throw new Misfit("over " + (BYTES_MAX >> 20) + " MiB of records of one value");
        }
    }

    int size() {
        return tuples.size();
    }

    /** What was added since the last time. */
    List<Value.Tuple> take() {
        List<Value.Tuple> taken = tuples;
        tuples = new ArrayList<>(1);
        bytes = 0;
        return taken;
    }
}
