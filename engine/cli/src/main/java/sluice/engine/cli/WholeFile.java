package sluice.engine.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import sluice.protocol.MigrationException;

/**
 * A file that is written as a whole or not at all, so that who waits for it never reads half. It is written beside its
 * place and moved there. What a killed process had begun is removed by the next one; whoever writes holds a lock.
 *
 * @param what it holds, for messages: "the report"
 * @param option which names it on the command line
 */
record WholeFile(Path path, String what, String option) {
    private static final String SUFFIX = ".part";

    /** Refuses a file that could not be written in the end, before anything has begun. */
    void check() {
        if (Files.isDirectory(path)) {
            throw MigrationException.refused(subject(), "it is a folder", "give the name of a file");
        }
        Path probe = neighbour();
        try {
            Files.createFile(probe);
            Files.delete(probe);
            removeLeft();
        } catch (IOException e) {
            throw MigrationException.refused(
                    subject(), IoReason.of(e), "give " + option + " a file in a folder that exists and can be written");
        }
    }

    /** {@code hint} says what to do when that fails. */
    void write(String text, String hint) {
        Path unfinished = neighbour();
        try (FileChannel channel =
                        FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                FileLock writing = channel.lock()) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(writing.isValid());
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            unfinished.toFile().delete();
            throw MigrationException.failed(subject(), IoReason.of(e), hint, e);
        }
    }

    private void removeLeft() throws IOException {
        String prefix = "." + path.getFileName() + ".";
        try (DirectoryStream<Path> left = Files.newDirectoryStream(
                path.toAbsolutePath().getParent(),
                file -> isPart(file.getFileName().toString(), prefix))) {
            for (Path part : left) {
                removeUnlessWritten(part);
            }
        }
    }

    private static boolean isPart(String name, String prefix) {
        return name.startsWith(prefix) && name.endsWith(SUFFIX);
    }

    private static void removeUnlessWritten(Path part) {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException | OverlappingFileLockException inUse) {
            // Another process is at it, or may not be hindered: it is in nobody's way.
        }
    }

    private String subject() {
        return "cannot write " + what + " to " + path;
    }

    private Path neighbour() {
        return path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + SUFFIX);
    }
}
