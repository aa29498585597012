package sluice.adapters.contract;

/** What a test does just before a {@link MemorySink} acts, most often: throw. Called on the sink's own thread. */
@FunctionalInterface
public interface Interference {
    Interference NONE = moment -> {};

    void before(Moment moment);

    /** What the sink is about to do. */
    enum Moment {
        WRITE,
        COMMIT,
        SEAL,
        /** In the middle of a seal: double rows are gone, durably. */
        INDEX,
        FINISH
    }
}
