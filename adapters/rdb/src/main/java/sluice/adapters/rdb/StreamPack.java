package sluice.adapters.rdb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Value;

/**
 * One node of a stream: a listpack of entries whose ids count from a master id, and whose fields are those of the
 * master entry unless they say otherwise.
 */
final class StreamPack {
    private static final int DELETED = 1;
    private static final int SAME_FIELDS = 2;
    private static final int ID = 2 * Long.BYTES;

    private final ListPack pack;
    private final long masterMs;
    private final long masterSeq;
    private final int length;
    private final byte[][] masterFields;
    private long left;
    private Value.@Nullable Entry ahead;

    StreamPack(byte[] masterId, Blob blob) throws DamagedValueException {
        if (masterId.length != ID) {
            throw new DamagedValueException("a stream's master id has " + masterId.length + " bytes");
        }
        this.masterMs = Integers.bigEndian(masterId, 0, Long.BYTES);
        this.masterSeq = Integers.bigEndian(masterId, Long.BYTES, Long.BYTES);
        this.pack = new ListPack(blob);
        this.length = blob.length();
        this.left = pack.nextNumber() + pack.nextNumber();
        this.masterFields = new byte[fieldCount()][];
        for (int i = 0; i < masterFields.length; i++) {
            masterFields[i] = pack.next();
        }
        pack.nextNumber();
    }

    /** Whether there is another entry that was not deleted. */
    boolean hasNext() throws DamagedValueException {
        while (ahead == null && left > 0) {
            left--;
            readEntry();
        }
        if (ahead == null && (left < 0 || pack.hasNext())) {
            throw new DamagedValueException("a stream's node holds more than it counts");
        }
        return ahead != null;
    }

    Value.Entry next() throws DamagedValueException {
        Value.Entry entry = hasNext() ? ahead : null;
        if (entry == null) {
            throw new DamagedValueException("a stream's node ends before its end");
        }
        ahead = null;
        return entry;
    }

    private void readEntry() throws DamagedValueException {
        long flags = pack.nextNumber();
        long ms = masterMs + pack.nextNumber();
        long seq = masterSeq + pack.nextNumber();
        boolean same = (flags & SAME_FIELDS) != 0;
        int count = same ? masterFields.length : fieldCount();
        List<byte[]> content = new ArrayList<>(2 * count);
        for (int i = 0; i < count; i++) {
            content.add(same ? masterFields[i] : pack.next());
            content.add(pack.next());
        }
        pack.nextNumber();
        if ((flags & DELETED) == 0) {
            ahead = new Value.Entry(ms, seq, content);
        }
    }

    /** Every field takes a byte at least, so a count beyond the node's length is a lie. */
    private int fieldCount() throws DamagedValueException {
        long count = pack.nextNumber();
        if (count < 0 || count > length) {
            throw new DamagedValueException("a stream's node of " + length + " bytes claims " + count + " fields");
        }
        return (int) count;
    }
}
