package sluice.adapters.sqlite;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;

/** The runs that a file remembers, newest first. */
final class Runs {
    /** Counted up when an older Sluice could not read the tables any more. */
    static final int SCHEMA_VERSION = 2;

    private static final String COLUMNS = """
        id, source, identity, fingerprint, layout, selected_db, selected_keys, phase, status, started_at,
        finished_at, attempts, report, db, integrity\
        """;

    private static final String TABLE = "sluice_run";
    private static final Pattern ID = Pattern.compile("[\\w-]{1,64}");
    private static final Pattern LAYOUT = Pattern.compile("native|redka|mapped|document");
    private static final Pattern PHASE =
            Pattern.compile(Stream.of(Phase.values()).map(Phase::name).collect(Collectors.joining("|")));

    private final Database database;

    Runs(Database database) {
        this.database = database;
    }

    /** A run with what only this sink needs to know of it. */
    record Stored(RunRecord run, int db, String integrity, Layout layout) {}

    /** Refuses a file whose run table was made by somebody else, or by a Sluice that we do not understand. */
    void check(String subject) throws SQLException {
        if (!exists()) {
            return;
        }
        if (database.number("SELECT count(*) FROM pragma_table_info('sluice_run') WHERE name = 'schema_version'")
                == 0) {
            throw MigrationException.refused(
                    subject,
                    "it holds a table sluice_run that Sluice did not make",
                    "choose another file or rename it");
        }
        long version = database.number("SELECT max(schema_version) FROM sluice_run");
        if (version > SCHEMA_VERSION) {
            throw MigrationException.refused(
                    subject,
                    "it was made by a newer Sluice (schema version " + version + ", this one knows " + SCHEMA_VERSION
                            + ")",
                    "update Sluice, or choose another file");
        }
    }

    boolean exists() throws SQLException {
        return database.has("table", "sluice_run");
    }

    List<Stored> all() throws SQLException {
        List<Stored> runs = new ArrayList<>();
        if (!exists()) {
            return runs;
        }
        String sql = "SELECT " + COLUMNS + " FROM sluice_run ORDER BY started_at DESC, rowid DESC";
        try (PreparedStatement select = database.prepare(sql);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                runs.add(stored(found));
            }
        }
        return runs;
    }

    Optional<Stored> latest() throws SQLException {
        return all().stream().findFirst();
    }

    private Stored stored(ResultSet found) throws SQLException {
        RunRecord run = new RunRecord(
                matching(ID, found, 1, "id"),
                DamagedTableException.text(found, 2, TABLE, "source"),
                DamagedTableException.text(found, 3, TABLE, "identity"),
                DamagedTableException.text(found, 4, TABLE, "fingerprint"),
                matching(LAYOUT, found, 5, "layout"),
                found.getString(6),
                found.getString(7),
                Phase.valueOf(matching(PHASE, found, 8, "phase")),
                matching(ID, found, 9, "status"),
                DamagedTableException.count(found, 10, TABLE, "started_at"),
                DamagedTableException.count(found, 11, TABLE, "finished_at"),
                (int) DamagedTableException.count(found, 12, TABLE, "attempts"),
                found.getString(13));
        Layout layout = Layout.isOfPlan(run.layout()) ? layoutOfPlan() : Layout.named(run.layout());
        return new Stored(run, found.getInt(14), Objects.requireNonNullElse(found.getString(15), ""), layout);
    }

    /** A plan's run stands in a staging file first, and in the sink in the end. */
    private Layout layoutOfPlan() throws SQLException {
        if (database.has("table", "sluice_stage_table")) {
            return Layout.staged(Stage.all(database));
        }
        PlanTables made = new PlanTables(database);
        return Layout.made(made.names("table"), made.names("view"));
    }

    private static String matching(Pattern form, ResultSet found, int index, String column) throws SQLException {
        String text = DamagedTableException.text(found, index, TABLE, column);
        if (!form.matcher(text).matches()) {
            throw DamagedTableException.holds(TABLE, column, text);
        }
        return text;
    }

    void insert(RunRecord run, int db) throws SQLException {
        database.update(
                """
                INSERT INTO sluice_run(id, source, identity, fingerprint, layout, selected_db, selected_keys, phase,
                    status, started_at, finished_at, attempts, report, db, ledger, proof, schema_version,
                    application_version)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, x'', 0, ?, ?)\
                """,
                run.id(),
                run.source(),
                run.identity(),
                run.fingerprint(),
                run.layout(),
                run.db(),
                run.match(),
                run.phase().name(),
                run.status(),
                run.startedAt(),
                run.finishedAt(),
                run.attempts(),
                run.report(),
                db,
                SCHEMA_VERSION,
                applicationVersion());
    }

    /** A new attempt; the phase stays as it stands. */
    void update(RunRecord run) throws SQLException {
        database.update(
                "UPDATE sluice_run SET identity = ?, status = ?, attempts = ?, finished_at = ?, report = ? WHERE id ="
                        + " ?",
                run.identity(),
                run.status(),
                run.attempts(),
                run.finishedAt(),
                run.report(),
                run.id());
    }

    /** What changes when rejects of a finished run were tried again. */
    void retried(RunRecord run) throws SQLException {
        database.update(
                "UPDATE sluice_run SET fingerprint = ?, report = ? WHERE id = ?",
                run.fingerprint(),
                run.report(),
                run.id());
    }

    void enter(String id, Phase phase) throws SQLException {
        database.update("UPDATE sluice_run SET phase = ? WHERE id = ?", phase.name(), id);
    }

    void sealed(String id, String integrity) throws SQLException {
        database.update(
                "UPDATE sluice_run SET phase = ?, integrity = ? WHERE id = ?", Phase.SEALED.name(), integrity, id);
    }

    void finish(String id, String status, long finishedAt, String report) throws SQLException {
        database.update(
                "UPDATE sluice_run SET status = ?, finished_at = ?, report = ? WHERE id = ?",
                status,
                finishedAt,
                report,
                id);
    }

    private static String applicationVersion() {
        return Objects.requireNonNullElse(Runs.class.getPackage().getImplementationVersion(), "unknown");
    }
}
