package sluice.protocol;

import java.util.List;
import java.util.function.Consumer;

/**
 * Where rows come from. Only ever read. A source may be asked by several threads at a time; each
 * {@link PartitionReader} belongs to one. Every method throws {@link MigrationException} for what a user can mend.
 */
public interface Source extends AutoCloseable {
    KeyFilter EVERY_KEY = key -> true;

    SourceInfo info();

    /** What a checkpoint that was taken from an earlier incarnation of this source is still worth. */
    Continuation continuation(String earlierIdentity);

    /** Cuts the source into at most {@code wanted} partitions that cover every row; at least one. */
    List<Partition> partitions(int wanted);

    /** Reads a partition from a cursor on. Keys that are not wanted are passed over unread and uncounted. */
    PartitionReader read(Partition partition, Cursor from, KeyFilter wanted);

    /**
     * Reads rows again. Rows that are not there any more are not given; the order is free, slices stay together. A row
     * whose origin is unknown is found by its key, if need be by reading the source through; a selection
     * ({@code match}, {@code db}) does not matter here.
     */
    void lookup(List<Reference> references, Consumer<Row> rows);

    /**
     * Asked when all partitions are drained: empty when the source believes that {@code rowsRead} is everything, or
     * cannot tell; otherwise what is to be read once more, with ids from {@code firstId} on.
     */
    List<Partition> shortfall(long rowsRead, int firstId);

    @Override
    void close();

    /** What to do with an earlier checkpoint. */
    enum Continuation {
        /** Its cursors are still good. */
        GO_ON,
        /** Its cursors have died: every partition begins again, what was landed stays. */
        BEGIN_AGAIN,
        /** This is another source. */
        REFUSE
    }
}
