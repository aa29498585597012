package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import sluice.protocol.Key;
import sluice.protocol.Row;
import sluice.protocol.SinkReader.Addresses;

/** Rows in the tables that they landed in. */
final class LandedContent implements Content {
    private final Database database;
    private final Layout layout;
    private final RowScan scan;

    LandedContent(Database database, Runs.Stored run) throws SQLException {
        this.database = database;
        this.layout = run.layout();
        this.scan = new RowScan(database, layout, run.db());
    }

    @Override
    public long rows() throws SQLException {
        return database.number(layout.countOfKeys());
    }

    @Override
    public Optional<Addresses> addresses() throws SQLException {
        return addresses(database, layout);
    }

    static Optional<Addresses> addresses(Database database, Layout layout) throws SQLException {
        long first = database.number("SELECT min(id) FROM " + layout.keyTable());
        long last = database.number("SELECT max(id) FROM " + layout.keyTable());
        return last == 0 ? Optional.empty() : Optional.of(new Addresses(first, last));
    }

    @Override
    public void scan(Addresses range, Consumer<Row> rows) throws SQLException {
        scan.scan(range.first(), range.last(), rows);
    }

    @Override
    public void read(List<Key> keys, Consumer<Row> rows) throws SQLException {
        for (Key key : keys) {
            OptionalLong id = scan.find(key);
            if (id.isPresent()) {
                scan.scan(id.getAsLong(), id.getAsLong(), rows);
            }
        }
    }

    @Override
    public List<String> damage(boolean sealed, Runnable beforeStep) throws SQLException {
        return Damage.in(database, layout, sealed, beforeStep);
    }

    @Override
    public void close() throws SQLException {
        scan.close();
    }
}
