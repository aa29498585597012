package sluice.engine.core;

import java.util.Locale;

/** How much of the sink is compared with the source before a run is called verified. */
public enum VerifyMode {
    NONE,
    SAMPLE,
    FULL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
