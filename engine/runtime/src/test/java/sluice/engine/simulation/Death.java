package sluice.engine.simulation;

/** The process is no more; whoever still runs in it achieves nothing. */
final class Death extends Error {
    private static final long serialVersionUID = 1;

    Death() {
        super("the process is dead", null, false, false);
    }
}
