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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;
import sluice.protocol.RowDifference;
import sluice.protocol.Schema;
import sluice.protocol.SinkSettings;
import sluice.protocol.SinkTrial;

/**
 * A folder beside the sink, on the same disk, with a file in it that stands for the sink. What killed processes left is
 * swept up by the next trial there; whoever uses one holds a lock.
 */
final class SqliteTrial implements SinkTrial {
    private static final String PREFIX = ".sluice-trial-";
    /** No sink is called so. */
    private static final String LOCK = PREFIX + "lock";
    /** Ends in the name of the sink, or of what lies beside it. */
    private static final Pattern INSIDE =
            Pattern.compile("/" + Pattern.quote(PREFIX) + "\\d+(/[^/]+?)(" + Pattern.quote(StagingFile.SUFFIX) + ")?$");

    private final Path sink;
    private final Schema schema;
    private final Path folder;
    private final Path file;
    private final FileChannel channel;
    private final List<String> remarks = new ArrayList<>();
    private volatile @Nullable Database comparing;

    private SqliteTrial(Path sink, Schema schema, Path folder, Path file, FileChannel channel) {
        this.sink = sink;
        this.schema = schema;
        this.folder = folder;
        this.file = file;
        this.channel = channel;
    }

    static SqliteTrial open(SinkSettings settings, Content content) {
        String subject = "cannot try out " + SqliteAddress.show(settings.uri());
        Path sink = SinkFile.meantBy(SqliteAddress.path(settings.uri()), subject);
        SinkFile.checkWritable(sink, subject);
        Schema schema = Objects.requireNonNullElse(settings.schema(), new Schema(List.of()));
        SqliteTrial trial = null;
        try {
            Path beside = Objects.requireNonNull(sink.getParent());
            sweep(beside);
            Path folder = Files.createTempDirectory(beside, PREFIX);
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            trial = new SqliteTrial(sink, schema, folder, folder.resolve(sink.getFileName()), channel);
            trial.lock();
            trial.fill(content, subject);
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

    private void fill(Content content, String subject) throws SQLException, IOException {
        if (!SinkFile.hasContent(sink)) {
            return;
        }
        switch (content) {
            case EVERYTHING -> copy(sink, subject);
            case BEFORE -> {
                if (schema.tables().stream().anyMatch(table -> table.existing() != Schema.Existing.REFUSE)) {
                    fillAsBefore(subject);
                }
            }
        }
    }

    private void copy(Path from, String subject) throws SQLException, IOException {
        try (Database source = Database.forReading(from)) {
            copy(source, subject);
        }
    }

    private void copy(Database source, String subject) throws SQLException, IOException {
        Room.forCopy(source, file, subject);
        source.copyTo(file);
    }

    /** The backup of the latest run is what it found. Without one, what it wrote is replaced by the trial's run. */
    private void fillAsBefore(String subject) throws SQLException, IOException {
        Optional<Path> backup;
        try (Database source = Database.forReading(sink)) {
            backup = backup(source);
        }
        if (backup.isPresent()) {
            try (Database source = Database.asItLies(backup.get())) {
                copy(source, subject);
            }
        } else {
            remarks.add("there is no backup of what the run found: in tables that were there before it, rows that the"
                    + " plan keeps as they are cannot be told from rows that were changed since");
            copy(sink, subject);
        }
    }

    /** Where it lies as it was made. */
    private Optional<Path> backup(Database source) throws SQLException, IOException {
        Optional<Runs.Stored> run = new Runs(source).latest();
        Optional<Backup> made = run.isEmpty()
                ? Optional.empty()
                : Backup.of(source, run.get().run().id());
        if (made.isEmpty()) {
            return Optional.empty();
        }
        Path lies = sink.resolveSibling(made.get().name());
        return Files.exists(lies) && Duplicate.sha256(lies).equals(made.get().sha256())
                ? Optional.of(lies)
                : Optional.empty();
    }

    /** Whether a file stands for another: then what landed in it is not removed when its run has finished. */
    static boolean isTrial(Path file) {
        Path folder = file.getParent();
        return folder != null && String.valueOf(folder.getFileName()).startsWith(PREFIX);
    }

    /** For people: the address of the sink where one is given that stands for it. */
    static String meantBy(String address) {
        Matcher inside = INSIDE.matcher(address);
        return inside.find() ? address.substring(0, inside.start()) + inside.group(1) : address;
    }

    @Override
    public List<String> remarks() {
        return List.copyOf(remarks);
    }

    @Override
    public Compared compare(Consumer<RowDifference> each) {
        String subject = "cannot compare the tables of " + SqliteAddress.show(sink.toString());
        return Faults.guarded(subject, sink, () -> {
            try (Database trial = Database.forWriting(file)) {
                comparing = trial;
                PlanComparison.attach(trial, sink, StagingFile.of(file));
                return new PlanComparison(trial, schema, subject, each).run();
            } finally {
                comparing = null;
            }
        });
    }

    @Override
    public void interrupt() {
        Database running = comparing;
        if (running != null) {
            Faults.guarded("cannot stop comparing", sink, () -> {
                running.interrupt();
                return this;
            });
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
