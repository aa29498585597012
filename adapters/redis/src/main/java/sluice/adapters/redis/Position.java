package sluice.adapters.redis;

import sluice.protocol.Cursor;
import sluice.protocol.MigrationException;

/**
 * Where a partition stands: SCAN's cursor in one of its segments. As text: {@code segment:cursor}, or {@code end}.
 *
 * @param segment which of the partition's segments, from 0
 * @param cursor SCAN's cursor, unsigned
 */
record Position(int segment, long cursor) {
    private static final String END = "end";

    static Cursor endCursor() {
        return new Cursor(END);
    }

    static boolean isEnd(Cursor cursor) {
        return cursor.text().equals(END);
    }

    static Position of(Cursor cursor) {
        try {
            String[] parts = cursor.text().split(":", 2);
            return new Position(Integer.parseInt(parts[0]), Long.parseUnsignedLong(parts[1]));
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException foreign) {
            throw MigrationException.failed(
                    "cannot read on from cursor " + cursor.text(),
                    "it is not one of ours",
                    "the checkpoint was written by another version; start over with --fresh",
                    foreign);
        }
    }

    Cursor toCursor() {
        return new Cursor(segment + ":" + Long.toUnsignedString(cursor));
    }
}
