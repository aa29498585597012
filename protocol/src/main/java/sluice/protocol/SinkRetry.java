package sluice.protocol;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tries the rejects of a finished run again. The order of calls is {@link #next} and {@link #write} in turn,
 * {@link #settle}, {@link #finish}; whatever ends before {@code finish} has ended leaves the sink as it was. Belongs to
 * one thread, and holds the sink until it is closed. Every method throws {@link MigrationException} for what a user can
 * mend.
 */
public interface SinkRetry extends AutoCloseable {
    /**
     * Rejects that are to be tried again.
     *
     * @param collided keys that open in the batch and that the books count as collided
     * @param orphaned keys that open in the batch and that the books count as orphaned
     */
    record Tried(Batch batch, Set<Key> collided, Set<Key> orphaned) {
        public Tried {
            collided = Set.copyOf(collided);
            orphaned = Set.copyOf(orphaned);
        }
    }

    /** The run whose rejects they are. */
    RunRecord run();

    /** The books of that run. */
    Checkpoint books();

    /** How many keys stay rejected without being tried, because the sink has no bytes of them that it can read. */
    long untried();

    /**
     * The next rejects, as rows in the order in which they came, under the partition that they are booked in; the one
     * that says {@code last} ends them. One whose bytes turn out to be damaged is {@link Value.Undecodable}.
     */
    Tried next();

    /** Takes rows of one {@link #next} as a run would. Rows of it that are left out leave the rejects. */
    List<Reject> write(Batch batch);

    /** Finds out what can stand beside what stands in the sink; from when it has ended nobody else writes there. */
    void settle(Sink.Doubles doubles);

    /**
     * Puts everything into the sink at once: the rows, the rejects that are left, the run's record and its books.
     *
     * @return the name of the backup that was made before; empty where none was
     */
    Optional<String> finish(RunRecord run, Checkpoint books);

    /** Gives up what was not finished. */
    @Override
    void close();
}
