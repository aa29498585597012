package sluice.protocol;

/**
 * A place that stands for a sink for a while: a run can be tried out there, through everything that the sink itself
 * would see of it, and nothing of it stays. Belongs to one thread.
 */
public interface SinkTrial extends AutoCloseable {
    /** What of the sink is there to begin with. */
    enum Content {
        /** The tables that a plan adds to, without their rows. */
        STRUCTURE,
        /** Everything. */
        EVERYTHING
    }

    /** The address of the place. */
    String uri();

    /** How many bytes it occupied when the last run there had finished; the most before that may have been more. */
    long bytes();

    /** How many bytes are free where the sink lies; {@link Row#UNKNOWN} where nobody can say. */
    long freeBytes();

    /** Removes it with all that lies there. */
    @Override
    void close();
}
