package sluice.adapters.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;
import sluice.protocol.Schema;
import sluice.protocol.SinkSettings;
import sluice.protocol.SinkTrial;

/**
 * A folder beside the sink, on the same disk, with a file in it that stands for the sink. What killed processes left is
 * swept up by the next trial there; whoever uses one holds a lock.
 */
final class SqliteTrial implements SinkTrial {
    private static final String PREFIX = ".sluice-trial-";
    private static final String LOCK = "lock";

    private final Path folder;
    private final Path file;
    private final FileChannel channel;

    private SqliteTrial(Path folder, Path file, FileChannel channel) {
        this.folder = folder;
        this.file = file;
        this.channel = channel;
    }

    static SqliteTrial open(SinkSettings settings, Content content) {
        String subject = "cannot try out " + SqliteAddress.show(settings.uri());
        Path sink = SinkFile.meantBy(SqliteAddress.path(settings.uri()), subject);
        SinkFile.checkWritable(sink, subject);
        SqliteTrial trial = null;
        try {
            Path beside = Objects.requireNonNull(sink.getParent());
            sweep(beside);
            Path folder = Files.createTempDirectory(beside, PREFIX);
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            trial = new SqliteTrial(folder, folder.resolve("trial.db"), channel);
            trial.lock();
            trial.fill(sink, settings.schema(), content);
            return trial;
        } catch (IOException e) {
            closeUnlessNull(trial);
            throw Duplicate.told(subject, e);
        } catch (SQLException e) {
            closeUnlessNull(trial);
            throw Faults.told(subject, sink, e);
        } catch (RuntimeException e) {
            closeUnlessNull(trial);
            throw e;
        }
    }

    private static void closeUnlessNull(@Nullable SqliteTrial trial) {
        if (trial != null) {
            trial.close();
        }
    }

    private void lock() throws IOException {
        if (channel.tryLock() == null) {
            throw new IOException(folder + " is in use");
        }
    }

    private void fill(Path sink, @Nullable Schema schema, Content content) throws SQLException {
        if (!SinkFile.hasContent(sink)) {
            return;
        }
        try (Database source = Database.forReading(sink)) {
            switch (content) {
                case EVERYTHING -> source.copyTo(file);
                case STRUCTURE -> copyStructure(source, schema == null ? List.of() : schema.tables());
            }
        }
    }

    /** The tables that were there before, with the indexes that make their rows unique. */
    private void copyStructure(Database source, List<Schema.Table> tables) throws SQLException {
        try (Database copy = Database.forWriting(file)) {
            for (Schema.Table table : tables) {
                if (table.existing() != Schema.Existing.REFUSE) {
                    copyStructure(source, copy, table.name());
                }
            }
        }
    }

    private static void copyStructure(Database source, Database copy, String table) throws SQLException {
        String made =
                source.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", table);
        if (made == null) {
            return;
        }
        copy.run(made);
        for (int i = 0; ; i++) {
            String index = source.text(
                    "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ? COLLATE"
                            + " NOCASE ORDER BY name LIMIT 1 OFFSET " + i,
                    table);
            if (index == null) {
                return;
            }
            copy.run(index);
        }
    }

    @Override
    public String uri() {
        return "sqlite:" + file;
    }

    @Override
    public long bytes() {
        return file.toFile().length();
    }

    @Override
    public long freeBytes() {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException unknown) {
            return Row.UNKNOWN;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            remove(folder);
        } catch (IOException e) {
            throw MigrationException.failed(
                    "cannot remove " + folder, String.valueOf(e.getMessage()), "remove it by hand", e);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void sweep(Path beside) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(beside, PREFIX + "*")) {
            for (Path folder : left) {
                removeUnlessUsed(folder);
            }
        }
    }

    private static void removeUnlessUsed(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                remove(folder);
            }
        } catch (IOException | OverlappingFileLockException inUse) {
            // Another process is at it, or may not be hindered: it is in nobody's way.
        }
    }
}
