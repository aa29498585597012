package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks one segment by SCAN, page by page. Belongs to the thread of its wire. */
final class Listing {
    private final Segment segment;
    private final @Nullable String match;
    private final int most;
    private final double keys;
    private long cursor;
    private boolean ended;
    private long listed;
    private int count;

    /**
     * @param keys how many keys the segment holds, about
     * @param most how many names to ask for at a time
     */
    Listing(Segment segment, long cursor, @Nullable String match, double keys, int most) {
        this.segment = segment;
        this.cursor = cursor;
        this.match = match;
        this.keys = keys;
        this.most = most;
    }

    /** The command for the next page. */
    Ask next() {
        count = segment.slice().count(cursor, keys, most);
        String from = Long.toUnsignedString(cursor);
        return match == null
                ? Ask.of(CommandType.SCAN, from, "COUNT", count)
                : Ask.of(CommandType.SCAN, from, "MATCH", match, "COUNT", count);
    }

    /** Takes the reply of {@link #next} and gives the names in it. */
    @SuppressWarnings("unchecked")
    List<byte[]> take(Ask answered) {
        List<Object> reply = answered.list();
        cursor = Long.parseUnsignedLong(Ask.ascii(reply.getFirst()));
        ended = segment.slice().endsAt(cursor);
        if (segment.slice().isBeyond(count, cursor)) {
            return List.of();
        }
        List<byte[]> names = (List<byte[]>) reply.get(1);
        listed += names.size();
        return names;
    }

    /** Where the next page begins; without meaning once it has ended. */
    long cursor() {
        return cursor;
    }

    /** How much of the segment was listed, 0 to 1; where cursors mean nothing to us, by the number of names. */
    double done() {
        if (ended) {
            return 1;
        }
        return segment.plain()
                ? Math.min(1, listed / Math.max(1, keys))
                : segment.slice().done(cursor);
    }

    boolean hasEnded() {
        return ended;
    }
}
