package sluice.engine.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.json.JsonScan;
import sluice.engine.mapping.keys.KeyPattern;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Row;

/** Where a session stands: the key, and the part of its value that a record is made of. Mutable, for one thread. */
final class Reading {
    static final int[] NOWHERE = new int[0];
    static final byte[] NOTHING = new byte[0];

    final JsonScan scan = new JsonScan();
    final Found source = new Found();
    Key key = new Key(0, NOTHING);
    Kind kind = Kind.STRING;
    long expiresAt = Row.NEVER;
    final int[] captures = KeyPattern.room();

    /** A string, an element or the content of a field, and what a scan found in it. */
    byte[] content = NOTHING;

    boolean isDocument;
    int[] places = NOWHERE;

    /** Within an array of that document: what a scan found in the element. */
    int[] placesInPart = NOWHERE;

    long position;
    double score;
    byte[] fieldName = NOTHING;
    long partExpiresAt = Row.NEVER;

    /** Of a hash: the contents of the fields that are asked for; null where there is none. */
    byte[] @Nullable [] fields = new byte[0][];

    /** Of a stream's entry. */
    long entryMs;

    long entrySeq;
    List<byte[]> entry = List.of();
}
