package sluice.protocol;

import java.util.Locale;

/** What a key holds. */
public enum Kind {
    STRING(1),
    LIST(2),
    SET(3),
    HASH(4),
    ZSET(5),
    STREAM(6),
    MODULE(7);

    private final int code;

    Kind(int code) {
        this.code = code;
    }

    /** A number that never changes: it is part of every digest. */
    public int code() {
        return code;
    }

    /** The word that stands in SQL columns, reports and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
