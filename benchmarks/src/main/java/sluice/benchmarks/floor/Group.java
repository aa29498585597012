package sluice.benchmarks.floor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one statement, ready to be bound. Everything that takes thought was decided when it was made: a column
 * whose values are all text binds their bytes through {@code CAST(? AS TEXT)}; where text and other bytes meet in one
 * column, text is a String already.
 *
 * @param cells row by row: Long, Double, byte[], String or null
 * @param casts which columns are cast to TEXT, as bits
 * @param bytes what the cells weigh
 */
record Group(Table table, @Nullable Object[] cells, int casts, long bytes) {
    int rows() {
        return cells.length / table.columns();
    }

    /** Decides how each column is bound; may put Strings into {@code cells}. */
    static Group of(Table table, @Nullable Object[] cells) {
        int width = table.columns();
        int casts = 0;
        long bytes = 0;
        for (int column = 0; column < width; column++) {
            if (!table.takesBytes(column)) {
                continue;
            }
            boolean onlyText = true;
            for (int at = column; at < cells.length; at += width) {
                if (cells[at] instanceof byte[] raw) {
                    onlyText &= isText(raw);
                    bytes += raw.length;
                }
            }
            if (onlyText) {
                casts |= 1 << column;
            } else {
                decode(cells, column, width);
            }
        }
        return new Group(table, cells, casts, bytes + 8L * cells.length);
    }

    private static void decode(@Nullable Object[] cells, int column, int width) {
        for (int at = column; at < cells.length; at += width) {
            if (cells[at] instanceof byte[] raw && isText(raw)) {
                cells[at] = new String(raw, StandardCharsets.UTF_8);
            }
        }
    }

    /** Valid UTF-8 without NUL, as the sink decides it. */
    static boolean isText(byte[] bytes) {
        boolean ascii = true;
        for (byte b : bytes) {
            if (b == 0) {
                return false;
            }
            ascii &= b > 0;
        }
        if (ascii) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException notText) {
            return false;
        }
    }
}
