package sluice.protocol;

import java.util.Arrays;

/**
 * Text in a record, as UTF-8. The other cells of a record are null, a Long, a Double, or a byte[] for bytes that are no
 * text. Equal by content; the bytes are not copied.
 */
public record Cell(byte[] utf8) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Cell(byte[] same) && Arrays.equals(utf8, same);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public String toString() {
        return Bytes.show(utf8);
    }
}
