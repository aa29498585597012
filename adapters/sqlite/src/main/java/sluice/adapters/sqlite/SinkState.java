package sluice.adapters.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Keeper.Loss;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;

/**
 * What there is to know of a sink before something is undone in it.
 *
 * @param run its latest run; null where there is none, or the file cannot be read
 * @param backup what was made before that run
 * @param losses what was written since that run ended
 * @param counted whether that can be told
 * @param merged tables of others that the run wrote into
 * @param foreign whether the file holds something that Sluice did not make, or was there before it
 * @param unreadable why the file cannot be read; empty where it can, or is not there
 */
record SinkState(
        Path sink,
        @Nullable RunRecord run,
        Optional<Backup> backup,
        OptionalLong switchedAt,
        List<Loss> losses,
        boolean counted,
        List<String> merged,
        boolean foreign,
        String unreadable) {
    SinkState {
        losses = List.copyOf(losses);
        merged = List.copyOf(merged);
    }

    static SinkState of(Path sink, String subject) {
        if (!SinkFile.hasContent(sink)) {
            return without(sink, "");
        }
        try (Database database = opened(sink)) {
            new Runs(database).check(subject);
            Optional<Runs.Stored> latest = new Runs(database).latest();
            boolean foreign = Backup.holdsForeign(database) || new PlanTables(database).fileWasThere();
            if (latest.isEmpty()) {
                return new SinkState(
                        sink, null, Optional.empty(), OptionalLong.empty(), List.of(), false, List.of(), foreign, "");
            }
            RunRecord run = latest.get().run();
            return new SinkState(
                    sink,
                    run,
                    Backup.of(database, run.id()),
                    switchedAt(database, run.id()),
                    Losses.since(database, run.id()),
                    Losses.areKnown(database, run.id()),
                    Creations.merged(database),
                    foreign,
                    "");
        } catch (SQLException e) {
            if (!Faults.isDamage(e)) {
                throw Faults.told(subject, sink, e);
            }
            return without(sink, Faults.reason(e));
        }
    }

    /** A log that waits may be all that a killed program left: it stays as it is until something is done. */
    private static Database opened(Path sink) throws SQLException {
        boolean logWaits = Database.beside(sink, "-wal").toFile().length() > 0;
        return logWaits ? Database.forLooking(sink) : Database.forReading(sink);
    }

    private static SinkState without(Path sink, String unreadable) {
        return new SinkState(
                sink, null, Optional.empty(), OptionalLong.empty(), List.of(), false, List.of(), false, unreadable);
    }

    boolean isThere() {
        return Files.exists(sink);
    }

    /** What a person should know before it is undone. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        String file = String.valueOf(sink.getFileName());
        if (!unreadable.isEmpty()) {
            remarks.add(file + " cannot be read: " + unreadable);
        } else if (!isThere()) {
            remarks.add("there is no " + file + " now");
        } else if (run == null) {
            remarks.add(file + " holds no run of Sluice: what was written into it lately cannot be told");
        } else if (run.phase() != Phase.FINISHED) {
            remarks.add("run " + run.id() + " has not finished");
        } else if (!counted) {
            remarks.add("run " + run.id() + " did not count its rows: what was written since cannot be told");
        }
        return remarks;
    }

    static OptionalLong switchedAt(Database database, String run) throws SQLException {
        long at = database.has("table", "sluice_return")
                ? database.number("SELECT switched_at FROM sluice_return WHERE run = ?", run)
                : 0;
        return at == 0 ? OptionalLong.empty() : OptionalLong.of(at);
    }
}
