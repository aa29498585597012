package sluice.engine.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import sluice.protocol.MigrationException;

/** Points in time as people read and write them. */
final class Moment {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);

    private Moment() {}

    static String shown(long millis, ZoneId zone) {
        return SHOWN.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    /** ISO 8601; one without an offset is of that zone. */
    static Instant read(String text, ZoneId zone) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException withoutOffset) {
            return local(text, zone);
        }
    }

    private static Instant local(String text, ZoneId zone) {
        try {
            return LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
        } catch (DateTimeException noTime) {
            throw MigrationException.refused(
                    "cannot read '" + text + "'",
                    "it is no time",
                    "use 2026-11-21T10:32:37Z, or 2026-11-21T10:32:37 for local time");
        }
    }
}
