package sluice.engine.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The rows whose keys hash lowest: an even draw of at most {@code size} rows, whatever the number and order of rows, in
 * one pass and bounded memory. Of two readings of a key the later one stays. Mutable; belongs to one thread.
 */
public final class Sample {
    /** With none of so many differing, at most 0.1 % of all differ, at 99 % confidence. */
    public static final int SIZE = 4603;

    private final int size;
    private final TreeMap<Long, RowDigest> drawn = new TreeMap<>();
    private long highest = Long.MAX_VALUE;

    public Sample(int size) {
        this.size = size;
    }

    /** Says whether the row is drawn, for now. One that is not never will be. */
    public boolean offer(RowDigest row) {
        if (row.keyHash() > highest) {
            return false;
        }
        drawn.put(row.keyHash(), row);
        if (drawn.size() > size) {
            drawn.pollLastEntry();
            highest = drawn.lastKey();
        }
        return row.keyHash() <= highest;
    }

    /** The row does not stand any more; says whether it was drawn, as it was. */
    public boolean remove(RowDigest row) {
        RowDigest there = drawn.get(row.keyHash());
        boolean same = there != null
                && there.key().equals(row.key())
                && there.high() == row.high()
                && there.low() == row.low();
        if (same) {
            drawn.remove(row.keyHash());
        }
        return same;
    }

    /** Whether every row that was offered was drawn. */
    public boolean isWhole() {
        return highest == Long.MAX_VALUE;
    }

    public List<RowDigest> rows() {
        return new ArrayList<>(drawn.values());
    }
}
