package sluice.adapters.rdb;

import com.moilioncircle.redis.replicator.Constants;
import java.io.IOException;

/**
 * Passes over values without decoding them, which is also how their end is found when their inside is damaged. Rests
 * on the outer structure alone: counts and strings.
 */
final class ValueSkipper {
    private static final int STREAM_ID = 2 * Long.BYTES;

    private final RdbInput input;

    ValueSkipper(RdbInput input) {
        this.input = input;
    }

    /** Leaves the file behind the value that begins where it stands. */
    void skip(ValueType type) throws IOException {
        switch (type) {
            case STRING,
                    HASH_ZIPMAP,
                    LIST_ZIPLIST,
                    SET_INTSET,
                    ZSET_ZIPLIST,
                    HASH_ZIPLIST,
                    HASH_LISTPACK,
                    ZSET_LISTPACK,
                    SET_LISTPACK,
                    HASH_EXPIRING_LISTPACK_EARLY -> input.skipString();
            case LIST, SET, LIST_OF_ZIPLISTS -> skipStrings(input.length());
            case HASH -> skipPairs(input.length());
            case ZSET -> skipScored(input.length(), false);
            case ZSET_BINARY -> skipScored(input.length(), true);
            case LIST_OF_LISTPACKS -> skipNodes(input.length());
            case HASH_EXPIRING_LISTPACK -> {
                input.skip(Long.BYTES);
                input.skipString();
            }
            case HASH_EXPIRING_EARLY -> skipExpiring(input.length());
            case HASH_EXPIRING -> {
                input.skip(Long.BYTES);
                skipExpiring(input.length());
            }
            case MODULE -> skipModule();
            case STREAM_1, STREAM_2, STREAM_3 -> skipStream(type);
        }
    }

    /**
     * A module's data: its id, then marked parts up to an end mark. What stands beside the keys has this form too. Not
     * by the library's parser, because that one cuts lengths to 31 bits and passes over marks that it does not know.
     */
    void skipModule() throws IOException {
        input.length();
        while (true) {
            long mark = input.length();
            if (mark < 0 || mark > Constants.RDB_MODULE_OPCODE_STRING) {
                throw new UnreadableException("no part of a module's value has the mark " + mark);
            }
            switch ((int) mark) {
                case Constants.RDB_MODULE_OPCODE_EOF -> {
                    return;
                }
                case Constants.RDB_MODULE_OPCODE_FLOAT -> input.skip(Float.BYTES);
                case Constants.RDB_MODULE_OPCODE_DOUBLE -> input.skip(Double.BYTES);
                case Constants.RDB_MODULE_OPCODE_STRING -> input.skipString();
                default -> input.length();
            }
        }
    }

    private void skipStrings(long count) throws IOException {
        for (long left = count; left != 0; left--) {
            input.skipString();
        }
    }

    private void skipPairs(long count) throws IOException {
        for (long left = count; left != 0; left--) {
            input.skipString();
            input.skipString();
        }
    }

    private void skipScored(long count, boolean binary) throws IOException {
        for (long left = count; left != 0; left--) {
            input.skipString();
            if (binary) {
                input.skip(Double.BYTES);
            } else {
                int length = input.read();
                input.skip(length >= PlainElements.NAN ? 0 : length);
            }
        }
    }

    private void skipNodes(long count) throws IOException {
        for (long left = count; left != 0; left--) {
            input.length();
            input.skipString();
        }
    }

    private void skipExpiring(long count) throws IOException {
        for (long left = count; left != 0; left--) {
            input.length();
            input.skipString();
            input.skipString();
        }
    }

    private void skipStream(ValueType type) throws IOException {
        skipPairs(input.length());
        skipLengths(type == ValueType.STREAM_1 ? 3 : 8);
        for (long groups = input.length(); groups != 0; groups--) {
            input.skipString();
            skipLengths(type == ValueType.STREAM_1 ? 2 : 3);
            for (long pending = input.length(); pending != 0; pending--) {
                input.skip(STREAM_ID + Long.BYTES);
                input.length();
            }
            for (long consumers = input.length(); consumers != 0; consumers--) {
                input.skipString();
                input.skip(type == ValueType.STREAM_3 ? 2 * Long.BYTES : Long.BYTES);
                for (long pending = input.length(); pending != 0; pending--) {
                    input.skip(STREAM_ID);
                }
            }
        }
    }

    private void skipLengths(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            input.length();
        }
    }
}
