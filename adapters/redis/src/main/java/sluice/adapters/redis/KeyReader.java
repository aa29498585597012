package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Value;

/**
 * Turns names into rows, many at a time: one round trip for their types, one for the weight of collections, one for
 * values and expiries, and another for what older servers or expiring fields need. Belongs to the thread of its wire.
 */
final class KeyReader {
    /** So many elements of a key the server looks at to tell what it weighs. */
    private static final int WEIGHED_ELEMENTS = 5;

    /** So many elements of a heavy key are asked for first; they tell how many the next requests may ask for. */
    private static final int FIRST_OF_HEAVY = 8;

    private final Wire wire;
    private final ServerFacts facts;
    private final Appetite appetite;
    private final int batchRows;

    KeyReader(Wire wire, ServerFacts facts, Appetite appetite, int batchRows) {
        this.wire = wire;
        this.facts = facts;
        this.appetite = appetite;
        this.batchRows = batchRows;
    }

    /**
     * Reads these keys of the selected database.
     *
     * @param along a command that travels with the values, or null
     */
    Harvest read(int db, List<byte[]> names, @Nullable Ask along) {
        Harvest harvest = new Harvest();
        List<byte[]> changed = attempt(db, names, along, harvest);
        if (!changed.isEmpty()) {
            harvest.gone += attempt(db, changed, null, harvest).size();
        }
        appetite.learnKeys(names.size(), harvest.bytes);
        return harvest;
    }

    /** Reads what can be read; gives back the names of keys that changed their type, or vanished, in between. */
    private List<byte[]> attempt(int db, List<byte[]> names, @Nullable Ask along, Harvest harvest) {
        List<Reading> readings = types(db, names, harvest);
        weigh(readings);
        for (Reading reading : readings) {
            reading.first = wire.add(reading.shape.first(reading.name, reading.elements));
            reading.expiry = KeyExpiry.ask(wire, facts.exactExpiry(), reading.name);
        }
        if (along != null) {
            wire.add(along);
        }
        wire.flush();
        List<byte[]> changed = new ArrayList<>();
        List<Reading> found = new ArrayList<>(readings.size());
        for (Reading reading : readings) {
            if (reading.settle(wire)) {
                found.add(reading);
            } else {
                changed.add(reading.name);
            }
        }
        askMore(found);
        for (Reading reading : found) {
            store(db, reading, harvest, changed);
        }
        return changed;
    }

    private List<Reading> types(int db, List<byte[]> names, Harvest harvest) {
        Ask keyspace = facts.fieldExpiry() ? wire.add(Ask.of(CommandType.INFO, "keyspace")) : null;
        List<Ask> types = new ArrayList<>(names.size());
        for (byte[] name : names) {
            types.add(wire.add(Ask.of(CommandType.TYPE, name)));
        }
        wire.flush();
        boolean fieldsExpire = keyspace != null
                && FieldExpiries.possible(
                        ServerFacts.fields(wire.granted(keyspace).text()), db);
        List<Reading> readings = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            Shape shape = Shape.of(wire.granted(types.get(i)).text());
            if (shape == null) {
                harvest.gone++;
            } else {
                readings.add(new Reading(
                        names.get(i), fieldsExpire && shape == ScannedShape.HASH ? ScannedShape.EXPIRING_HASH : shape));
            }
        }
        return readings;
    }

    /**
     * How many elements to ask for first: what is known of a kind says nothing of the next key, whose few elements may
     * be huge. So collections are weighed before, which servers may refuse; then the first request is a small one.
     */
    private void weigh(List<Reading> readings) {
        for (Reading reading : readings) {
            boolean isCollection = reading.shape.kind() != Kind.STRING && reading.shape.kind() != Kind.MODULE;
            reading.weight = isCollection
                    ? wire.add(Ask.of(CommandType.MEMORY, "USAGE", reading.name, "SAMPLES", WEIGHED_ELEMENTS))
                    : null;
        }
        wire.flush();
        for (Reading reading : readings) {
            Ask weight = reading.weight;
            boolean isLight = weight == null || (weight.number() >= 0 && weight.number() <= appetite.lightBytes());
            int elements = appetite.firstElements(reading.shape.kind());
            if (isLight) {
                reading.elements = weight != null && reading.shape.comesWhole() ? Shape.ALL : elements;
            } else {
                reading.elements = Math.min(elements, FIRST_OF_HEAVY);
            }
        }
    }

    /** The third round, which most pages do not need. */
    private void askMore(List<Reading> found) {
        for (Reading reading : found) {
            if (reading.shape == ScannedShape.EXPIRING_HASH
                    && reading.beginning.slice() instanceof Value.HashSlice hash
                    && hash.size() > 0) {
                reading.fields = wire.add(FieldExpiries.ask(reading.name, hash));
            }
        }
        wire.flush();
        for (Reading reading : found) {
            if (reading.expiresAt == KeyExpiry.UNSURE) {
                reading.expiresAt = KeyExpiry.askAlone(wire, reading.name);
            }
        }
    }

    private void store(int db, Reading reading, Harvest harvest, List<byte[]> changed) {
        Value slice = reading.slice(wire);
        Shape.Rest rest = reading.beginning.rest();
        if (reading.expiresAt == KeyExpiry.GONE || (rest == null && isEmptied(slice))) {
            changed.add(reading.name);
            return;
        }
        Key key = new Key(db, reading.name);
        if (slice != null) {
            appetite.learn(slice);
            harvest.bytes += slice.bytes();
        }
        if (rest == null && slice != null && slice.size() <= batchRows) {
            harvest.rows.add(new Row(key, slice, reading.expiresAt, Row.UNKNOWN, Part.WHOLE));
        } else {
            harvest.bigKeys.add(new BigKey(key, reading.expiresAt, slice, rest, batchRows));
        }
    }

    private static boolean isEmptied(@Nullable Value slice) {
        return slice == null || slice.size() == 0;
    }

    /** What was read: whole rows, and keys whose rows are to be drawn one by one. */
    static final class Harvest {
        final List<Row> rows = new ArrayList<>();
        final List<BigKey> bigKeys = new ArrayList<>();
        long gone;
        long bytes;
    }

    /** One key on its way. */
    private static final class Reading {
        final byte[] name;
        final Shape shape;
        int elements;

        @Nullable
        Ask weight;

        @Nullable
        Ask first;

        @Nullable
        KeyExpiry expiry;

        @Nullable
        Ask fields;

        Shape.Beginning beginning = Shape.Beginning.NOTHING;
        long expiresAt = KeyExpiry.GONE;

        Reading(byte[] name, Shape shape) {
            this.name = name;
            this.shape = shape;
        }

        /** Takes the replies; false when the key is not there as its type said. */
        boolean settle(Wire wire) {
            if (first == null || expiry == null || Shape.isOver(wire, first)) {
                return false;
            }
            beginning = shape.begin(name, first, elements);
            expiresAt = expiry.answer(wire);
            first = null;
            return expiresAt != KeyExpiry.GONE && !beginning.isNothing();
        }

        @Nullable
        Value slice(Wire wire) {
            Value slice = beginning.slice();
            if (fields == null || !(slice instanceof Value.HashSlice hash)) {
                return slice;
            }
            return Shape.isOver(wire, fields) ? null : FieldExpiries.applied(hash, fields);
        }
    }
}
