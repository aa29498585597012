package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.protocol.MigrationException;

/** Makes the tables of a run, and takes them away again. Tables of others are left alone. */
final class Tables {
    /** Sluice's own. */
    static final List<String> OWN = List.of("sluice_run", "sluice_checkpoint", "sluice_reject", "sluice_landing");

    private final Database database;

    Tables(Database database) {
        this.database = database;
    }

    /** Refuses a file in which a name that the layout needs is taken already. */
    void checkFree(Layout layout, String subject) throws SQLException {
        Optional<Runs.Stored> run = new Runs(database).latest();
        if (run.isPresent()) {
            throw MigrationException.refused(
                    subject,
                    "it holds run " + run.get().run().id() + " already",
                    "resume that run, or start over with --fresh");
        }
        List<String> names = namesOf(layout);
        names.addAll(OWN);
        names.addAll(Backup.TABLES);
        checkFree(names, layout, subject);
    }

    /** Refuses before a run is forgotten what the next one, in this layout, would be refused for after it. */
    void checkFreeOnceForgotten(Layout next, String subject) throws SQLException {
        Optional<Runs.Stored> run = new Runs(database).latest();
        if (run.isPresent()) {
            List<String> names = namesOf(next);
            names.removeAll(namesOf(run.get().layout()));
            checkFree(names, next, subject);
        }
    }

    private static List<String> namesOf(Layout layout) {
        List<String> names = new ArrayList<>(layout.tables());
        names.addAll(layout.views());
        return names;
    }

    private void checkFree(List<String> names, Layout layout, String subject) throws SQLException {
        for (String name : names) {
            String type = database.text("SELECT type FROM sqlite_master WHERE name = ? COLLATE NOCASE", name);
            if (type != null) {
                throw MigrationException.refused(
                        subject,
                        "it holds a " + type + " " + name + " that Sluice did not make",
                        "choose another file or rename it");
            }
        }
        long version = database.number("PRAGMA user_version");
        if (!names.isEmpty() && layout.userVersion() != 0 && version != 0 && version != layout.userVersion()) {
            throw MigrationException.refused(
                    subject,
                    "its user_version is " + version + " and layout " + layout.word() + " needs "
                            + layout.userVersion(),
                    "choose another file");
        }
    }

    /** Makes Sluice's own tables. */
    void createOwn() throws SQLException {
        database.script("sluice-tables.sql");
    }

    /** Drops everything that the latest run made; when nothing else is left in the file, its pages go too. */
    void forget() throws SQLException {
        Optional<Runs.Stored> run = new Runs(database).latest();
        if (run.isEmpty()) {
            return;
        }
        database.begin();
        drop(run.get().layout());
        database.commit();
        if (database.number("SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'") == 0) {
            database.run("VACUUM");
        }
    }

    /** Within a transaction: drops what a run of this layout made, and what is on record of it. */
    void drop(Layout layout) throws SQLException {
        for (String view : layout.views()) {
            database.run("DROP VIEW IF EXISTS main." + Sql.quoted(view));
        }
        for (String table : layout.tables()) {
            database.run("DROP TABLE IF EXISTS main." + Sql.quoted(table));
        }
        for (String table : OWN) {
            database.run("DROP TABLE IF EXISTS main." + table);
        }
        for (String table : Backup.TABLES) {
            database.run("DROP TABLE IF EXISTS main." + table);
        }
        database.run("DROP TABLE IF EXISTS main." + PlanTables.TABLE);
        if (layout.userVersion() != 0) {
            database.run("PRAGMA user_version = 0");
        }
    }
}
