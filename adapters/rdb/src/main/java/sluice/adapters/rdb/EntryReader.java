package sluice.adapters.rdb;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Key;
import sluice.protocol.KeyFilter;
import sluice.protocol.Value;

/** Reads entries: walks to one, decides whether it is asked for, and opens or passes over its value. */
final class EntryReader {
    private final RdbInput input;
    private final DumpPayload payloads;
    private final ValueSkipper skipper;
    private final ValueDecoder decoder;
    private final EntryWalker walker;
    private final Selection selection;
    private @Nullable Key key;
    private long expired;

    EntryReader(RdbFile file, int bufferBytes, Selection selection) {
        this.input = file.input(bufferBytes);
        this.payloads = file.payloads();
        this.skipper = new ValueSkipper(input);
        this.decoder = new ValueDecoder(input, payloads, selection.asOf());
        this.walker = new EntryWalker(input, skipper, new Surroundings());
        this.selection = selection;
    }

    void goTo(RdbPosition position) {
        walker.goTo(position.offset(), position.db(), position.crc());
    }

    /** Goes to the next entry; false at the end of the file. */
    boolean next() throws IOException {
        key = null;
        return walker.next();
    }

    /** Opens the entry for reading, or passes over it; passing over an expired one is counted. */
    Optional<KeyReading> openIf(KeyFilter wanted) throws IOException {
        if (!selection.takesDb(walker.db())) {
            input.skipString();
            skipper.skip(walker.type());
            return Optional.empty();
        }
        Key found = new Key(walker.db(), name());
        key = found;
        if (!selection.takes(found, wanted)) {
            skipper.skip(walker.type());
            return Optional.empty();
        }
        if (selection.hasExpired(walker.expiresAt())) {
            expired++;
            wanted.expired(found, walker.type().kind());
            skipper.skip(walker.type());
            return Optional.empty();
        }
        return open(found, wanted);
    }

    private byte[] name() throws IOException {
        try {
            return input.string();
        } catch (DamagedValueException damaged) {
            throw new UnreadableException("the name of a key is damaged: " + damaged.getMessage());
        }
    }

    private Optional<KeyReading> open(Key found, KeyFilter wanted) throws IOException {
        ValueType type = walker.type();
        long valueBegin = input.offset();
        Slices slices;
        try {
            slices = decoder.open(type);
            if (!slices.hasNext()) {
                if (expiresByField(type)) {
                    expired++;
                    wanted.expired(found, walker.type().kind());
                    return Optional.empty();
                }
                throw new DamagedValueException("a collection without elements");
            }
        } catch (DamagedValueException damaged) {
            Value undecodable = passDamaged(type, valueBegin, damaged);
            slices = new SingleValue(() -> undecodable);
        }
        return Optional.of(new KeyReading(this, found, type, walker.expiresAt(), walker.begin(), valueBegin, slices));
    }

    private static boolean expiresByField(ValueType type) {
        return switch (type) {
            case HASH_EXPIRING, HASH_EXPIRING_EARLY, HASH_EXPIRING_LISTPACK, HASH_EXPIRING_LISTPACK_EARLY -> true;
            default -> false;
        };
    }

    /** Goes behind a value whose inside is damaged, and gives it as it lies in the file. */
    Value passDamaged(ValueType type, long valueBegin, DamagedValueException why) throws IOException {
        DumpPayload.Damaged damaged = payloads.damaged(type, valueBegin, String.valueOf(why.getMessage()));
        if (damaged.end() < input.offset()) {
            throw new UnreadableException(String.valueOf(why.getMessage()));
        }
        input.skip(damaged.end() - input.offset());
        return damaged.value();
    }

    /** Where reading stands between two entries. */
    RdbPosition position(long rows) {
        return new RdbPosition(input.offset(), walker.db(), input.crc(), rows);
    }

    /** Where the entry begins that is being read. */
    RdbPosition entryPosition(long rows) {
        return new RdbPosition(walker.begin(), walker.db(), input.markedCrc(), rows);
    }

    /** How many keys were passed over because they had expired. */
    long expired() {
        return expired;
    }

    /** The key of the entry that is being read, as far as reading has come. */
    @Nullable
    Key key() {
        return key;
    }

    ValueType type() {
        return walker.type();
    }

    long entryBegin() {
        return walker.begin();
    }

    RdbInput input() {
        return input;
    }
}
