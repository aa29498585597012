package sluice.adapters.rdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** A hash, in the order of the file, without the fields whose own expiry has passed: no server shows them. */
final class HashSlices implements Slices {
    private final Elements elements;
    private final Expiries expiries;
    private final long minimum;
    private final long asOf;
    private Value.@Nullable Field ahead;

    /** {@code minimum} is what {@link Expiries#BEFORE_NAME} counts from. */
    HashSlices(Elements elements, Expiries expiries, long minimum, long asOf) {
        this.elements = elements;
        this.expiries = expiries;
        this.minimum = minimum;
        this.asOf = asOf;
    }

    @Override
    public boolean hasNext() throws IOException {
        while (ahead == null && elements.hasNext()) {
            Value.Field field = readField();
            if (field.expiresAt() == Row.NEVER || field.expiresAt() > asOf) {
                ahead = field;
            }
        }
        return ahead != null;
    }

    @Override
    public Value next(Limit limit) throws IOException {
        List<Value.Field> slice = new ArrayList<>();
        long bytes = 0;
        while (limit.allows(slice.size(), bytes) && hasNext()) {
            Value.Field field = ahead;
            if (field == null) {
                throw new IllegalStateException("no field is there");
            }
            ahead = null;
            slice.add(field);
            bytes += field.name().length + field.content().length + 2L * ELEMENT;
        }
        return new Value.HashSlice(slice);
    }

    private Value.Field readField() throws IOException {
        long before = expiries == Expiries.BEFORE_NAME ? elements.nextNumber() : 0;
        byte[] name = elements.next();
        byte[] content = elements.next();
        long expiry = switch (expiries) {
            case NONE -> 0;
            case BEFORE_NAME -> before == 0 ? 0 : before + minimum;
            case BEHIND_CONTENT -> elements.nextNumber();
        };
        return new Value.Field(name, content, expiry == 0 ? Row.NEVER : Math.max(0, expiry));
    }

    /** Where the fields' own expiries stand; 0 says that a field has none. */
    enum Expiries {
        NONE,
        /** As a number before the name, counted from a minimum. */
        BEFORE_NAME,
        /** As an absolute time behind the content. */
        BEHIND_CONTENT
    }
}
