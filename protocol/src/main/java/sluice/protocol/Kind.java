package sluice.protocol;

import java.util.Locale;

/** What a key holds. The order is stable: it is part of the digest. */
public enum Kind {
    STRING,
    LIST,
    SET,
    HASH,
    ZSET,
    STREAM,
    MODULE;

    /** The word that stands in SQL columns, reports and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
