package sluice.adapters.rdb;

import java.io.IOException;
import sluice.protocol.Value;

/** Opens values for reading, from where the file stands behind a key's name. One value at a time. */
final class ValueDecoder {
    private final RdbInput input;
    private final DumpPayload payloads;
    private final long asOf;
    private final Blob blob = new Blob();

    ValueDecoder(RdbInput input, DumpPayload payloads, long asOf) {
        this.input = input;
        this.payloads = payloads;
        this.asOf = asOf;
    }

    Slices open(ValueType type) throws IOException {
        Slices slices = switch (type) {
            case STRING -> new SingleValue(() -> new Value.StringValue(input.string()));
            case MODULE -> new SingleValue(() -> payloads.module(input));
            case LIST -> new ListSlices(plain(1));
            case LIST_ZIPLIST -> new ListSlices(new ZipList(input.string(blob)));
            case LIST_OF_ZIPLISTS -> new ListSlices(new QuickList(input, blob, count(), false));
            case LIST_OF_LISTPACKS -> new ListSlices(new QuickList(input, blob, count(), true));
            case SET -> new SetSlices(plain(1));
            case SET_INTSET -> new SetSlices(new IntSet(input.string(blob)));
            case SET_LISTPACK -> new SetSlices(new ListPack(input.string(blob)));
            case ZSET -> new SortedSlices(plain(1));
            case ZSET_BINARY -> new SortedSlices(new PlainElements(input, count(), true));
            case ZSET_ZIPLIST -> new SortedSlices(new ZipList(input.string(blob)));
            case ZSET_LISTPACK -> new SortedSlices(new ListPack(input.string(blob)));
            case HASH -> hash(plain(2));
            case HASH_ZIPMAP -> hash(new ZipMap(input.string(blob)));
            case HASH_ZIPLIST -> hash(new ZipList(input.string(blob)));
            case HASH_LISTPACK -> hash(new ListPack(input.string(blob)));
            case HASH_EXPIRING_EARLY -> expiring(0);
            case HASH_EXPIRING -> expiring(input.readLong(Long.BYTES) - 1);
            case HASH_EXPIRING_LISTPACK_EARLY -> expiringListPack();
            case HASH_EXPIRING_LISTPACK -> {
                input.skip(Long.BYTES);
                yield expiringListPack();
            }
            case STREAM_1, STREAM_2, STREAM_3 -> new StreamSlices(input, blob, type, count());
        };
        return slices;
    }

    private Elements plain(int stringsEach) throws IOException {
        return new PlainElements(input, count() * stringsEach, false);
    }

    private Slices hash(Elements elements) {
        return new HashSlices(elements, HashSlices.Expiries.NONE, 0, asOf);
    }

    private Slices expiring(long minimum) throws IOException {
        return new HashSlices(plain(2), HashSlices.Expiries.BEFORE_NAME, minimum, asOf);
    }

    private Slices expiringListPack() throws IOException {
        return new HashSlices(new ListPack(input.string(blob)), HashSlices.Expiries.BEHIND_CONTENT, 0, asOf);
    }

    /** How many things follow; each takes a byte at least. */
    private long count() throws IOException {
        long count = input.length();
        if (count < 0 || count > input.remaining()) {
            throw new UnreadableException("it claims " + Long.toUnsignedString(count) + " elements where the file has "
                    + input.remaining() + " bytes left");
        }
        return count;
    }
}
