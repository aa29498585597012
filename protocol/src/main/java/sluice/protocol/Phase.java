package sluice.protocol;

/** How far a run has come, as it stands in the sink. */
public enum Phase {
    LANDING,
    SEALING,
    SEALED,
    FINISHED
}
