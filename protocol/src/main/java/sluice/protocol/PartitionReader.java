package sluice.protocol;

/** Reads one partition, batch by batch. Belongs to one thread at a time. */
public interface PartitionReader extends AutoCloseable {
    /**
     * The next batch; may be without rows. After the batch that says {@code last} it is not called again.
     *
     * @throws MigrationException when reading fails; {@link MigrationException.Fault#TRANSIENT} when a new reader from
     *     the last cursor may succeed
     */
    Batch next();

    @Override
    void close();
}
