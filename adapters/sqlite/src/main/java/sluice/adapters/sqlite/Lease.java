package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;

/**
 * The right to write to a file, held by one sink at a time. The operating system keeps it, on a file beside the
 * database, and gives it back when the process dies, however it dies.
 */
final class Lease implements AutoCloseable {
    /** What its file is called behind the database's name. */
    static final String SUFFIX = ".sluice-lock";

    private static final int TRIES = 100;

    /**
     * Files taken by this process. Asked first: closing a second channel of a file would give up the lock that the
     * first one holds, for that is how POSIX locks work.
     */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path lockFile;
    private final FileChannel channel;
    private final @Nullable Object identity;

    private Lease(Path lockFile, FileChannel channel, @Nullable Object identity) {
        this.lockFile = lockFile;
        this.channel = channel;
        this.identity = identity;
    }

    /** Takes the right to write; refused while another has it, or where no file can be made beside the database. */
    static Lease take(Path database, String subject) {
        try {
            Path lockFile = Database.beside(real(database), SUFFIX);
            if (!TAKEN.add(lockFile)) {
                throw busy(subject);
            }
            Lease lease = null;
            try {
                lease = lock(lockFile, subject);
                return lease;
            } finally {
                if (lease == null) {
                    TAKEN.remove(lockFile);
                }
            }
        } catch (IOException e) {
            String folder = String.valueOf(database.getParent());
            throw MigrationException.refused(
                    subject,
                    "the folder " + folder + " cannot be written",
                    "make it writable, or choose another folder");
        }
    }

    /** Whether this process holds the right to write to a file. */
    static boolean isHeldHere(Path database) {
        try {
            return TAKEN.contains(Database.beside(real(database), SUFFIX));
        } catch (IOException gone) {
            return false;
        }
    }

    private static Path real(Path database) throws IOException {
        return Files.exists(database)
                ? database.toRealPath()
                : Objects.requireNonNull(database.getParent())
                        .toRealPath()
                        .resolve(Objects.requireNonNull(database.getFileName()));
    }

    private static Lease lock(Path lockFile, String subject) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Lease lease = tryLock(lockFile, subject);
            if (lease != null) {
                return lease;
            }
        }
        throw busy(subject);
    }

    /** Null when its last holder removed the file between opening and locking: then the lock is worth nothing. */
    private static @Nullable Lease tryLock(Path lockFile, String subject) throws IOException {
        create(lockFile);
        FileChannel channel = null;
        boolean held = false;
        try {
            Object before = identity(lockFile);
            channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw busy(subject);
            }
            held = Objects.equals(before, identity(lockFile));
            return held ? new Lease(lockFile, channel, before) : null;
        } catch (NoSuchFileException removed) {
            return null;
        } finally {
            if (!held && channel != null) {
                channel.close();
            }
        }
    }

    private static void create(Path lockFile) throws IOException {
        try {
            Files.createFile(lockFile);
        } catch (FileAlreadyExistsException there) {
            // A killed process left it, or somebody holds it: the lock will tell.
        }
    }

    private static @Nullable Object identity(Path lockFile) throws IOException {
        return Files.readAttributes(lockFile, BasicFileAttributes.class).fileKey();
    }

    private static MigrationException busy(String subject) {
        return MigrationException.refused(
                subject, "another run is in progress on it", "wait for it to end, or stop it");
    }

    /**
     * Removes the file while it is still locked: whoever opened it meanwhile will see that it is gone. One that
     * was made in its place is another's lease.
     */
    @Override
    public void close() {
        try (channel) {
            if (Objects.equals(identity, identity(lockFile))) {
                Files.deleteIfExists(lockFile);
            }
        } catch (IOException leftBehind) {
            // A lock file without a lock hinders nobody.
        } finally {
            TAKEN.remove(lockFile);
        }
    }
}
