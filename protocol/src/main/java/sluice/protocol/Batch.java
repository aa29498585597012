package sluice.protocol;

import java.util.List;

/**
 * Rows of one partition in reading order, with the cursor that follows them.
 *
 * @param next where to read on. Behind a key that is not finished, it is the beginning of that key.
 * @param bytes what the rows occupy in memory ({@link Row#bytes}), for the window
 * @param expired how many keys were passed over because they had expired; they count as read
 * @param gone how many keys vanished between being listed and being read; they do not count as read
 * @param progress how much of the partition has been read, 0 to 1
 * @param last whether the partition ends here
 */
public record Batch(
        int partition,
        List<Row> rows,
        Cursor next,
        long bytes,
        long expired,
        long gone,
        double progress,
        boolean last) {
    public Batch {
        rows = List.copyOf(rows);
    }

    /** The bytes of data in the rows. */
    public long contentBytes() {
        long sum = 0;
        for (Row row : rows) {
            sum += row.contentBytes();
        }
        return sum;
    }

    /** How many keys end in this batch: each counts as one row. */
    public int closedRows() {
        int closed = 0;
        for (Row row : rows) {
            closed += row.part().closes() ? 1 : 0;
        }
        return closed;
    }
}
