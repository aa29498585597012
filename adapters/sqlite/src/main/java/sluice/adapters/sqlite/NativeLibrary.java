package sluice.adapters.sqlite;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final String PREFIX = "sluice-sqlite";

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
            removeLeft(temporary, Instant.now().minus(OLDEST));
            Path folder = Files.createTempDirectory(temporary, PREFIX);
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

    static void removeLeft(Path temporary, Instant before) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : left) {
                if (Files.getLastModifiedTime(folder).toInstant().isBefore(before)) {
                    remove(folder);
                }
            }
        }
    }

    /** As far as it goes: some systems keep a library's file while it is in use. */
    private static void remove(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException inUse) {
            folder.toFile().deleteOnExit();
        }
    }
}
