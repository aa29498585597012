package sluice.engine.simulation;

/** Mistakes that an engine could make, planted to see whether a simulation finds them. */
enum Bug {
    NONE,
    /** The checkpoint becomes durable one commit before the rows that it covers. */
    CHECKPOINT_BEFORE_ROWS,
    /** A reader takes an acknowledgement of an earlier epoch for one of its own. */
    STALE_ACK_ACCEPTED,
    /** The last batch of a partition is never written. */
    LAST_BATCH_LOST,
    /** A resume goes on one batch behind where it should. */
    RESUMES_ONE_BATCH_LATE,
    /** The seal does not remove what landed twice. */
    DOUBLE_ROW_KEPT,
    /** A resume counts once more what the plan's keyspaces ignored before. */
    IGNORED_COUNTED_TWICE,
    /** What landed twice leaves the books of its partition, and stays in those of its keyspace. */
    KEYSPACE_NOT_TAKEN_BACK
}
