package sluice.adapters.rdb;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Key;
import sluice.protocol.MigrationException;

/** What is said when a file cannot be read to its end. */
final class RdbFaults {
    private static final String WHOLE_COPY =
            "get a whole copy of the file, check it with redis-check-rdb, and run the command with --fresh";

    private RdbFaults() {}

    /** Reading failed somewhere in or behind the entry that is being read. */
    static MigrationException of(String name, EntryReader reader, IOException failure) {
        long begin = reader.entryBegin();
        Key key = reader.key();
        String place = key == null ? "" : " in " + reader.type().kind().word() + " '" + key + "'";
        return MigrationException.failed(
                "cannot read " + name + " beyond offset " + begin,
                "at offset " + reader.input().offset() + place + ": " + reason(failure),
                "the keys before are good; the file is cut short or damaged: " + WHOLE_COPY,
                failure);
    }

    static MigrationException checksum(String name, long offset, long stored, long computed) {
        return MigrationException.failed(
                "cannot trust " + name,
                "its checksum at offset " + offset + " is " + hex(stored) + ", and its content has " + hex(computed),
                "bytes of the file were changed on their way: " + WHOLE_COPY,
                null);
    }

    static MigrationException goesOn(String name, long end, long size) {
        return MigrationException.failed(
                "cannot read " + name + " beyond offset " + end,
                "the snapshot ends there, and the file goes on for " + (size - end) + " bytes",
                "an append-only file holds commands behind its snapshot: let a server load it and SAVE an RDB file",
                null);
    }

    private static String hex(long checksum) {
        return String.format(Locale.ROOT, "%016x", checksum);
    }

    /** Why, in one line. */
    static String reason(IOException failure) {
        @Nullable String message = failure.getMessage();
        String text = message == null ? failure.getClass().getSimpleName() : message;
        return text.replace('\n', ' ');
    }
}
