package sluice.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads what stands in a sink, on a connection of its own, and never writes. Belongs to one thread at a time. */
public interface SinkReader extends AutoCloseable {
    /** All runs, newest first. */
    List<RunRecord> runs();

    /** The checkpoint of the latest run. */
    Checkpoint checkpoint();

    /** All rejects of the latest run, slice by slice, with their payloads. */
    void rejects(Consumer<Reject> rejects);

    /** When a product switched to what the latest run left, in Unix milliseconds; empty when nobody said so. */
    default OptionalLong switchedAt() {
        return OptionalLong.empty();
    }

    /** How many rows there are. */
    long rows();

    /** The smallest and largest address of a row; empty when there are no rows. */
    Optional<Addresses> addresses();

    /**
     * Gives the rows whose address lies in the range, in that order, whole or in slices; their origin is the address.
     * Ranges that do not overlap may be read side by side by several readers.
     */
    void scan(Addresses range, Consumer<Row> rows);

    /**
     * Gives the rows of these keys, as {@link #scan} does; keys that are not there are passed over. Sealed sinks only.
     */
    void read(List<Key> keys, Consumer<Row> rows);

    /**
     * Reads the whole sink and says what is wrong with it as such, whatever its rows say: what cannot be read, an index
     * that disagrees with its table, parts that belong to no row. The first findings; empty when nothing is wrong, or
     * where there is nothing to look at.
     */
    default List<String> damage() {
        return List.of();
    }

    /**
     * Makes a {@link #damage} that runs or comes end soon with a {@link MigrationException}. The only method that other
     * threads may call, as long as the reader is open.
     */
    default void interrupt() {}

    @Override
    void close();

    /** A closed range of row addresses. */
    record Addresses(long first, long last) {}
}
