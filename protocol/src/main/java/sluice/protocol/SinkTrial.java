package sluice.protocol;

import java.util.List;
import java.util.function.Consumer;

/**
 * A place that stands for a sink for a while: a run can be tried out there, through everything that the sink itself
 * would see of it, and nothing of it stays. Belongs to one thread, but for {@link #interrupt}.
 */
public interface SinkTrial extends AutoCloseable {
    /** What of the sink is there to begin with. */
    enum Content {
        /** What the latest run of the sink found there, as far as that is known: the plan's rows are added to it. */
        BEFORE,
        /** Everything. */
        EVERYTHING
    }

    /** The address of the place. */
    String uri();

    /** How many bytes it occupied when the last run there had finished; the most before that may have been more. */
    long bytes();

    /** How many bytes are free where the sink lies; {@link Row#UNKNOWN} where nobody can say. */
    long freeBytes();

    /** What a person should know of where the trial is not what it stands for. */
    default List<String> remarks() {
        return List.of();
    }

    /**
     * Compares what the run that finished here left with what stands in the sink, row by row and both ways: the tables
     * of the plan, and those of keys that no table took. In tables that were there before the plan only the rows that
     * the run wrote are looked at. Throws {@link MigrationException}.
     */
    default Compared compare(Consumer<RowDifference> each) {
        throw MigrationException.refused(
                "cannot compare with " + uri(), "this kind of sink cannot be compared by its tables", "use a copy");
    }

    /** Makes a running {@link #compare} end soon with a {@link MigrationException}. For any thread. */
    default void interrupt() {}

    /** How much was compared. */
    record Compared(int tables, long rows) {}

    /** Removes it with all that lies there. */
    @Override
    void close();
}
