package sluice.adapters.rdb;

import com.moilioncircle.redis.replicator.Constants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import sluice.protocol.Row;

/** Walks over a file's opcodes from entry to entry. Whoever walks reads or skips the key and the value in between. */
final class EntryWalker {
    private static final int SLOT_INFO_LENGTHS = 3;
    private static final long NO_EXPIRY = -1;
    private static final byte[] NOTHING = {};

    private final RdbInput input;
    private final ValueSkipper skipper;
    private final Surroundings surroundings;

    private int db;
    private long begin;
    private long expiresAt = Row.NEVER;
    private ValueType type = ValueType.STRING;

    EntryWalker(RdbInput input, ValueSkipper skipper, Surroundings surroundings) {
        this.input = input;
        this.skipper = skipper;
        this.surroundings = surroundings;
    }

    /** Goes to the beginning of an entry, or of anything else that is no value's inside. */
    void goTo(long offset, int dbThere, long crcBefore) {
        input.seek(offset, crcBefore);
        db = dbThere;
        beginEntry();
    }

    /** Goes to the next entry and stands before its key; false behind the opcode that ends the file. */
    boolean next() throws IOException {
        beginEntry();
        while (true) {
            int code = input.read();
            switch (code) {
                case Constants.RDB_OPCODE_EXPIRETIME_MS -> expire(input.readLong(Long.BYTES), 1);
                case Constants.RDB_OPCODE_EXPIRETIME -> expire(input.readInt(Integer.BYTES), 1000);
                case Constants.RDB_OPCODE_FREQ -> input.skip(1);
                case Constants.RDB_OPCODE_IDLE -> input.length();
                case Constants.RDB_OPCODE_EOF -> {
                    return false;
                }
                default -> {
                    if (code >= Constants.RDB_OPCODE_SLOT_INFO) {
                        passSurroundings(code);
                        beginEntry();
                    } else {
                        type = known(code);
                        return true;
                    }
                }
            }
        }
    }

    private void beginEntry() {
        begin = input.offset();
        input.markEntry();
        expiresAt = Row.NEVER;
    }

    /** Times before 1970 are as past as 1970 itself; only they would be mistaken for none. */
    private void expire(long time, long millisEach) {
        expiresAt = time == NO_EXPIRY ? Row.NEVER : Math.max(0, time * millisEach);
    }

    private void passSurroundings(int code) throws IOException {
        switch (code) {
            case Constants.RDB_OPCODE_SELECTDB -> db = database(input.length());
            case Constants.RDB_OPCODE_RESIZEDB -> {
                surroundings.sawSize(db, input.length());
                input.length();
            }
            case Constants.RDB_OPCODE_AUX -> passField();
            case Constants.RDB_OPCODE_MODULE_AUX -> {
                surroundings.sawModulePart();
                skipper.skipModule();
            }
            case Constants.RDB_OPCODE_FUNCTION2 -> {
                surroundings.sawFunction();
                input.skipString();
            }
            case Constants.RDB_OPCODE_FUNCTION -> {
                surroundings.sawFunction();
                skipEarlyFunction();
            }
            case Constants.RDB_OPCODE_SLOT_INFO -> {
                for (int i = 0; i < SLOT_INFO_LENGTHS; i++) {
                    input.length();
                }
            }
            default -> throw new UnreadableException("nobody knows the opcode " + RdbInput.hex(code));
        }
    }

    /** A field beside the keys. What it says is held only where it is worth telling. */
    private void passField() throws IOException {
        String name = new String(input.string(), StandardCharsets.ISO_8859_1);
        if (Surroundings.tells(name)) {
            surroundings.sawField(name, input.string());
        } else {
            surroundings.sawField(name, NOTHING);
            input.skipString();
        }
    }

    /** As release candidates of Redis 7.0 wrote it: name, engine, perhaps a description, code. */
    private void skipEarlyFunction() throws IOException {
        input.skipString();
        input.skipString();
        if (input.length() != 0) {
            input.skipString();
        }
        input.skipString();
    }

    private static int database(long number) throws UnreadableException {
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new UnreadableException("no database has the number " + Long.toUnsignedString(number));
        }
        return (int) number;
    }

    private static ValueType known(int code) throws UnreadableException {
        ValueType known = ValueType.of(code);
        if (known == null) {
            throw new UnreadableException(
                    code == Constants.RDB_TYPE_MODULE
                            ? "module values of that early form cannot be read without the module"
                            : "nobody knows the value type " + code);
        }
        return known;
    }

    int db() {
        return db;
    }

    /** Where the entry begins: its expiry, if it has one, else its type. */
    long begin() {
        return begin;
    }

    /** Unix milliseconds, or {@link Row#NEVER}. */
    long expiresAt() {
        return expiresAt;
    }

    ValueType type() {
        return type;
    }
}
