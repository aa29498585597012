package sluice.engine.core;

import java.util.Locale;
import sluice.protocol.Key;

/** A row that is not the same on both sides, and how. */
public record Difference(Key key, Nature nature) {
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
