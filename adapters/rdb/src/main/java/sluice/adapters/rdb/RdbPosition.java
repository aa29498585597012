package sluice.adapters.rdb;

import org.jspecify.annotations.Nullable;
import sluice.protocol.Cursor;
import sluice.protocol.MigrationException;

/**
 * Where reading stands: always at the beginning of an entry.
 *
 * @param db the logical database that the entries from here on belong to
 * @param crc the checksum of everything before
 * @param rows how many keys were read before
 */
record RdbPosition(long offset, int db, long crc, long rows) {
    Cursor cursor() {
        return new Cursor(offset + ":" + db + ":" + Long.toHexString(crc) + ":" + rows);
    }

    /** The position that a cursor names, if that lies in a file of this size. */
    static RdbPosition of(Cursor cursor, long fileSize) {
        String[] parts = cursor.text().split(":", -1);
        try {
            if (parts.length == 4) {
                RdbPosition position = new RdbPosition(
                        Long.parseLong(parts[0]),
                        Integer.parseInt(parts[1]),
                        Long.parseUnsignedLong(parts[2], 16),
                        Long.parseLong(parts[3]));
                boolean inFile = position.offset >= RdbFile.HEADER && position.offset <= fileSize;
                if (inFile && position.db >= 0 && position.rows >= 0) {
                    return position;
                }
            }
        } catch (NumberFormatException malformed) {
            throw notOurs(cursor, malformed);
        }
        throw notOurs(cursor, null);
    }

    private static MigrationException notOurs(Cursor cursor, @Nullable NumberFormatException cause) {
        return MigrationException.failed(
                "cannot go on from the cursor '" + cursor.text() + "'",
                "no RDB file is read from such a place",
                "run the command again with --fresh",
                cause);
    }
}
