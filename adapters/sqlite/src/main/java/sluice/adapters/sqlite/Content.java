package sluice.adapters.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import sluice.protocol.Key;
import sluice.protocol.Row;
import sluice.protocol.SinkReader.Addresses;

/** The rows of a sink, as its layout keeps them. */
interface Content extends AutoCloseable {
    long rows() throws SQLException;

    Optional<Addresses> addresses() throws SQLException;

    void scan(Addresses range, Consumer<Row> rows) throws SQLException;

    void read(List<Key> keys, Consumer<Row> rows) throws SQLException;

    /** The first findings; what is done before each step may throw. */
    List<String> damage(boolean sealed, Runnable beforeStep) throws SQLException;

    @Override
    void close() throws SQLException;
}
