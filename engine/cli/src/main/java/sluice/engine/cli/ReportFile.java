package sluice.engine.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import sluice.engine.core.Report;
import sluice.engine.runtime.ReportJson;
import sluice.protocol.MigrationException;

/** The report as a file: the whole of it or nothing, so that who waits for it never reads half. */
record ReportFile(Path path) {
    /** Refuses a file that could not be written in the end, before anything has begun. */
    void check() {
        if (Files.isDirectory(path)) {
            throw MigrationException.refused(subject(), "it is a folder", "give the name of a file");
        }
        Path probe = neighbour();
        try {
            Files.createFile(probe);
            Files.delete(probe);
        } catch (IOException e) {
            throw MigrationException.refused(
                    subject(), IoReason.of(e), "give --report a file in a folder that exists and can be written");
        }
    }

    void write(Report report) {
        Path unfinished = neighbour();
        try {
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer text = StandardCharsets.UTF_8.encode(ReportJson.write(report) + "\n");
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw MigrationException.failed(
                    subject(), IoReason.of(e), "the run itself is not affected; 'sluice status' tells of it", e);
        }
    }

    private String subject() {
        return "cannot write the report to " + path;
    }

    private Path neighbour() {
        return path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".part");
    }
}
