package sluice.engine.core;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Key;

/**
 * A row that is not the same on both sides, and how.
 *
 * @param key its own or, of a row of a plan's table, the one that it came from; {@link #UNKNOWN_KEY} where nobody knows
 * @param place which row of which table it is; null where keys were compared
 */
public record Difference(Key key, Nature nature, @Nullable Place place) {
    public static final Key UNKNOWN_KEY = new Key(0, new byte[0]);

    public Difference(Key key, Nature nature) {
        this(key, nature, null);
    }

    /** A row of a table, and the columns in which it differs. */
    public record Place(String table, String row, List<String> columns) {
        public Place {
            columns = List.copyOf(columns);
        }
    }

    /** How a row differs. The last two are told, and do not count against a run. */
    public enum Nature {
        MISSING,
        EXTRA,
        CHANGED,
        /** Gone from the source because its time had come. */
        EXPIRED,
        /** The sink holds exactly what was read; the source went on since. */
        MOVED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
