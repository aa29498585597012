package sluice.adapters.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;

/**
 * Makes a copy of a SQLite file beside it: of one moment, whatever others write meanwhile, log included. The copy gets
 * its name when it is whole, checked and on the disk; before that it is called {@code .partial}, and nothing is left of
 * it where something goes wrong.
 */
final class Duplicate {
    private final Path original;
    private final Path target;
    private final Path partial;
    private final String subject;
    private final Consumer<Step> after;

    private Duplicate(Path original, Path target, String subject, Consumer<Step> after) {
        this.original = original;
        this.target = target;
        this.partial = Database.beside(target, Beside.PARTIAL);
        this.subject = subject;
        this.after = after;
    }

    /** The steps of making one, in their order. */
    enum Step {
        COPIED,
        CHECKED,
        SYNCED,
        PLACED
    }

    /** A copy that stands. */
    record Made(Path file, long bytes, String sha256, Census census) {}

    /**
     * @param source a connection to the original, not in a transaction
     * @param subject what is told when it fails
     */
    static Made make(Database source, Path original, Path target, String subject, Consumer<Step> after) {
        Duplicate duplicate = new Duplicate(original, target, subject, after);
        try {
            return duplicate.make(source);
        } catch (SQLException e) {
            throw Faults.told(subject, original, e);
        } catch (IOException e) {
            throw told(subject, e);
        }
    }

    static MigrationException told(String subject, IOException e) {
        String reason = e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e instanceof NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
        String where = e instanceof FileSystemException file && file.getFile() != null ? file.getFile() + ": " : "";
        return MigrationException.failed(
                subject,
                (where + reason).toLowerCase(Locale.ROOT).equals(reason) ? reason : where + reason,
                "check the folder and its disk, then run the same command again",
                e);
    }

    private Made make(Database source) throws SQLException, IOException {
        try {
            Census expected = copy(source);
            step(Step.COPIED);
            check(expected, source);
            step(Step.CHECKED);
            likeTheOriginal();
            sync(partial);
            Made made = new Made(target, Files.size(partial), sha256(partial), expected);
            step(Step.SYNCED);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(target);
            step(Step.PLACED);
            return made;
        } finally {
            Files.deleteIfExists(partial);
            Files.deleteIfExists(Database.beside(partial, "-journal"));
        }
    }

    private void step(Step step) {
        after.accept(step);
    }

    /** In one read transaction: others may go on writing where the file has a log, and wait where it has none. */
    private Census copy(Database source) throws SQLException, IOException {
        createForMeOnly();
        source.run("BEGIN");
        try {
            checkRoom(source);
            source.copyTo(partial);
            return Census.of(source);
        } finally {
            source.run("ROLLBACK");
        }
    }

    /** Nobody else may read it before it has the permissions of the original. */
    private void createForMeOnly() throws IOException {
        Files.deleteIfExists(partial);
        if (posix(original) == null) {
            Files.createFile(partial);
        } else {
            Files.createFile(
                    partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    private void checkRoom(Database source) throws SQLException, IOException {
        Room.forCopy(source, target, subject);
    }

    private void check(Census expected, Database source) throws SQLException {
        try (Database copy = Database.asItLies(partial)) {
            String flaw = Soundness.flaw(copy);
            if (!flaw.isEmpty()) {
                boolean inherited = !Soundness.flaw(source).isEmpty();
                throw MigrationException.failed(
                        subject,
                        (inherited ? "the file itself is damaged (" : "the copy came out damaged (") + flaw + ")",
                        inherited ? "mend or restore it first" : "check the disk, then run the same command again",
                        null);
            }
            if (!Census.of(copy).equals(expected)) {
                throw MigrationException.failed(
                        subject, "the copy does not hold what the file holds", "check the disk", null);
            }
        }
    }

    /** Those who may read the original may read the copy; nobody is meant to write to it. */
    private void likeTheOriginal() throws IOException {
        PosixFileAttributes like = posix(original);
        if (like == null) {
            return;
        }
        Set<PosixFilePermission> readers = EnumSet.copyOf(like.permissions());
        readers.retainAll(EnumSet.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ));
        take(partial, like, readers);
    }

    /** Gives a file an owner, where we may, and permissions. */
    static void take(Path file, PosixFileAttributes like, Set<PosixFilePermission> permissions) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            view.setGroup(like.group());
            view.setOwner(like.owner());
        } catch (IOException notAllowed) {
            // Only root may give files away; it stays ours.
        }
        view.setPermissions(permissions);
    }

    /** Null where files have no such attributes. */
    static @Nullable PosixFileAttributes posix(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view == null ? null : view.readAttributes();
    }

    static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** What the folder says becomes durable too, where folders can be asked for that. */
    static void syncFolder(Path file) {
        try {
            sync(Objects.requireNonNull(file.getParent()));
        } catch (IOException notHere) {
            // Some systems do not open folders; theirs are durable in their own time.
        }
    }

    /** Of a file that this process has no connection to. */
    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
