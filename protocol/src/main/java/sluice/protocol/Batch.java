package sluice.protocol;

import java.util.List;

/**
 * Rows of one partition in reading order, with the cursor that follows them.
 *
 * @param next where to read on. Behind a key that is not finished, it is the beginning of that key.
 * @param bytes what the rows occupy in memory ({@link Row#bytes}), for the window
 * @param expired how many keys were passed over because they had expired; they count as read
 * @param aside what the plan's keyspaces left aside within {@code expired} and beside the rows; empty without a plan
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
        boolean last,
        List<Aside> aside) {
    public Batch {
        rows = List.copyOf(rows);
        aside = List.copyOf(aside);
    }

    /** A batch that no plan has looked at. */
    public Batch(
            int partition,
            List<Row> rows,
            Cursor next,
            long bytes,
            long expired,
            long gone,
            double progress,
            boolean last) {
        this(partition, rows, next, bytes, expired, gone, progress, last, List.of());
    }

    /**
     * What a keyspace of the plan left aside.
     *
     * @param expired keys that had expired; they are among the batch's {@code expired}
     * @param ignored keys that the plan ignores: not read, and in no other count
     */
    public record Aside(int keyspace, long expired, long ignored) {}

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
