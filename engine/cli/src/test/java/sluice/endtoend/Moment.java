package sluice.endtoend;

/** Where in a run a process can be killed, as it is told from outside. */
enum Moment {
    /** The sink does not know of this attempt yet. */
    OPENING,
    LANDING,
    /** The log was growing: rows and checkpoint were on their way into the file. */
    COMMITTING,
    SEALING,
    VERIFYING,
    /** The sink says that the run has finished, and the process still lives. */
    REPORTING
}
