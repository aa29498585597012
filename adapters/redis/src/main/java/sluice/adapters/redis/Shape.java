package sluice.adapters.redis;

import org.jspecify.annotations.Nullable;
import sluice.protocol.Kind;
import sluice.protocol.Value;

/** How the keys of one kind are read: one bounded command first, and more for those that it did not exhaust. */
sealed interface Shape permits StringShape, ListShape, ScannedShape, StreamShape, ModuleShape {
    /** In place of a number of elements: however many there are. */
    int ALL = Integer.MAX_VALUE;

    Kind kind();

    /** Whether a key that weighs little is cheaper to read with one command that gives all of it. */
    default boolean comesWhole() {
        return false;
    }

    /** The first command for a key, for so many elements or {@link #ALL}; its reply goes to {@link #begin}. */
    Ask first(byte[] name, int elements);

    /** What the first reply, which was not refused, says about the key; {@code elements} as in {@link #first}. */
    Beginning begin(byte[] name, Ask first, int elements);

    /**
     * @param slice what was read; null where nothing was, or where {@code rest} will give it again
     * @param rest gives what is missing; null when {@code slice} is all there is
     */
    record Beginning(@Nullable Value slice, @Nullable Rest rest) {
        static final Beginning NOTHING = new Beginning(null, null);

        /** Whether the key was not there. */
        boolean isNothing() {
            return slice == null && rest == null;
        }

        static Beginning whole(Value value) {
            return new Beginning(value, null);
        }
    }

    /** The remaining slices of a big key. */
    interface Rest {
        /** The next slice, maybe without elements; null behind the last. */
        @Nullable
        Value next(Wire wire, Appetite appetite);

        /** Asked at the end: true when the key moved under our hands, and {@link #next} begins it anew. */
        default boolean beginsAgain(Wire wire) {
            return false;
        }
    }

    /** The reply of a command for a big key; a key that changed its type meanwhile is over. */
    static boolean isOver(Wire wire, Ask ask) {
        if (ask.isRefused("WRONGTYPE") || ask.isRefused("ERR no such key") || ask.isRefused("NOGROUP")) {
            return true;
        }
        wire.granted(ask);
        return false;
    }

    /** The shape for a word of TYPE; null for {@code none}. */
    static @Nullable Shape of(String type) {
        return switch (type) {
            case "string" -> StringShape.INSTANCE;
            case "list" -> ListShape.INSTANCE;
            case "set" -> ScannedShape.SET;
            case "hash" -> ScannedShape.HASH;
            case "zset" -> ScannedShape.ZSET;
            case "stream" -> StreamShape.INSTANCE;
            case "none" -> null;
            default -> ModuleShape.INSTANCE;
        };
    }
}
