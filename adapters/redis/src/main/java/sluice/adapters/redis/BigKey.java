package sluice.adapters.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Key;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** A key that did not come whole: gives its rows in order, never an empty one, the last of them marked as such. */
final class BigKey {
    private final Key key;
    private final long expiresAt;
    private final int most;
    private final Shape.@Nullable Rest rest;
    private final Deque<Value> pieces = new ArrayDeque<>();
    private boolean exhausted;
    private boolean open;

    /** @param most how many elements a row may hold */
    BigKey(Key key, long expiresAt, @Nullable Value slice, Shape.@Nullable Rest rest, int most) {
        this.key = key;
        this.expiresAt = expiresAt;
        this.most = most;
        this.rest = rest;
        this.exhausted = rest == null;
        if (slice != null) {
            addPieces(slice);
        }
    }

    /** The next row; null behind the last, and at once when the key vanished before anything of it was read. */
    @Nullable
    Row next(Wire wire, Appetite appetite) {
        // One piece is always held back: only when the next one is known, we know whether this is the last.
        while (pieces.size() < 2 && !exhausted) {
            readOn(wire, appetite);
        }
        Value piece = pieces.poll();
        if (piece == null) {
            return null;
        }
        boolean last = pieces.isEmpty();
        Row row = new Row(key, piece, expiresAt, Row.UNKNOWN, part(last));
        open = !last;
        if (last && rest != null && rest.beginsAgain(wire)) {
            exhausted = false;
        }
        return row;
    }

    /** Whether {@link #next} will give nothing more. */
    boolean isDone() {
        return exhausted && pieces.isEmpty();
    }

    private Part part(boolean last) {
        if (open) {
            return last ? Part.LAST : Part.MIDDLE;
        }
        return last ? Part.WHOLE : Part.FIRST;
    }

    private void readOn(Wire wire, Appetite appetite) {
        Value slice = rest == null ? null : rest.next(wire, appetite);
        if (slice == null) {
            exhausted = true;
        } else {
            appetite.learn(slice);
            addPieces(slice);
        }
    }

    private void addPieces(Value slice) {
        if (slice.size() > 0) {
            pieces.addAll(Pieces.of(slice, most));
        }
    }
}
