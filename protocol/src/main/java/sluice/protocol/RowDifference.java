package sluice.protocol;

import java.util.List;

/**
 * A row of a table that is not what it should be.
 *
 * @param row the columns that identify it, for people; empty where the table itself is meant
 * @param columns the names of those that differ in a row that is on both sides
 * @param keys the keys that it came from, as far as they are known
 * @param isLater whether an extra row certainly came after the run had filled the table
 */
public record RowDifference(
        String table, String row, Nature nature, List<String> columns, List<Key> keys, boolean isLater) {
    public RowDifference {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /** How it differs. */
    public enum Nature {
        MISSING,
        EXTRA,
        CHANGED
    }
}
