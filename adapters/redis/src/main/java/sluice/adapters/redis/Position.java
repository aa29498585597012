package sluice.adapters.redis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
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
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}):([0-9]{1,20})");

    static Cursor endCursor() {
        return new Cursor(END);
    }

    static boolean isEnd(Cursor cursor) {
        return cursor.text().equals(END);
    }

    /** The position that a cursor names, in a partition of so many segments. */
    static Position of(Cursor cursor, int segments) {
        Matcher form = FORM.matcher(cursor.text());
        try {
            if (form.matches() && Integer.parseInt(form.group(1)) < segments) {
                return new Position(Integer.parseInt(form.group(1)), Long.parseUnsignedLong(form.group(2)));
            }
        } catch (NumberFormatException beyond64Bits) {
            throw foreign(cursor, beyond64Bits);
        }
        throw foreign(cursor, null);
    }

    private static MigrationException foreign(Cursor cursor, @Nullable NumberFormatException cause) {
        return MigrationException.failed(
                "cannot read on from cursor '" + cursor.text() + "'",
                "it is not one of ours",
                "the checkpoint was written by another version; start over with --fresh",
                cause);
    }

    Cursor toCursor() {
        return new Cursor(segment + ":" + Long.toUnsignedString(cursor));
    }
}
