package sluice.adapters.redis;

import io.lettuce.core.protocol.RedisProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes (RESP2), in whatever pieces it comes, into replies: {@code byte[]}, {@link Long},
 * {@link Refusal}, null, or a list of such. Allocates for what has come, not for what a length promises. Belongs to one
 * thread at a time; after it threw, the stream is worth nothing.
 */
final class ReplyDecoder {
    private static final int LINE_BYTES_MAX = 64 << 10;
    /** The length of what is not there. */
    private static final long NIL = -1;

    private static final int DIGITS_MAX = 19;
    private static final int DEPTH_MAX = 32;
    private static final int BELIEVED_ITEMS = 4 << 10;
    private static final int BELIEVED_BYTES = 4 << 20;
    private static final int BELIEVED_TIMES = 16;
    private static final int BULK_BYTES_MAX = Integer.MAX_VALUE - 64;
    private static final byte[] EMPTY = {};

    private final Consumer<@Nullable Object> replies;
    private final Deque<Frame> outer = new ArrayDeque<>();
    private @Nullable Frame frame;

    private byte[] line = new byte[64];
    private int lineBytes;

    private byte @Nullable [] bulk;
    private int bulkBytes;
    private int bulkFilled;
    private int terminator;

    /** @param replies told of each complete reply, in order */
    ReplyDecoder(Consumer<@Nullable Object> replies) {
        this.replies = replies;
    }

    /** Takes the next bytes; nothing of the array is kept. Throws {@link RedisProtocolException} at foreign ones. */
    void take(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bulk != null) {
                at = takeBulk(bulk, bytes, at, to);
            } else if (terminator > 0) {
                expect(bytes[at++]);
            } else {
                at = takeLine(bytes, at, to);
            }
        }
    }

    private int takeBulk(byte[] begun, byte[] bytes, int from, int to) {
        int some = Math.min(bulkBytes - bulkFilled, to - from);
        byte[] target = begun;
        if (bulkFilled + some > target.length) {
            target = Arrays.copyOf(target, Math.max(bulkFilled + some, believed(target.length, bulkBytes)));
            bulk = target;
        }
        System.arraycopy(bytes, from, target, bulkFilled, some);
        bulkFilled += some;
        if (bulkFilled == bulkBytes) {
            bulk = null;
            terminator = 2;
            add(target);
        }
        return from + some;
    }

    /**
     * Who sent a good part means the rest too, and growing in small steps would hold the content nearly twice. A length
     * that promises far more than has come is not believed at once.
     */
    private static int believed(int come, int promised) {
        return promised / BELIEVED_TIMES <= come ? promised : come * (BELIEVED_TIMES / 2);
    }

    private void expect(byte found) {
        if (found != (terminator == 2 ? '\r' : '\n')) {
            throw foreign(found);
        }
        terminator--;
    }

    private int takeLine(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && bytes[end] != '\n') {
            end++;
        }
        if (end == to || lineBytes > 0) {
            keep(bytes, from, end);
            if (end == to) {
                return to;
            }
            int whole = lineBytes;
            lineBytes = 0;
            return handle(line, 0, whole - 1, bytes, end + 1, to);
        }
        return handle(bytes, from, end - 1, bytes, end + 1, to);
    }

    /** Keeps the beginning of a line whose end has not come yet. */
    private void keep(byte[] bytes, int from, int end) {
        int some = end - from;
        if (lineBytes + some > LINE_BYTES_MAX) {
            throw new RedisProtocolException("a line of more than " + LINE_BYTES_MAX + " bytes");
        }
        if (lineBytes + some > line.length) {
            line = Arrays.copyOf(line, Math.max(2 * line.length, lineBytes + some));
        }
        System.arraycopy(bytes, from, line, lineBytes, some);
        lineBytes += some;
        if (line[0] < '$' || line[0] > ':') {
            throw foreign(line[0]);
        }
    }

    /**
     * Understands the line {@code text[from..end)}, which {@code bytes[at..to)} follows; gives back where to go on. A
     * content that has come whole is taken at once.
     */
    private int handle(byte[] text, int from, int end, byte[] bytes, int at, int to) {
        if (end <= from || text[end] != '\r') {
            throw foreign(text[from]);
        }
        switch (text[from]) {
            case '$' -> {
                return beginBulk(number(text, from + 1, end), bytes, at, to);
            }
            case '*' -> beginList(number(text, from + 1, end));
            case ':' -> add(number(text, from + 1, end));
            case '+' -> add(Arrays.copyOfRange(text, from + 1, end));
            case '-' -> add(new Refusal(new String(text, from + 1, end - from - 1, StandardCharsets.UTF_8)));
            default -> throw foreign(text[from]);
        }
        return at;
    }

    private int beginBulk(long length, byte[] bytes, int at, int to) {
        if (length == NIL) {
            add(null);
            return at;
        }
        if (length < 0 || length > BULK_BYTES_MAX) {
            throw new RedisProtocolException("a value of " + length + " bytes");
        }
        int size = (int) length;
        if (size <= to - at - 2 && bytes[at + size] == '\r' && bytes[at + size + 1] == '\n') {
            add(size == 0 ? EMPTY : Arrays.copyOfRange(bytes, at, at + size));
            return at + size + 2;
        }
        if (size == 0) {
            terminator = 2;
            add(EMPTY);
            return at;
        }
        bulk = new byte[Math.min(size, BELIEVED_BYTES)];
        bulkBytes = size;
        bulkFilled = 0;
        return at;
    }

    private void beginList(long count) {
        if (count == NIL) {
            add(null);
        } else if (count == 0) {
            add(List.of());
        } else {
            if (frame != null) {
                outer.push(frame);
            }
            if (outer.size() >= DEPTH_MAX || count < 0 || count > Integer.MAX_VALUE) {
                throw new RedisProtocolException("a list of " + count + " in " + outer.size() + " others");
            }
            frame = new Frame(new ArrayList<>((int) Math.min(count, BELIEVED_ITEMS)), (int) count);
        }
    }

    private void add(@Nullable Object item) {
        Object complete = item;
        Frame top = frame;
        while (top != null) {
            top.items.add(complete);
            if (top.items.size() < top.count) {
                return;
            }
            complete = top.items;
            top = outer.poll();
            frame = top;
        }
        replies.accept(complete);
    }

    private static long number(byte[] text, int from, int end) {
        boolean negative = from < end && text[from] == '-';
        int at = negative ? from + 1 : from;
        if (at == end || end - at > DIGITS_MAX) {
            throw new RedisProtocolException("a number of " + (end - at) + " digits");
        }
        long number = 0;
        for (; at < end; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                throw foreign(text[at]);
            }
            number = number * 10 + digit;
        }
        if (number < 0 && !(negative && number == Long.MIN_VALUE)) {
            throw new RedisProtocolException("a number beyond 64 bits");
        }
        return negative ? -number : number;
    }

    private static RedisProtocolException foreign(byte found) {
        return new RedisProtocolException("unexpected byte " + (found & 0xff));
    }

    private record Frame(List<@Nullable Object> items, int count) {}
}
