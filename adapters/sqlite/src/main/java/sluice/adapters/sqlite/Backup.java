package sluice.adapters.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A copy of a sink as it was before a run wrote to it. It lies beside the sink, and the sink remembers it with its run,
 * so that the run can be undone.
 *
 * @param name of the file, which lies in the sink's folder
 * @param madeAt Unix milliseconds
 * @param sha256 of the whole file, in hexadecimal digits
 */
record Backup(String name, long madeAt, long bytes, String sha256) {
    /** Sluice's own tables about the way back. They may be missing: an older Sluice did not make them. */
    static final List<String> TABLES = List.of("sluice_return", "sluice_count");

    /**
     * Makes one of a file that holds something; only for the holder of its lease. Others may use the file meanwhile.
     * Throws {@link sluice.protocol.MigrationException}, as a fault that somebody has to act on, when there is no room
     * or the file is damaged; then nothing is left behind.
     */
    static Backup take(Path sink, InstantSource clock, Consumer<Duplicate.Step> after) {
        String subject = "cannot back up " + SqliteAddress.show(sink.toString()) + " before writing to it";
        long now = clock.millis();
        try (Database source = Database.forReading(sink)) {
            Beside.sweep(sink);
            Path file = Beside.unused(sink, Beside.Kind.BACKUP, InstantSource.fixed(clock.instant()));
            Duplicate.Made made = Duplicate.make(source, sink, file, subject, after);
            return new Backup(String.valueOf(file.getFileName()), now, made.bytes(), made.sha256());
        } catch (SQLException e) {
            throw Faults.told(subject, sink, e);
        } catch (IOException e) {
            throw Duplicate.told(subject, e);
        }
    }

    static Backup take(Path sink, InstantSource clock) {
        return take(sink, clock, step -> {});
    }

    /**
     * Whether a file holds something that a run which stands in it did not make, or that was written since that run
     * ended.
     */
    static boolean isDue(Database sink) throws SQLException {
        return holdsForeign(sink) || isInUse(sink);
    }

    /** Whether a file holds tables or views that a run which stands in it did not make. */
    static boolean holdsForeign(Database sink) throws SQLException {
        Set<String> ours = Creations.in(sink);
        return Census.texts(sink, "SELECT tbl_name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
                .stream()
                .anyMatch(table -> !ours.contains(table.toLowerCase(Locale.ROOT)));
    }

    private static boolean isInUse(Database sink) throws SQLException {
        Optional<Runs.Stored> latest = new Runs(sink).latest();
        if (latest.isEmpty()) {
            return false;
        }
        String run = latest.get().run().id();
        return SinkState.switchedAt(sink, run).isPresent()
                || !Losses.since(sink, run).isEmpty();
    }

    /** Remembers it with a run; becomes durable with the transaction that is open. */
    void record(Database sink, String run) throws SQLException {
        sink.script("sluice-return.sql");
        sink.update(
                "INSERT OR REPLACE INTO sluice_return(run, backup, backup_at, backup_bytes, backup_sha256)"
                        + " VALUES (?, ?, ?, ?, ?)",
                run,
                name,
                madeAt,
                bytes,
                sha256);
    }

    /** What was made before a run, if anything was. */
    static Optional<Backup> of(Database sink, String run) throws SQLException {
        if (!sink.has("table", "sluice_return")) {
            return Optional.empty();
        }
        try (PreparedStatement select =
                sink.prepare("SELECT backup, backup_at, backup_bytes, backup_sha256 FROM sluice_return WHERE run = ?"
                        + " AND backup IS NOT NULL")) {
            Database.bind(select, run);
            try (ResultSet found = select.executeQuery()) {
                return found.next()
                        ? Optional.of(
                                new Backup(found.getString(1), found.getLong(2), found.getLong(3), found.getString(4)))
                        : Optional.empty();
            }
        }
    }

    /** Takes it away again, where the run that it was made for never began. */
    void giveUp(Path sink) {
        try {
            Files.deleteIfExists(Objects.requireNonNull(sink.getParent()).resolve(name));
        } catch (IOException leftBehind) {
            // A backup too many does no harm.
        }
    }

    /** For a report. */
    String note() {
        return String.format(
                Locale.ROOT, "what the sink held before was copied to %s (%,d bytes): sluice rollback", name, bytes);
    }
}
