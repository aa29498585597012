package sluice.engine.core;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Cell;
import sluice.protocol.Key;
import sluice.protocol.Row;
import sluice.protocol.Value;

/**
 * Digests rows, whole or slice by slice, in constant memory. The digest of a key is the same however its value was cut
 * into slices, and whatever order a set, a hash, a sorted set, or the records that a plan made of a key came in. Times
 * of consumers and deliveries are left out: servers tell them in different precision. Belongs to one thread and one
 * stream of rows.
 */
public final class RowDigester {
    private final Hasher hasher = new Hasher();
    private long sumHigh;
    private long sumLow;
    private long count;

    /** The row's digest where its key closes, nothing before. */
    public @Nullable RowDigest add(Row row) {
        if (row.part().opens()) {
            sumHigh = 0;
            sumLow = 0;
            count = 0;
        }
        addValue(row.value());
        return row.part().closes() ? close(row) : null;
    }

    /** Spreads keys evenly over all 64-bit numbers. */
    public static long keyHash(Key key) {
        return new Hasher().start(key.db()).bytes(key.name()).high();
    }

    private RowDigest close(Row row) {
        Key key = row.key();
        hasher.start(key.db()).bytes(key.name());
        long keyHash = hasher.high();
        hasher.number(row.value().kind().code()).number(count).number(sumHigh).number(sumLow);
        return new RowDigest(key, keyHash, hasher.high(), hasher.low(), row.expiresAt(), row.origin());
    }

    private void addValue(Value value) {
        switch (value) {
            case Value.StringValue string -> element('v').bytes(string.content());
            case Value.ModuleValue module -> element('m').bytes(module.payload());
            case Value.Undecodable undecodable -> element('u').bytes(undecodable.payload());
            case Value.ListSlice list -> addList(list);
            case Value.SetSlice set -> addSet(set.members());
            case Value.HashSlice hash -> addHash(hash.fields());
            case Value.SortedSlice sorted -> addSorted(sorted.members());
            case Value.StreamSlice stream -> addStream(stream);
            case Value.Mapped mapped -> addTuples(mapped.tuples());
            case Value.Unfit unfit -> addValue(unfit.original());
        }
        if (value.size() == 1 && isScalar(value)) {
            addToSum();
        }
    }

    private static boolean isScalar(Value value) {
        return value instanceof Value.StringValue
                || value instanceof Value.ModuleValue
                || value instanceof Value.Undecodable;
    }

    private void addList(Value.ListSlice list) {
        long position = list.firstPosition();
        for (byte[] content : list.elements()) {
            element('l').number(position++).bytes(content);
            addToSum();
        }
    }

    private void addSet(List<byte[]> members) {
        for (byte[] member : members) {
            element('s').bytes(member);
            addToSum();
        }
    }

    private void addHash(List<Value.Field> fields) {
        for (Value.Field field : fields) {
            element('h').bytes(field.name()).bytes(field.content());
            if (field.expiresAt() != Row.NEVER) {
                hasher.number(field.expiresAt());
            }
            addToSum();
        }
    }

    private void addSorted(List<Value.Scored> members) {
        for (Value.Scored scored : members) {
            // 0.0 and -0.0 are one score; SQLite keeps only the first.
            double score = scored.score() == 0.0 ? 0.0 : scored.score();
            element('z').bytes(scored.member()).number(Double.doubleToLongBits(score));
            addToSum();
        }
    }

    private void addStream(Value.StreamSlice stream) {
        for (Value.Entry entry : stream.entries()) {
            element('e').number(entry.ms()).number(entry.seq());
            for (byte[] part : entry.fieldsAndContents()) {
                hasher.bytes(part);
            }
            addToSum();
        }
        for (Value.Head head : stream.heads()) {
            element('t').number(head.lastMs()).number(head.lastSeq()).number(head.entriesAdded());
            hasher.number(head.maxDeletedMs()).number(head.maxDeletedSeq());
            addToSum();
        }
        for (Value.Group group : stream.groups()) {
            element('g').bytes(group.name()).number(group.lastMs()).number(group.lastSeq());
            hasher.number(group.entriesRead());
            addToSum();
        }
        for (Value.Consumer consumer : stream.consumers()) {
            element('c').bytes(consumer.group()).bytes(consumer.name());
            addToSum();
        }
        for (Value.Pending pending : stream.pending()) {
            element('p').bytes(pending.group()).bytes(pending.consumer()).number(pending.ms());
            hasher.number(pending.seq()).number(pending.deliveries());
            addToSum();
        }
    }

    private void addTuples(List<Value.Tuple> tuples) {
        for (Value.Tuple tuple : tuples) {
            // Not the position: what has no order may come in another one when it is read again.
            element('r').number(tuple.table());
            for (Object cell : tuple.cells()) {
                addCell(cell);
            }
            addToSum();
        }
    }

    private void addCell(@Nullable Object cell) {
        switch (cell) {
            case null -> hasher.number(0);
            case Long number -> hasher.number(1).number(number);
            case Double real -> hasher.number(2).number(Double.doubleToLongBits(real == 0.0 ? 0.0 : real));
            case Cell text -> hasher.number(3).bytes(text.utf8());
            case byte[] bytes -> hasher.number(4).bytes(bytes);
            default -> throw new IllegalArgumentException("a cell of " + cell.getClass());
        }
    }

    private Hasher element(int tag) {
        return hasher.start(tag);
    }

    private void addToSum() {
        sumHigh += hasher.high();
        sumLow += hasher.low();
        count++;
    }
}
