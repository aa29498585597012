package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that a run writes to, as they were when it began to: the database, its log, the memory that SQLite's
 * connections share, and the lock. A file that is removed or replaced goes on taking what is written to it, and nobody
 * will ever find it again; so after each commit they are looked at by name.
 */
final class Belongings {
    private final Path database;
    private final Map<Path, Optional<Object>> files = new LinkedHashMap<>();

    Belongings(Path database) {
        this.database = database;
        for (String suffix : new String[] {"", "-wal", "-shm", Lease.SUFFIX}) {
            Path file = Database.beside(database, suffix);
            files.put(file, identity(file));
        }
    }

    /** The first that is not there any more under its name; null when all are. */
    @Nullable
    Path lost() {
        for (Map.Entry<Path, Optional<Object>> file : files.entrySet()) {
            if (!identity(file.getKey()).equals(file.getValue())) {
                return file.getKey();
            }
        }
        return null;
    }

    boolean hasLostDatabase() {
        return !identity(database).equals(Objects.requireNonNull(files.get(database)));
    }

    /** Whether the name means nothing now: the database was moved or removed, and what lies beside it is still its. */
    boolean isDatabaseGone() {
        return Files.notExists(database);
    }

    /**
     * The log of a database must not be taken for that of another file which has its name now. Where none has it, the
     * log stays: the database may only have been moved, and there are committed rows in it.
     */
    void removeLogBesideAnother() {
        if (!Files.exists(database) || !hasLostDatabase()) {
            return;
        }
        for (String suffix : new String[] {"-wal", "-shm"}) {
            Path file = Database.beside(database, suffix);
            if (identity(file).equals(files.get(file))) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException leftBehind) {
                    // The one who removed the database is at work here; nothing better can be done.
                }
            }
        }
    }

    /** Empty where there is no file, or where files have no identity. */
    private static Optional<Object> identity(Path file) {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (IOException none) {
            return Optional.empty();
        }
    }
}
