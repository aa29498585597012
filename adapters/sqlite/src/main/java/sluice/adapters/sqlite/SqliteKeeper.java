package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Keeper;
import sluice.protocol.MigrationException;

/** Looks after one SQLite file and what lies beside it. */
final class SqliteKeeper implements Keeper {
    private final Path sink;
    private final String name;
    private final InstantSource clock;
    private final Consumer<Exchange.Step> after;

    private SqliteKeeper(Path sink, String name, InstantSource clock, Consumer<Exchange.Step> after) {
        this.sink = sink;
        this.name = name;
        this.clock = clock;
        this.after = after;
    }

    /** @param after is told each step of an exchange, and may throw */
    static SqliteKeeper of(String uri, InstantSource clock, Consumer<Exchange.Step> after) {
        String name = SqliteAddress.show(uri);
        Path sink = SinkFile.meantBy(SqliteAddress.path(uri), "cannot look after " + name);
        return new SqliteKeeper(sink, name, clock, after);
    }

    @Override
    public List<Keeper.Copy> backups() {
        String subject = "cannot list the backups of " + name;
        try {
            SinkFile.checkReadableFolder(sink, subject);
            Map<String, Recorded> recorded = recorded();
            List<Keeper.Copy> backups = new ArrayList<>();
            for (Path file : Beside.all(sink, Beside.Kind.BACKUP)) {
                String fileName = String.valueOf(file.getFileName());
                long madeAt = Beside.madeAt(sink, Beside.Kind.BACKUP, file).orElse(0);
                Recorded known = recorded.get(fileName);
                backups.add(new Keeper.Copy(
                        fileName, madeAt, Files.size(file), known == null ? "" : known.run(), flaw(file, known)));
            }
            return backups;
        } catch (IOException e) {
            throw Duplicate.told(subject, e);
        }
    }

    /** What the sink remembers of a backup. */
    private record Recorded(String run, Backup backup) {}

    /** By file name; nothing where the sink cannot say. */
    private Map<String, Recorded> recorded() {
        Map<String, Recorded> recorded = new HashMap<>();
        if (!SinkFile.hasContent(sink)) {
            return recorded;
        }
        try (Database database = Database.forLooking(sink)) {
            for (Runs.Stored run : new Runs(database).all()) {
                String id = run.run().id();
                Backup.of(database, id).ifPresent(backup -> recorded.put(backup.name(), new Recorded(id, backup)));
            }
        } catch (SQLException unreadable) {
            // What is wrong with the sink is for others to tell: backups are there for that case.
        }
        return recorded;
    }

    private static String flaw(Path file, @Nullable Recorded known) throws IOException {
        String flaw = Soundness.flaw(file);
        if (!flaw.isEmpty() || known == null || known.backup().sha256().equals(Duplicate.sha256(file))) {
            return flaw;
        }
        return "it is not the file that was made before run " + known.run();
    }

    @Override
    public Undoing restore(@Nullable String backup) {
        String subject = "cannot restore " + name;
        SinkFile.checkFolder(sink, subject);
        Lease lease = Lease.take(sink, subject);
        try {
            Path file = backup == null ? newest(subject) : named(backup, subject);
            String flaw = flaw(file, recorded().get(String.valueOf(file.getFileName())));
            if (!flaw.isEmpty()) {
                throw MigrationException.refused(
                        subject, file + " is damaged: " + flaw, "choose another: sluice backups " + sink);
            }
            return new Restoration(lease, state(subject), exchange(subject), file, Duplicate.sha256(file));
        } catch (IOException e) {
            lease.close();
            throw Duplicate.told(subject, e);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private SinkState state(String subject) {
        return SinkState.of(sink, subject);
    }

    private Exchange exchange(String subject) {
        return new Exchange(sink, subject, clock, after);
    }

    private Path newest(String subject) throws IOException {
        List<Path> all = Beside.all(sink, Beside.Kind.BACKUP);
        if (all.isEmpty()) {
            throw MigrationException.refused(
                    subject,
                    "no backup of it lies in " + sink.getParent(),
                    "give one by its path, or copy the data again");
        }
        return all.getFirst();
    }

    /** As a path, as a name beside the sink, or as the moment that ends the name. */
    private Path named(String text, String subject) {
        Path file = List.of(
                        path(text, subject),
                        sink.resolveSibling(path(text, subject)),
                        Database.beside(sink, ".backup-" + text))
                .stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> MigrationException.refused(
                        subject, "there is no backup " + text, "see which there are: sluice backups " + sink));
        if (!Beside.isNamedAs(sink, Beside.Kind.BACKUP, file) && !Beside.isNamedAs(sink, Beside.Kind.REPLACED, file)) {
            throw MigrationException.refused(
                    subject,
                    file + " is no backup of it: its name does not begin with " + sink.getFileName() + ".backup-",
                    "see which there are: sluice backups " + sink);
        }
        return file.toAbsolutePath().normalize();
    }

    private static Path path(String text, String subject) {
        try {
            return Path.of(text);
        } catch (InvalidPathException invalid) {
            throw MigrationException.refused(subject, text + " is not a path", "give the name of a backup");
        }
    }

    @Override
    public Undoing rollback() {
        String subject = "cannot roll back " + name;
        SinkFile.checkFolder(sink, subject);
        Lease lease = Lease.take(sink, subject);
        try {
            return Rollback.of(lease, state(subject), exchange(subject), subject);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    @Override
    public void switched(long atMillis) {
        String subject = "cannot record the switch in " + name;
        SinkFile.checkReadable(sink, subject);
        SinkFile.checkWritable(sink, subject);
        try (Lease lease = Lease.take(sink, subject)) {
            SinkFile.checkContent(sink, subject);
            StagingFile.removeRetry(sink, subject);
            Faults.guarded(subject, sink, () -> {
                try (Database database = Database.forWriting(sink)) {
                    Optional<Runs.Stored> run = new Runs(database).latest();
                    if (run.isEmpty()) {
                        throw MigrationException.refused(subject, "it holds no run of Sluice", "check the path");
                    }
                    database.begin();
                    database.script("sluice-return.sql");
                    database.update(
                            "INSERT INTO sluice_return(run, switched_at) VALUES (?, ?)"
                                    + " ON CONFLICT(run) DO UPDATE SET switched_at = excluded.switched_at",
                            run.get().run().id(),
                            atMillis);
                    database.commit();
                }
                return lease;
            });
        }
    }
}
