package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import sluice.protocol.MigrationException;

/** Refuses to begin what the disk has no room for; each throws {@link MigrationException} then. */
final class Room {
    /** Beyond the bytes themselves: what the folder and the file system need for them. */
    private static final long SPARE_BYTES = 64 << 10;

    private Room() {}

    /** For a copy of all pages of a database. */
    static void forCopy(Database source, Path target, String subject) throws SQLException, IOException {
        forCopy(source.number("PRAGMA main.page_count") * source.number("PRAGMA main.page_size"), target, subject);
    }

    static void forCopy(long bytes, Path target, String subject) throws IOException {
        check("the copy", bytes, target, subject, "free some space, then run the same command again");
    }

    /**
     * For rows that are to be moved, in one transaction, from where they are staged into a sink that is there. Its log
     * takes them all before the file does; without a log pages that are free are used first.
     */
    static void forFill(Database sink, Path file, String subject) throws SQLException, IOException {
        boolean hasLog = "wal".equals(sink.text("PRAGMA main.journal_mode"));
        long bytes = used(sink, Transfer.STAGING) - (hasLog ? 0 : free(sink, "main"));
        check(
                hasLog ? "its log" : "the file",
                Math.max(0, bytes),
                file,
                subject,
                "nothing was written to it; free some space, then run the same command to resume");
    }

    private static long used(Database database, String name) throws SQLException {
        return pages(database, name, "page_count") - free(database, name);
    }

    private static long free(Database database, String name) throws SQLException {
        return pages(database, name, "freelist_count");
    }

    private static long pages(Database database, String name, String which) throws SQLException {
        return database.number("PRAGMA " + name + "." + which) * database.number("PRAGMA " + name + ".page_size");
    }

    private static void check(String what, long bytes, Path file, String subject, String hint) throws IOException {
        long needed = bytes + SPARE_BYTES;
        long free = Files.getFileStore(Objects.requireNonNull(file.getParent())).getUsableSpace();
        if (free < needed) {
            throw MigrationException.failed(
                    subject,
                    String.format(
                            Locale.ROOT, "%s needs %,d bytes, and the disk has %,d bytes free", what, needed, free),
                    hint,
                    null);
        }
    }
}
