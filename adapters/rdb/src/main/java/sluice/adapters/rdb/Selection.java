package sluice.adapters.rdb;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Key;
import sluice.protocol.KeyFilter;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;
import sluice.protocol.SourceSettings;

/**
 * Which keys of the file are asked for.
 *
 * @param db one logical database, or {@link #EVERY_DB}
 * @param glob which names, or null for all
 * @param asOf what expires at this time or before has expired
 */
record Selection(int db, @Nullable Glob glob, long asOf) {
    static final int EVERY_DB = -1;

    static Selection of(SourceSettings settings) {
        String match = settings.match();
        Glob glob = match == null ? null : new Glob(match.getBytes(StandardCharsets.UTF_8));
        return new Selection(db(settings.db()), glob, settings.asOf());
    }

    private static int db(@Nullable String wanted) {
        if (wanted == null || wanted.equals(SourceSettings.ALL)) {
            return EVERY_DB;
        }
        try {
            int db = Integer.parseInt(wanted);
            if (db >= 0) {
                return db;
            }
        } catch (NumberFormatException notANumber) {
            throw unknownDb(wanted, notANumber);
        }
        throw unknownDb(wanted, null);
    }

    private static MigrationException unknownDb(String wanted, @Nullable NumberFormatException cause) {
        MigrationException refused = MigrationException.refused(
                "cannot read database '" + wanted + "'",
                "databases are numbered from 0",
                "give --db a number, or 'all'");
        if (cause != null) {
            refused.addSuppressed(cause);
        }
        return refused;
    }

    boolean takesDb(int of) {
        return db == EVERY_DB || db == of;
    }

    boolean takes(Key key, KeyFilter wanted) {
        return (glob == null || glob.matches(key.name())) && wanted.wants(key);
    }

    boolean hasExpired(long expiresAt) {
        return expiresAt != Row.NEVER && expiresAt <= asOf;
    }

    /** Whether it is everything in one database. */
    boolean isAllOf(int of) {
        return db == of && glob == null;
    }
}
