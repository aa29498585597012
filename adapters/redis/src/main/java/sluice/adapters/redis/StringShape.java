package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Kind;
import sluice.protocol.Value;

/** Strings: a page of 64 KiB first; longer ones alone and at once, so that nobody changes them in between. */
final class StringShape implements Shape {
    static final StringShape INSTANCE = new StringShape();

    private static final int PAGE_BYTES = 1 << 16;

    private StringShape() {}

    @Override
    public Kind kind() {
        return Kind.STRING;
    }

    @Override
    public Ask first(byte[] name, int elements) {
        return Ask.of(CommandType.GETRANGE, name, 0, PAGE_BYTES - 1);
    }

    /** An empty reply is an empty string: whether the key exists is for its expiry to say. */
    @Override
    public Beginning begin(byte[] name, Ask first, int elements) {
        byte[] content = first.bytes();
        if (content == null) {
            return Beginning.NOTHING;
        }
        return content.length < PAGE_BYTES
                ? Beginning.whole(new Value.StringValue(content))
                : new Beginning(null, new LongString(name));
    }

    private static final class LongString implements Rest {
        private final byte[] name;
        private boolean read;

        LongString(byte[] name) {
            this.name = name;
        }

        @Override
        public @Nullable Value next(Wire wire, Appetite appetite) {
            if (read) {
                return null;
            }
            read = true;
            Ask get = wire.add(Ask.of(CommandType.GET, name));
            wire.flush();
            byte[] content = Shape.isOver(wire, get) ? null : get.bytes();
            return content == null ? null : new Value.StringValue(content);
        }
    }
}
