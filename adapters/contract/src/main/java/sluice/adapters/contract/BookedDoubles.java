package sluice.adapters.contract;

import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Checkpoint;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Sink;

/** Remembers what a seal removed, and books it in the session that wrote it. */
public final class BookedDoubles implements Sink.Doubles {
    private final SinkSession session;
    private final boolean possible;
    private final List<Removed> removed = new ArrayList<>();
    private final List<Removed> rejected = new ArrayList<>();
    private final List<String> collided = new ArrayList<>();
    private final List<String> orphaned = new ArrayList<>();

    public BookedDoubles(SinkSession session, boolean possible) {
        this.session = session;
        this.possible = possible;
    }

    /** A slice that was removed from what a partition wrote. */
    public record Removed(int partition, Row row) {}

    @Override
    public boolean possible() {
        return possible;
    }

    @Override
    public void removed(int partition, Row row) {
        removed.add(new Removed(partition, row));
        session.removed(partition, row);
    }

    @Override
    public void restored(int partition, Row row) {
        removed.removeIf(gone -> gone.row().key().equals(row.key()));
        session.restored(partition, row);
    }

    @Override
    public void rejectedTwice(int partition, Key key, Kind kind) {
        session.rejectedTwice(partition);
    }

    @Override
    public void collided(int partition, Key key, Kind kind, String how) {
        collided.add(key + ": " + how);
    }

    @Override
    public void orphaned(int partition, Key key, Kind kind, String how) {
        orphaned.add(key + ": " + how);
    }

    @Override
    public void rejected(int partition, Row row) {
        rejected.add(new Removed(partition, row));
        session.rejected(partition, row);
    }

    @Override
    public Checkpoint settled() {
        return session.checkpoint();
    }

    public List<Removed> removed() {
        return removed;
    }

    /** The keys that were told to have lost a record, and how. */
    public List<String> collided() {
        return collided;
    }

    public List<String> orphaned() {
        return orphaned;
    }

    /** Rows that had been written, and became rejects. */
    public List<Removed> rejected() {
        return rejected;
    }
}
