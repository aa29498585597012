package sluice.protocol;

import java.util.List;
import java.util.Optional;

/**
 * Where rows go. Belongs to one thread. The order of calls is {@link #latest}, then {@link #begin} or {@link #resume},
 * {@link #write} and {@link #commit} in turn, {@link #seal}, {@link #finish}. Every method throws
 * {@link MigrationException} for what a user can mend; after any failure only {@link #close} may follow.
 */
public interface Sink extends AutoCloseable {
    /** The run that stands in the sink, or nothing when no run ever did. */
    Optional<RunRecord> latest();

    /** Forgets the run that stands here, its rejects and all tables of the layout that it made. */
    void forget();

    /** Makes the tables and records the run and its partitions, durably. Refuses tables that are not Sluice's. */
    void begin(RunRecord run, Checkpoint start);

    /**
     * Takes up the unfinished run: removes keys that were not complete, records the new attempt, and says where it
     * stands. With {@code checkpoint} given by {@link #begin} and each {@link #commit}, merged.
     */
    Checkpoint resume(RunRecord run);

    /**
     * Lands the rows; durable only with the next commit. Says which rows could not be written: each is kept with its
     * bytes, and reported here once, when its key closes (its {@code payload} is null). Never throws for a row that
     * fails by itself. When a key opens while another of the same partition is not complete (a reader began again),
     * what was landed of the incomplete one is removed.
     */
    List<Reject> write(Batch batch);

    /** Makes everything written so far and this checkpoint durable, together or not at all. */
    void commit(Checkpoint changes);

    /**
     * Removes double rows and double rejects (the newest reading stays), builds indexes, analyses and checks. Can be
     * called again after it was interrupted, and does nothing when the sink is sealed already.
     */
    SealResult seal(Doubles doubles);

    /** Records the end of the run. Whatever was not durable is now, and the sink can be copied as it lies. */
    void finish(String status, long finishedAt, String report);

    /** What a person should know of what was done to the sink in the run that stands here: where a backup lies. */
    default List<String> notes() {
        return List.of();
    }

    /** How many bytes wait to be moved from the sink's log to its place; 0 where there is no such thing. */
    long logBytes();

    /**
     * Makes a running {@link #seal} end soon with a {@link MigrationException}; it can be called again later. The only
     * method that other threads may call.
     */
    default void interrupt() {}

    /** Releases everything. What was not committed is given up. */
    @Override
    void close();

    /** Who keeps the books while double rows are removed. */
    interface Doubles {
        /** Whether there can be any; false saves looking for them. */
        boolean possible();

        /** A row, or a slice of one, is about to be removed from what this partition wrote. */
        void removed(int partition, Row row);

        /** What {@link #removed} told is taken back: after all, the row stands in the sink's tables. */
        default void restored(int partition, Row row) {}

        /** A reject of a key that was rejected again later is about to be removed: it had been booked as rejected. */
        void rejectedTwice(int partition, Key key, Kind kind);

        /**
         * Records of this key lost to others of the same identity, or were merged with them; told once for a key, and
         * only counted. A key of which nothing stays in the sink's tables is told by {@link #removed} besides.
         *
         * @param how for people: which table, which identity, and which key stays there
         */
        default void collided(int partition, Key key, Kind kind, String how) {}

        /**
         * Records of this key name rows that are not there; told once for a key, and only counted.
         *
         * @param how for people: which table names what
         */
        default void orphaned(int partition, Key key, Kind kind, String how) {}

        /** A written row, or a slice of one, is about to be removed from the tables, and has become a reject. */
        default void rejected(int partition, Row row) {}

        /** The checkpoint that takes the removals into account; becomes durable with them. */
        Checkpoint settled();
    }

    /** How the sealing went; {@code integrity} is {@code ok} or what the sink's own check found. */
    record SealResult(double seconds, String integrity) {}
}
