package sluice.protocol;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Values as bytes, for rejects: encoding {@code sluice-1}. One byte says the kind ({@link Kind#code}); then come
 * numbers as eight bytes, big end first, byte strings as four bytes of length and their content, and lists as four
 * bytes of count and their items, all in the order of the record's components.
 */
public final class ValueCodec {
    public static final String NAME = "sluice-1";

    private ValueCodec() {}

    /** The bytes of a value; an undecodable one has its own and is none of ours. */
    public static byte[] encode(Value value) {
        Measure measure = new Measure();
        write(value, measure);
        byte[] encoded = new byte[measure.length];
        write(value, new Filling(ByteBuffer.wrap(encoded)));
        return encoded;
    }

    private static void write(Value value, Out out) {
        out.kind(value.kind());
        switch (value) {
            case Value.StringValue(byte[] content) -> out.bytes(content);
            case Value.ModuleValue(byte[] payload) -> out.bytes(payload);
            case Value.ListSlice(long first, List<byte[]> elements) -> {
                out.number(first);
                out.all(elements);
            }
            case Value.SetSlice(List<byte[]> members) -> out.all(members);
            case Value.HashSlice(var fields) -> {
                out.count(fields.size());
                for (Value.Field field : fields) {
                    out.bytes(field.name());
                    out.bytes(field.content());
                    out.number(field.expiresAt());
                }
            }
            case Value.SortedSlice(var members) -> {
                out.count(members.size());
                for (Value.Scored scored : members) {
                    out.bytes(scored.member());
                    out.number(Double.doubleToRawLongBits(scored.score()));
                }
            }
            case Value.StreamSlice stream -> write(stream, out);
            case Value.Undecodable undecodable -> throw new IllegalArgumentException("an undecodable value");
            case Value.Mapped mapped -> throw new IllegalArgumentException("a mapped value");
            case Value.Unfit unfit -> throw new IllegalArgumentException("an unfit value");
        }
    }

    private static void write(Value.StreamSlice stream, Out out) {
        out.count(stream.entries().size());
        for (Value.Entry entry : stream.entries()) {
            out.numbers(entry.ms(), entry.seq());
            out.all(entry.fieldsAndContents());
        }
        out.count(stream.heads().size());
        for (Value.Head h : stream.heads()) {
            out.numbers(h.lastMs(), h.lastSeq(), h.entriesAdded(), h.maxDeletedMs(), h.maxDeletedSeq());
        }
        out.count(stream.groups().size());
        for (Value.Group g : stream.groups()) {
            out.bytes(g.name());
            out.numbers(g.lastMs(), g.lastSeq(), g.entriesRead());
        }
        out.count(stream.consumers().size());
        for (Value.Consumer c : stream.consumers()) {
            out.bytes(c.group());
            out.bytes(c.name());
            out.numbers(c.seenAt(), c.activeAt());
        }
        out.count(stream.pending().size());
        for (Value.Pending p : stream.pending()) {
            out.bytes(p.group());
            out.bytes(p.consumer());
            out.numbers(p.ms(), p.seq(), p.deliveredAt(), p.deliveries());
        }
    }

    /** The value again; throws {@link IllegalArgumentException} where the bytes are not one. */
    public static Value decode(byte[] encoded) {
        In in = new In(ByteBuffer.wrap(encoded));
        try {
            Value value = in.value();
            if (in.buffer.hasRemaining()) {
                throw new IllegalArgumentException(in.buffer.remaining() + " bytes too many");
            }
            return value;
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("cut short after " + encoded.length + " bytes", cut);
        }
    }

    /** Where a value is written to. */
    private abstract static class Out {
        abstract void kind(Kind kind);

        abstract void count(int count);

        abstract void number(long number);

        abstract void bytes(byte[] bytes);

        final void numbers(long... numbers) {
            for (long number : numbers) {
                number(number);
            }
        }

        final void all(List<byte[]> items) {
            count(items.size());
            items.forEach(this::bytes);
        }
    }

    /** Finds out how long the encoding is. */
    private static final class Measure extends Out {
        private int length;

        @Override
        void kind(Kind kind) {
            length++;
        }

        @Override
        void count(int count) {
            length = Math.addExact(length, Integer.BYTES);
        }

        @Override
        void number(long number) {
            length = Math.addExact(length, Long.BYTES);
        }

        @Override
        void bytes(byte[] bytes) {
            length = Math.addExact(length, Integer.BYTES + bytes.length);
        }
    }

    private static final class Filling extends Out {
        private final ByteBuffer buffer;

        Filling(ByteBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        void kind(Kind kind) {
            buffer.put((byte) kind.code());
        }

        @Override
        void count(int count) {
            buffer.putInt(count);
        }

        @Override
        void number(long number) {
            buffer.putLong(number);
        }

        @Override
        void bytes(byte[] bytes) {
            buffer.putInt(bytes.length).put(bytes);
        }
    }

    /** Reads what {@link Filling} wrote. */
    private record In(ByteBuffer buffer) {
        Value value() {
            int code = buffer.get();
            return switch (code) {
                case 1 -> new Value.StringValue(bytes());
                case 2 -> new Value.ListSlice(buffer.getLong(), all());
                case 3 -> new Value.SetSlice(all());
                case 4 -> new Value.HashSlice(list(() -> new Value.Field(bytes(), bytes(), buffer.getLong())));
                case 5 ->
                    new Value.SortedSlice(
                            list(() -> new Value.Scored(bytes(), Double.longBitsToDouble(buffer.getLong()))));
                case 6 -> stream();
                case 7 -> new Value.ModuleValue(bytes());
                default -> throw new IllegalArgumentException("no kind has the code " + code);
            };
        }

        private Value stream() {
            return new Value.StreamSlice(
                    list(() -> new Value.Entry(number(), number(), all())),
                    list(() -> new Value.Head(number(), number(), number(), number(), number())),
                    list(() -> new Value.Group(bytes(), number(), number(), number())),
                    list(() -> new Value.Consumer(bytes(), bytes(), number(), number())),
                    list(() -> new Value.Pending(bytes(), bytes(), number(), number(), number(), number())));
        }

        private long number() {
            return buffer.getLong();
        }

        private byte[] bytes() {
            byte[] bytes = new byte[bounded(buffer.getInt())];
            buffer.get(bytes);
            return bytes;
        }

        private List<byte[]> all() {
            return list(this::bytes);
        }

        private <T> List<T> list(java.util.function.Supplier<T> item) {
            int count = bounded(buffer.getInt());
            List<T> list = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                list.add(item.get());
            }
            return list;
        }

        /** No length and no count is larger than what is left to read. */
        private int bounded(int length) {
            if (length < 0 || length > buffer.remaining()) {
                throw new IllegalArgumentException("a length of " + length + " with " + buffer.remaining() + " left");
            }
            return length;
        }
    }
}
