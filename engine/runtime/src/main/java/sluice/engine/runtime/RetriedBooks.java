package sluice.engine.runtime;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Keyspaces.Fate;
import sluice.engine.core.Ledger;
import sluice.engine.core.Mapper;
import sluice.engine.core.RowDigest;
import sluice.engine.core.RowDigester;
import sluice.engine.core.Settlement;
import sluice.engine.core.Standings;
import sluice.protocol.Checkpoint;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Sink;

/** The books of a run while its rejects are tried again. Mutable; belongs to one thread. */
final class RetriedBooks implements Sink.Doubles {
    private final Standings standings;
    private final Ledger ledger;
    private final @Nullable Mapper mapper;
    private final Mapper.@Nullable Session session;
    private final Settlement settlement;
    private final RowDigester digester = new RowDigester();
    private long written;
    private long doubled;
    private long expired;
    private long ignored;

    /**
     * @param settlement what the report of the run says of it
     * @param samePlan whether the other rows were mapped as these are: only then do their digests go together
     */
    RetriedBooks(Checkpoint checkpoint, Settlement settlement, @Nullable Mapper mapper, boolean samePlan) {
        this.settlement = settlement;
        this.standings = new Standings(checkpoint);
        this.ledger = Ledger.of(checkpoint.ledger());
        this.mapper = mapper;
        this.session = mapper == null ? null : mapper.session();
        if (!samePlan) {
            ledger.giveUpDigests();
        }
        if (mapper != null) {
            ledger.keyspaces().planned(mapper.keyspaces());
        }
    }

    long written() {
        return written;
    }

    long doubled() {
        return doubled;
    }

    long expired() {
        return expired;
    }

    long ignored() {
        return ignored;
    }

    Ledger ledger() {
        return ledger;
    }

    Settlement settlement() {
        return settlement;
    }

    Checkpoint checkpoint() {
        return standings.checkpoint(ledger.toBytes());
    }

    private int keyspaceOf(Key key, Kind kind) {
        return mapper == null ? Row.NO_KEYSPACE : mapper.keyspaceOf(key, kind);
    }

    /** The row as the plan wants it; null where it does not. */
    @Nullable
    Row map(Row row) {
        return session == null ? row : session.map(row);
    }

    /** Whatever becomes of a reject now, it is counted as that, and not as what it was before. */
    void takeBack(Row row, boolean collided, boolean orphaned) {
        int keyspace = keyspaceOf(row.key(), row.value().kind());
        if (collided) {
            settlement.collidedTakenBack(row.key());
            ledger.keyspaces().collidedTakenBack(row.key(), keyspace);
        }
        if (orphaned) {
            settlement.orphanedTakenBack(row.key());
            ledger.keyspaces().orphanedTakenBack(row.key(), keyspace);
        }
    }

    /** A reject is not to be written at all. */
    void leave(int partition, Row row, boolean hasExpired) {
        int keyspace = keyspaceOf(row.key(), row.value().kind());
        ledger.keyspaces().retried(row.key(), keyspace, hasExpired ? Fate.EXPIRED : Fate.IGNORED);
        if (hasExpired) {
            standings.rejectExpired(partition);
            expired++;
        } else {
            standings.rejectUnread(partition);
            ignored++;
        }
    }

    /** A row was taken; or its key is rejected again. */
    void take(int partition, Row row, Set<Key> again) {
        RowDigest digest = digester.add(row);
        if (digest == null || again.contains(row.key())) {
            return;
        }
        standings.rejectWritten(partition);
        ledger.keyspaces().retried(row.key(), row.keyspace(), Fate.WRITTEN);
        ledger.add(digest);
        written++;
    }

    @Override
    public boolean possible() {
        return false;
    }

    @Override
    public void removed(int partition, Row row) {
        RowDigest digest = digester.add(row);
        if (digest == null) {
            return;
        }
        standings.doubled(partition);
        ledger.keyspaces().doubled(row.key(), keyspaceOf(row.key(), row.value().kind()));
        ledger.remove(digest);
        written--;
        doubled++;
    }

    @Override
    public void restored(int partition, Row row) {
        RowDigest digest = digester.add(row);
        if (digest == null) {
            return;
        }
        standings.restored(partition);
        ledger.keyspaces().restored(row.key(), keyspaceOf(row.key(), row.value().kind()));
        ledger.add(digest);
        written++;
        doubled--;
    }

    @Override
    public void rejected(int partition, Row row) {
        RowDigest digest = digester.add(row);
        if (digest == null) {
            return;
        }
        standings.rejected(partition);
        ledger.keyspaces()
                .rejectedAfterAll(row.key(), keyspaceOf(row.key(), row.value().kind()));
        ledger.remove(digest);
        written--;
    }

    @Override
    public void rejectedTwice(int partition, Key key, Kind kind) {
        throw new IllegalStateException("rejected twice: " + key);
    }

    @Override
    public void collided(int partition, Key key, Kind kind, String how) {
        settlement.collided(key, how);
        ledger.keyspaces().collided(key, keyspaceOf(key, kind));
    }

    @Override
    public void orphaned(int partition, Key key, Kind kind, String how) {
        settlement.orphaned(key, how);
        ledger.keyspaces().orphaned(key, keyspaceOf(key, kind));
    }

    @Override
    public Checkpoint settled() {
        return standings.takeChanges(ledger.toBytes());
    }
}
