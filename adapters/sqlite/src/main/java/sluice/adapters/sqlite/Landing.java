package sluice.adapters.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Row;

/** Appends rows to the tables of one layout. Nothing is certain to be written before {@link #flush}. */
interface Landing extends AutoCloseable {
    /** Why the layout cannot hold this row; null when it can. */
    @Nullable
    String objection(Row row);

    /** Appends a row, or a slice of one, under an id; slices are counted from 0. */
    void land(long id, int slice, Row row) throws SQLException;

    /** Ends a key that came in slices. */
    void close(long id, Row last) throws SQLException;

    void flush() throws SQLException;

    @Override
    void close() throws SQLException;
}
