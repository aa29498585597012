package sluice.protocol;

import java.util.Arrays;

/** The name of a row: a logical database and bytes of any content. Equal by content; the bytes are not copied. */
public record Key(int db, byte[] name) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Key(int otherDb, byte[] otherName) && db == otherDb && Arrays.equals(name, otherName);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(name) + db;
    }

    /** For people: the name with everything but printable ASCII escaped, and the database where it is not 0. */
    @Override
    public String toString() {
        return db == 0 ? Bytes.show(name) : "db" + db + ":" + Bytes.show(name);
    }
}
