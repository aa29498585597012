package sluice.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a row carries: the whole value of a key, or a slice of a big one. Immutable by agreement: byte arrays are handed
 * over, never changed and never copied, because they are the hot path.
 */
public sealed interface Value {
    Kind kind();

    /** The bytes of data in it: names, contents, members, and eight for each number. */
    long contentBytes();

    /** How much memory the value occupies, near enough to keep a budget. */
    default long bytes() {
        return contentBytes() + 2L * Weights.OBJECT * size();
    }

    /** How many elements (children) the value has; 1 for a scalar. */
    int size();

    record StringValue(byte[] content) implements Value {
        @Override
        public Kind kind() {
            return Kind.STRING;
        }

        @Override
        public long contentBytes() {
            return content.length;
        }

        @Override
        public int size() {
            return 1;
        }
    }

    /** Elements in order; the first of them stands at {@code firstPosition} of the list. */
    record ListSlice(long firstPosition, List<byte[]> elements) implements Value {
        @Override
        public Kind kind() {
            return Kind.LIST;
        }

        @Override
        public long contentBytes() {
            return Weights.ofAll(elements);
        }

        @Override
        public int size() {
            return elements.size();
        }
    }

    record SetSlice(List<byte[]> members) implements Value {
        @Override
        public Kind kind() {
            return Kind.SET;
        }

        @Override
        public long contentBytes() {
            return Weights.ofAll(members);
        }

        @Override
        public int size() {
            return members.size();
        }
    }

    record HashSlice(List<Field> fields) implements Value {
        @Override
        public Kind kind() {
            return Kind.HASH;
        }

        @Override
        public long contentBytes() {
            long sum = 0;
            for (Field field : fields) {
                sum += field.name.length + field.content.length;
            }
            return sum;
        }

        @Override
        public int size() {
            return fields.size();
        }
    }

    /** One field of a hash; {@code expiresAt} is {@link Row#NEVER} for a field without an expiry of its own. */
    record Field(byte[] name, byte[] content, long expiresAt) {}

    record SortedSlice(List<Scored> members) implements Value {
        @Override
        public Kind kind() {
            return Kind.ZSET;
        }

        @Override
        public long contentBytes() {
            long sum = 0;
            for (Scored scored : members) {
                sum += scored.member.length + Double.BYTES;
            }
            return sum;
        }

        @Override
        public int size() {
            return members.size();
        }
    }

    /** A member of a sorted set. Scores may be infinite, never NaN. */
    record Scored(byte[] member, double score) {}

    /**
     * A part of a stream. Entries come first, in order; the heads, groups, consumers and pending entries follow, in any
     * later slice. A whole stream has exactly one head.
     */
    record StreamSlice(
            List<Entry> entries, List<Head> heads, List<Group> groups, List<Consumer> consumers, List<Pending> pending)
            implements Value {
        @Override
        public Kind kind() {
            return Kind.STREAM;
        }

        @Override
        public long contentBytes() {
            long sum = 0;
            for (Entry entry : entries) {
                sum += 2 * Long.BYTES + Weights.ofAll(entry.fieldsAndContents);
            }
            return sum + 2L * Long.BYTES * (heads.size() + groups.size() + consumers.size() + pending.size());
        }

        @Override
        public int size() {
            return entries.size() + heads.size() + groups.size() + consumers.size() + pending.size();
        }
    }

    /** One entry of a stream: names and contents in turn, in order, names may repeat. */
    record Entry(long ms, long seq, List<byte[]> fieldsAndContents) {}

    /** What a stream remembers of itself; {@link Row#UNKNOWN} where the server does not keep it. */
    record Head(long lastMs, long lastSeq, long entriesAdded, long maxDeletedMs, long maxDeletedSeq) {}

    /** A consumer group; {@code entriesRead} is {@link Row#UNKNOWN} where the server does not know. */
    record Group(byte[] name, long lastMs, long lastSeq, long entriesRead) {}

    /** A consumer; times are Unix milliseconds, {@link Row#UNKNOWN} where the server does not keep them. */
    record Consumer(byte[] group, byte[] name, long seenAt, long activeAt) {}

    /** An entry that was delivered to a consumer and not acknowledged. */
    record Pending(byte[] group, byte[] consumer, long ms, long seq, long deliveredAt, long deliveries) {}

    /** The value of a module's own type: the payload of DUMP, with its version and checksum, untouched. */
    record ModuleValue(byte[] payload) implements Value {
        @Override
        public Kind kind() {
            return Kind.MODULE;
        }

        @Override
        public long contentBytes() {
            return payload.length;
        }

        @Override
        public int size() {
            return 1;
        }
    }

    /** A value that the source could not decode: every sink makes a reject of it, with these bytes and this reason. */
    record Undecodable(Kind kind, byte[] payload, String reason) implements Value {
        @Override
        public long contentBytes() {
            return payload.length;
        }

        @Override
        public int size() {
            return 1;
        }
    }

    /**
     * What a plan made of a value, or of a slice of one: rows of its tables.
     *
     * @param kind of the value it was made of
     * @param raw that value, where a sink may have to reject the key in the end and could not rebuild it, else null
     */
    record Mapped(Kind kind, List<Tuple> tuples, @Nullable Value raw) implements Value {
        @Override
        public long contentBytes() {
            long sum = raw == null ? 0 : raw.contentBytes();
            for (Tuple tuple : tuples) {
                sum += tuple.contentBytes();
            }
            return sum;
        }

        @Override
        public long bytes() {
            long sum = raw == null ? 0 : raw.bytes();
            for (Tuple tuple : tuples) {
                sum += tuple.bytes();
            }
            return sum;
        }

        @Override
        public int size() {
            return tuples.size();
        }
    }

    /**
     * One row of a table.
     *
     * @param table which of the tables of the {@link Schema}
     * @param position counts the tuples of one key in one table, from 0
     * @param cells one for each column: null, a Long, a Double, a {@link Cell} (text) or a byte[]; never changed
     */
    record Tuple(int table, long position, @Nullable Object[] cells) {
        /** How much memory it occupies, near enough to keep a budget. */
        public long bytes() {
            return contentBytes() + Weights.OBJECT * (1L + cells.length);
        }

        long contentBytes() {
            long sum = 0;
            for (Object cell : cells) {
                sum += switch (cell) {
                    case null -> 0;
                    case Cell text -> text.utf8().length;
                    case byte[] bytes -> bytes.length;
                    default -> Long.BYTES;
                };
            }
            return sum;
        }
    }

    /** A value that the plan could not map: every sink makes a reject of it, with that value and this reason. */
    record Unfit(Value original, String reason) implements Value {
        @Override
        public Kind kind() {
            return original.kind();
        }

        @Override
        public long contentBytes() {
            return original.contentBytes();
        }

        @Override
        public int size() {
            return original.size();
        }
    }
}
