package sluice.adapters.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes any reply as it comes: {@code byte[]}, {@link Long}, null, or a list of such. */
final class Reply extends CommandOutput<byte[], byte[], Object> {
    private @Nullable Object root;
    private @Nullable Frame top;
    private @Nullable Deque<Frame> below;

    @SuppressWarnings("NullAway") // The superclass keeps a field that we do not use: the reply may be null.
    Reply() {
        super(ByteArrayCodec.INSTANCE, null);
    }

    @Nullable
    Object value() {
        return root;
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        if (bytes == null) {
            add(null);
            return;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        add(copy);
    }

    @Override
    public void set(long number) {
        add(number);
    }

    @Override
    public void multi(int count) {
        if (count < 0) {
            add(null);
            return;
        }
        List<@Nullable Object> list = new ArrayList<>(count);
        add(list, count == 0);
        if (count > 0) {
            push(new Frame(list, count));
        }
    }

    private void add(@Nullable Object value) {
        add(value, true);
    }

    private void add(@Nullable Object value, boolean complete) {
        if (top == null) {
            root = value;
            return;
        }
        top.list.add(value);
        if (complete) {
            popFull();
        }
    }

    private void push(Frame frame) {
        if (top != null) {
            if (below == null) {
                below = new ArrayDeque<>();
            }
            below.push(top);
        }
        top = frame;
    }

    private void popFull() {
        while (top != null && top.list.size() == top.count) {
            top = below == null ? null : below.poll();
        }
    }

    private record Frame(List<@Nullable Object> list, int count) {}
}
