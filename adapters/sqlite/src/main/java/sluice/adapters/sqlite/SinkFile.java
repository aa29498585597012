package sluice.adapters.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import sluice.protocol.MigrationException;

/** What can be said of a path before SQLite is asked. */
final class SinkFile {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /** As many as Linux follows. */
    private static final int LINKS_MAX = 40;

    private SinkFile() {}

    /**
     * The file that a path means, through symbolic links: its log lies beside that one. The file need not be there; a
     * folder that is missing stays as it was written, for the message.
     */
    static Path meantBy(Path path, String subject) {
        Path meant = path;
        try {
            for (int links = 0; Files.isSymbolicLink(meant); links++) {
                if (links == LINKS_MAX) {
                    throw MigrationException.refused(
                            subject, "it is a symbolic link that leads to itself", "choose another path");
                }
                meant = meant.resolveSibling(Files.readSymbolicLink(meant));
            }
            Path folder = meant.getParent();
            Path name = meant.getFileName();
            return folder == null || name == null || !Files.exists(folder)
                    ? meant
                    : folder.toRealPath().resolve(name);
        } catch (IOException e) {
            throw MigrationException.refused(subject, "the symbolic link cannot be read", "choose another path");
        }
    }

    /** True when there is content; an empty file is as good as none. */
    static boolean hasContent(Path path) {
        return path.toFile().length() > 0;
    }

    /** Refuses what cannot become a file that can be written. */
    static void checkWritable(Path path, String subject) {
        checkFolder(path, subject);
        if (Files.exists(path)) {
            checkKind(path, subject);
            if (!Files.isWritable(path)) {
                throw MigrationException.refused(
                        subject, "the file cannot be written", "make it writable, or choose another one");
            }
        }
    }

    /** Refuses a file that could not be made or replaced. */
    static void checkFolder(Path path, String subject) {
        Path folder = checkReadableFolder(path, subject);
        if (!Files.isWritable(folder)) {
            throw MigrationException.refused(
                    subject, "the folder " + folder + " cannot be written", "make it writable, or choose another one");
        }
    }

    /** The folder of a file; refuses a name that can be none of a file. */
    static Path checkReadableFolder(Path path, String subject) {
        Path folder = path.getParent();
        if (folder == null || path.getFileName() == null || Files.isDirectory(path)) {
            throw MigrationException.refused(subject, "it is a folder", "give the name of a file in it");
        }
        if (!Files.exists(folder)) {
            throw MigrationException.refused(subject, "there is no folder " + folder, "create it first");
        }
        if (!Files.isDirectory(folder)) {
            throw MigrationException.refused(subject, folder + " is not a folder", "choose another path");
        }
        return folder;
    }

    /** Refuses what is not there or cannot be read. What it holds is for SQLite to say, see {@link #checkContent}. */
    static void checkReadable(Path path, String subject) {
        if (Files.isDirectory(path)) {
            throw MigrationException.refused(subject, "it is a folder", "give the name of a file in it");
        }
        if (!Files.exists(path)) {
            throw MigrationException.refused(subject, "no such file", "check the path");
        }
        checkKind(path, subject);
    }

    private static void checkKind(Path path, String subject) {
        if (!Files.isRegularFile(path)) {
            throw MigrationException.refused(subject, "it is not a regular file", "choose another path");
        }
        if (!Files.isReadable(path)) {
            throw unreadable(subject);
        }
    }

    /**
     * Refuses what is not a SQLite file. Only for a file that this process has no connection to, because closing any
     * descriptor of a file gives up all locks that the process has on it: that is how POSIX locks work.
     */
    static void checkContent(Path path, String subject) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(MAGIC.length);
            if (start.length > 0 && !Arrays.equals(start, MAGIC)) {
                throw MigrationException.refused(subject, "it is not a SQLite file", "choose another file name");
            }
        } catch (IOException e) {
            throw unreadable(subject);
        }
    }

    private static MigrationException unreadable(String subject) {
        return MigrationException.refused(subject, "the file cannot be read", "make it readable");
    }
}
