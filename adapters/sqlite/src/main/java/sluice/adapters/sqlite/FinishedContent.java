package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import sluice.protocol.Key;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;
import sluice.protocol.SinkReader.Addresses;

/** The tables of a finished plan: nothing in them says which key a row came from. */
record FinishedContent(Database database, Runs.Stored run, String subject) implements Content {
    /** How many keys the run brought, by its books. */
    @Override
    public long rows() throws SQLException {
        return database.number("SELECT sum(written) FROM sluice_checkpoint");
    }

    @Override
    public Optional<Addresses> addresses() {
        throw refused();
    }

    @Override
    public void scan(Addresses range, Consumer<Row> rows) {
        throw refused();
    }

    @Override
    public void read(List<Key> keys, Consumer<Row> rows) {
        throw refused();
    }

    private MigrationException refused() {
        return MigrationException.refused(
                subject,
                "its tables are those of a plan, and only the plan tells which key a row came from",
                "compare it with sluice verify --plan");
    }

    @Override
    public List<String> damage(boolean sealed, Runnable beforeStep) throws SQLException {
        return Damage.in(database, run.layout(), false, beforeStep);
    }

    @Override
    public void close() {}
}
