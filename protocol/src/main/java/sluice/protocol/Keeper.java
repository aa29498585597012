package sluice.protocol;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Looks after a sink between its runs: its backups, the way back, and when a product switched to it. Belongs to one
 * thread. Every method throws {@link MigrationException} for what a user can mend.
 */
public interface Keeper {
    /** The copies of the sink as it was before its runs, newest first; each is read as a whole. Changes nothing. */
    List<Copy> backups();

    /** Looks at what it means to put a backup back; the newest where null. Refuses one that is damaged or another's. */
    Undoing restore(@Nullable String backup);

    /** Looks at what it means to undo the latest run. Refuses where there is none, or where it cannot be undone. */
    Undoing rollback();

    /** Records that a product switched to what the latest run left; {@link SinkReader#switchedAt} tells it. */
    void switched(long atMillis);

    /**
     * A copy of the sink.
     *
     * @param run the run that it was made before; empty where the sink does not remember
     * @param flaw what is wrong with it; empty when it is sound
     */
    record Copy(String name, long madeAtMillis, long bytes, String run, String flaw) {}

    /** Something that was looked at and can be done. Keeps other runs out of the sink until it is closed. */
    interface Undoing extends AutoCloseable {
        Prospect prospect();

        /**
         * Does it: wholly or, whenever it is interrupted, so that the sink is as it was.
         *
         * @param keep whether what is replaced stays as a file beside the sink
         * @return the name of that file; empty where nothing was kept
         */
        Optional<String> carryOut(boolean keep);

        @Override
        void close();
    }

    /**
     * What will be done and lost.
     *
     * @param deed what is done, as a sentence without its full stop: "puts back app.db.backup-…"
     * @param run the run that stands in the sink; null where there is none, or it cannot be read
     * @param losses tables that have another number of rows than when the run ended, or were not there
     * @param remarks what a person should know besides
     */
    record Prospect(
            String deed, @Nullable RunRecord run, OptionalLong switchedAt, List<Loss> losses, List<String> remarks) {
        public Prospect {
            losses = List.copyOf(losses);
            remarks = List.copyOf(remarks);
        }
    }

    /** The rows of a table when the run ended and now; empty where there was or is no such table. */
    record Loss(String table, OptionalLong atEnd, OptionalLong now) {}
}
