package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What Sluice made in a file: its own tables, and the tables and views of the run that stands there. */
final class Creations {
    private Creations() {}

    /** Tables that stood there before a run of a plan, and that it wrote into. */
    static List<String> merged(Database database) throws SQLException {
        return database.has("table", PlanTables.TABLE)
                ? Census.texts(
                        database, "SELECT name FROM sluice_table WHERE NOT made AND type = 'table' ORDER BY name")
                : List.of();
    }

    /** Names of tables and views, in lower case: SQL does not tell cases apart. */
    static Set<String> in(Database database) throws SQLException {
        Set<String> names = new LinkedHashSet<>(own(database));
        Optional<Runs.Stored> run = new Runs(database).latest();
        if (run.isPresent()) {
            names.addAll(of(run.get()));
        }
        return names;
    }

    /** Sluice's own: they are there as soon as a run is. */
    private static Set<String> own(Database database) throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        if (new Runs(database).exists()) {
            names.addAll(Tables.OWN);
            names.addAll(Backup.TABLES);
            names.add(PlanTables.TABLE);
        }
        return names;
    }

    private static Set<String> of(Runs.Stored run) {
        Set<String> names = new LinkedHashSet<>();
        run.layout().tables().forEach(table -> names.add(table.toLowerCase(Locale.ROOT)));
        run.layout().views().forEach(view -> names.add(view.toLowerCase(Locale.ROOT)));
        return names;
    }
}
