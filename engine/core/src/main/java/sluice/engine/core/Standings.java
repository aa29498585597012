package sluice.engine.core;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.Partition;
import sluice.protocol.Tally;

/**
 * Where every partition of a run stands, as the one who writes knows it, and which of them changed since the last
 * commit. Mutable; belongs to one thread.
 */
public final class Standings {
    private final Map<Integer, Standing> all;
    private final Map<Integer, Standing> changed = new LinkedHashMap<>();

    public Standings(Checkpoint checkpoint) {
        all = new TreeMap<>(checkpoint.partitions());
    }

    /** The standing of partitions of which nothing has been read. */
    public static Checkpoint start(Collection<Partition> partitions, byte[] ledger) {
        Map<Integer, Standing> standings = new TreeMap<>();
        for (Partition partition : partitions) {
            standings.put(partition.id(), new Standing(partition, partition.start(), Tally.ZERO, false));
        }
        return new Checkpoint(standings, ledger);
    }

    /** Adds partitions that came later. */
    public void extend(Collection<Partition> partitions) {
        for (Partition partition : partitions) {
            put(new Standing(partition, partition.start(), Tally.ZERO, false));
        }
    }

    /** Every partition begins again; the books go on, and what is read twice is doubled in the end. */
    public void beginAgain() {
        for (Standing standing : List.copyOf(all.values())) {
            put(new Standing(standing.partition(), standing.partition().start(), standing.tally(), false));
        }
    }

    /** Books a batch that was written, {@code rejected} of its closed rows as rejects. */
    public void wrote(Batch batch, int rejected) {
        Standing before = standing(batch.partition());
        Tally tally = before.tally()
                .plus(Tally.of(batch.closedRows() - rejected, rejected, batch.expired(), batch.contentBytes()));
        put(new Standing(before.partition(), batch.next(), tally, batch.last()));
    }

    /** Books a written row of the partition as an older reading of another. */
    public void doubled(int partition) {
        book(partition, Tally::withOneDoubled);
    }

    /** Books a doubled row of the partition as written again. */
    public void restored(int partition) {
        book(partition, Tally::withOneRestored);
    }

    /** Books a written row of the partition as a reject. */
    public void rejected(int partition) {
        book(partition, Tally::withOneRejected);
    }

    /** Books a reject of the partition as an older reading of another. */
    public void rejectedTwice(int partition) {
        book(partition, Tally::withOneRejectDoubled);
    }

    /** Books a reject of the partition as written after all. */
    public void rejectWritten(int partition) {
        book(partition, Tally::withOneRejectWritten);
    }

    /** Books a reject of the partition as expired. */
    public void rejectExpired(int partition) {
        book(partition, Tally::withOneRejectExpired);
    }

    /** A reject of the partition is not wanted any more, and was never read. */
    public void rejectUnread(int partition) {
        book(partition, Tally::withOneRejectUnread);
    }

    private void book(int partition, UnaryOperator<Tally> change) {
        Standing before = standing(partition);
        put(new Standing(before.partition(), before.cursor(), change.apply(before.tally()), before.drained()));
    }

    /** What changed since this was last asked, for the next commit. */
    public Checkpoint takeChanges(byte[] ledger) {
        Checkpoint changes = new Checkpoint(changed, ledger);
        changed.clear();
        return changes;
    }

    /** Everything, as a resume would find it. */
    public Checkpoint checkpoint(byte[] ledger) {
        return new Checkpoint(all, ledger);
    }

    public List<Standing> undrained() {
        return all.values().stream().filter(standing -> !standing.drained()).toList();
    }

    public Tally total() {
        return all.values().stream().map(Standing::tally).reduce(Tally.ZERO, Tally::plus);
    }

    private Standing standing(int partition) {
        Standing standing = all.get(partition);
        if (standing == null) {
            throw new IllegalArgumentException("partition " + partition + " is not part of this run");
        }
        return standing;
    }

    private void put(Standing standing) {
        all.put(standing.partition().id(), standing);
        changed.put(standing.partition().id(), standing);
    }
}
