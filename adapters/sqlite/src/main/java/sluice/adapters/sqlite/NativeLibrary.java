package sluice.adapters.sqlite;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import org.sqlite.SQLiteJDBCLoader;
import sluice.protocol.MigrationException;

/**
 * SQLite itself, which the driver unpacks from its jar into a file. Left to itself it takes that file away when the
 * process ends in order, and a killed one leaves it behind for good. So it goes into a folder of its own, which is
 * removed as soon as the library is loaded. Thread-safe.
 */
final class NativeLibrary {
    private static final String FOLDER_PROPERTY = "org.sqlite.tmpdir";

    /** Nobody else's files are called so. */
    static final String PREFIX =
            ".sluice-lib-" + System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9_]", "_") + "-";

    /** How the names begin that the driver gives to what it unpacks. */
    private static final String UNPACKED = "sqlite-";

    /** What is older was left by a process that was killed while it loaded the library. */
    private static final Duration OLDEST = Duration.ofHours(1);

    /** It takes less. */
    private static final long ROOM_BYTES = 4L << 20;

    private static boolean loaded;

    private NativeLibrary() {}

    /** Loads it, once; refuses when there is no place for it. */
    static synchronized void load() {
        if (loaded || System.getProperty(FOLDER_PROPERTY) != null) {
            return;
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", ""));
        try {
            Path folder = Files.createTempDirectory(temporary, PREFIX);
            removeLeft(folder, Instant.now().minus(OLDEST));
            System.setProperty(FOLDER_PROPERTY, folder.toString());
            try {
                SQLiteJDBCLoader.initialize();
                loaded = true;
            } finally {
                System.clearProperty(FOLDER_PROPERTY);
                remove(folder);
            }
        } catch (Exception | LinkageError e) {
            throw MigrationException.refused(
                    "cannot load SQLite",
                    "its library could not be unpacked into " + temporary + " and loaded from there: "
                            + reason(temporary.toFile()),
                    "mend that, or name another folder: SLUICE_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
        }
    }

    /** The driver keeps it to itself, or logs it. */
    private static String reason(File folder) {
        if (!folder.isDirectory()) {
            return "there is no such folder";
        }
        if (!folder.canWrite()) {
            return "the folder cannot be written";
        }
        return folder.getUsableSpace() < ROOM_BYTES
                ? "the disk is full"
                : "programs may not be run from there (noexec)";
    }

    /** Removes the folders beside this one that a killed process of the same user left; as far as it goes. */
    static void removeLeft(Path own, Instant before) {
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(own.resolveSibling("."), NativeLibrary::isNamedOurs)) {
            UserPrincipal owner = Files.getOwner(own, LinkOption.NOFOLLOW_LINKS);
            for (Path folder : found) {
                removeIfLeft(folder, owner, before);
            }
        } catch (IOException | RuntimeException unseen) {
            // The next process has another look.
        }
    }

    private static boolean isNamedOurs(Path path) {
        return path.getFileName().toString().startsWith(PREFIX);
    }

    private static void removeIfLeft(Path folder, UserPrincipal owner, Instant before) {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isDirectory()
                    && found.lastModifiedTime().toInstant().isBefore(before)
                    && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
                empty(folder);
                Files.deleteIfExists(folder);
            }
        } catch (IOException | RuntimeException leftAlone) {
            // Another process removed it just now, or something else lies in it.
        }
    }

    /** Deletes what the driver unpacked, and nothing else. */
    private static void empty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, UNPACKED + "*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Removes the folder of this process. Some systems keep a library's file while it is in use. */
    private static void remove(Path own) {
        try {
            empty(own);
            Files.deleteIfExists(own);
        } catch (IOException | DirectoryIteratorException inUse) {
            own.toFile().deleteOnExit();
        }
    }
}
