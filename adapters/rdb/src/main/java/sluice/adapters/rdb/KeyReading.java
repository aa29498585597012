package sluice.adapters.rdb;

import java.io.IOException;
import sluice.protocol.Key;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** One key whose value is being read: gives it as one row, or slice by slice. */
final class KeyReading {
    private final EntryReader file;
    private final Key key;
    private final ValueType type;
    private final long expiresAt;
    private final long begin;
    private final long valueBegin;
    private final Slices slices;
    private boolean begun;
    private boolean done;

    KeyReading(EntryReader file, Key key, ValueType type, long expiresAt, long begin, long valueBegin, Slices slices) {
        this.file = file;
        this.key = key;
        this.type = type;
        this.expiresAt = expiresAt;
        this.begin = begin;
        this.valueBegin = valueBegin;
        this.slices = slices;
    }

    boolean isDone() {
        return done;
    }

    /** The next row of this key. A value that turns out to be damaged ends with one that says so. */
    Row next(Slices.Limit limit) throws IOException {
        Value value;
        try {
            value = slices.next(limit);
            done = !slices.hasNext();
        } catch (DamagedValueException damaged) {
            value = file.passDamaged(type, valueBegin, damaged);
            done = true;
        }
        Part part = done ? (begun ? Part.LAST : Part.WHOLE) : (begun ? Part.MIDDLE : Part.FIRST);
        begun = true;
        return new Row(key, value, expiresAt, begin, part);
    }
}
