package sluice.adapters.rdb;

import java.io.IOException;
import java.util.Arrays;

/**
 * When and how often the pending entries of one group were delivered, by id: the file says this once for the group,
 * and then only ids for each consumer. 32 bytes each, because there may be millions.
 */
final class PendingIndex {
    private static final int COLUMNS = 4;
    private static final int FIRST_ROOM = 16;

    private long[] cells = new long[FIRST_ROOM * COLUMNS];
    private int count;

    /** Reads a group's list, which is in the order of its ids. */
    PendingIndex(RdbInput input, long entries) throws IOException {
        for (long left = entries; left != 0; left--) {
            add(input.readLong(8, false), input.readLong(8, false), input.readLong(8), input.length());
        }
    }

    private void add(long ms, long seq, long deliveredAt, long deliveries) throws DamagedValueException {
        if (count > 0 && compare(count - 1, ms, seq) >= 0) {
            throw new DamagedValueException("the pending entries of a group are out of order");
        }
        int at = count * COLUMNS;
        if (at == cells.length) {
            cells = Arrays.copyOf(cells, Math.multiplyExact(cells.length, 2));
        }
        cells[at] = ms;
        cells[at + 1] = seq;
        cells[at + 2] = deliveredAt;
        cells[at + 3] = deliveries;
        count++;
    }

    int size() {
        return count;
    }

    /** The place of an id in the list. */
    int find(long ms, long seq) throws DamagedValueException {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(middle, ms, seq);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        throw new DamagedValueException("a consumer has an entry pending that its group has not");
    }

    long deliveredAt(int place) {
        return cells[place * COLUMNS + 2];
    }

    long deliveries(int place) {
        return cells[place * COLUMNS + 3];
    }

    private int compare(int place, long ms, long seq) {
        int order = Long.compareUnsigned(cells[place * COLUMNS], ms);
        return order != 0 ? order : Long.compareUnsigned(cells[place * COLUMNS + 1], seq);
    }
}
