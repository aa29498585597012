package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;

/**
 * Puts another file in a sink's place, or takes the sink away, by single renames: whenever the process is killed, the
 * sink is either what it was or what it is to be, and never missing in between.
 */
final class Exchange {
    private static final String[] LOGS = {"-wal", "-shm", "-journal"};

    private final Path sink;
    private final String subject;
    private final InstantSource clock;
    private final Consumer<Step> after;

    Exchange(Path sink, String subject, InstantSource clock, Consumer<Step> after) {
        this.sink = sink;
        this.subject = subject;
        this.clock = clock;
        this.after = after;
    }

    /** The steps, in their order. */
    enum Step {
        /** The other file lies ready under a name of its own. */
        READY,
        /** Nobody else can use the sink, and its log is folded in. */
        HELD,
        /** What stands in the sink's place has a second name. */
        KEPT,
        PLACED
    }

    /** Puts a copy of the file in the sink's place; says under which name what stood there is kept. */
    Optional<String> replaceBy(Path file, String sha256, boolean keep) {
        try {
            Beside.sweep(sink);
            Path ready = Database.beside(sink, Beside.RESTORING);
            try {
                copy(file, sha256, ready);
                after.accept(Step.READY);
                return place(ready, keep);
            } finally {
                Files.deleteIfExists(ready);
            }
        } catch (IOException e) {
            throw Duplicate.told(subject, e);
        }
    }

    private void copy(Path file, String sha256, Path ready) throws IOException {
        Room.forCopy(file.toFile().length(), ready, subject);
        Files.copy(file, ready, StandardCopyOption.REPLACE_EXISTING);
        likeTheSink(ready);
        Duplicate.sync(ready);
        if (!Duplicate.sha256(ready).equals(sha256)) {
            throw MigrationException.failed(
                    subject, "the copy of " + file + " is not as it should be", "check the disk", null);
        }
    }

    /** Whoever could use the sink can use what takes its place. */
    private void likeTheSink(Path ready) throws IOException {
        PosixFileAttributes like = Duplicate.posix(Files.exists(sink) ? sink : ready);
        if (like != null) {
            Set<PosixFilePermission> permissions = EnumSet.of(PosixFilePermission.OWNER_WRITE);
            permissions.addAll(like.permissions());
            Duplicate.take(ready, like, permissions);
        }
    }

    private Optional<String> place(Path ready, boolean keep) throws IOException {
        Path kept = keep && Files.exists(sink) ? Beside.unused(sink, Beside.Kind.REPLACED, clock) : null;
        Path standsAs = sink;
        Hold hold = Hold.on(sink, subject);
        try {
            after.accept(Step.HELD);
            if (kept != null) {
                link(kept);
            }
            moveLogs(kept == null ? Beside.unused(sink, Beside.Kind.REPLACED, clock) : kept);
            after.accept(Step.KEPT);
            Files.move(ready, sink, StandardCopyOption.ATOMIC_MOVE);
            standsAs = kept;
            Duplicate.syncFolder(sink);
            after.accept(Step.PLACED);
        } finally {
            hold.release(standsAs);
        }
        return name(kept);
    }

    private void link(Path kept) throws IOException {
        try {
            Files.createLink(kept, sink);
        } catch (UnsupportedOperationException | IOException noLinksHere) {
            // This gives the lock up that holds the sink; who writes to it now is told by SQLite that it has moved.
            Room.forCopy(sink.toFile().length(), kept, subject);
            Files.copy(sink, kept, StandardCopyOption.COPY_ATTRIBUTES);
            Duplicate.sync(kept);
        }
    }

    /** What is left of a log here belongs to a file that SQLite could not read, or to none. */
    private void moveLogs(Path place) throws IOException {
        for (String suffix : LOGS) {
            Path log = Database.beside(sink, suffix);
            if (Files.exists(log)) {
                Files.move(log, Database.beside(place, suffix), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    /** Makes a copy of what stands in the sink, under the name that it gives. */
    String keepACopy() {
        Path kept = Beside.unused(sink, Beside.Kind.REPLACED, clock);
        try (Database source = Database.forReading(sink)) {
            Beside.sweep(sink);
            Duplicate.make(source, sink, kept, subject, step -> {});
        } catch (SQLException e) {
            throw Faults.told(subject, sink, e);
        } catch (IOException e) {
            throw Duplicate.told(subject, e);
        }
        after.accept(Step.KEPT);
        return String.valueOf(kept.getFileName());
    }

    /** Takes the sink away; says under which name it is kept. */
    Optional<String> remove(boolean keep) {
        try {
            Beside.sweep(sink);
            Path kept = Beside.unused(sink, Beside.Kind.REPLACED, clock);
            Path standsAs = sink;
            Hold hold = Hold.on(sink, subject);
            try {
                after.accept(Step.HELD);
                moveLogs(kept);
                Files.move(sink, kept, StandardCopyOption.ATOMIC_MOVE);
                standsAs = kept;
                Duplicate.syncFolder(sink);
                after.accept(Step.PLACED);
            } finally {
                hold.release(standsAs);
            }
            return keep ? name(kept) : gone(kept);
        } catch (IOException e) {
            throw Duplicate.told(subject, e);
        }
    }

    private static Optional<String> gone(Path file) throws IOException {
        Files.delete(file);
        for (String suffix : LOGS) {
            Files.deleteIfExists(Database.beside(file, suffix));
        }
        return Optional.empty();
    }

    private static Optional<String> name(@Nullable Path file) {
        return Optional.ofNullable(file).map(path -> String.valueOf(path.getFileName()));
    }
}
