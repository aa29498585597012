package sluice.engine.runtime;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Ledger;
import sluice.engine.core.Mapper;
import sluice.engine.core.RowDigest;
import sluice.engine.core.RowDigester;
import sluice.engine.core.Sample;
import sluice.engine.core.Settlement;
import sluice.engine.core.Standings;
import sluice.protocol.Checkpoint;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Partition;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink;
import sluice.protocol.Tally;

/**
 * The writer's bookkeeping while rows land: standings and ledger beside the rows, and whom to acknowledge when they are
 * durable. Mutable; belongs to the writer's thread.
 */
final class Landing {
    /**
     * What a commit made durable.
     *
     * @param digests of the rows that may be drawn for the sample
     */
    record Commit(
            Map<ActorRef<? super Reader.Acked>, Reader.Acked> acks,
            List<RowDigest> digests,
            Tally total,
            long bytes,
            long nanos,
            long logBytes) {}

    private final Sink sink;
    private final Standings standings;
    private final Ledger ledger;
    private final boolean digested;
    private final @Nullable Mapper mapper;
    /** What the verifier would not draw need not be kept until a commit. */
    private final Sample drawn = new Sample(Sample.SIZE);

    private Map<ActorRef<? super Reader.Acked>, Reader.Acked> unacked = new LinkedHashMap<>();
    private List<RowDigest> landed = new ArrayList<>();
    /** Drawn rows that the seal took away, by the hash of their key. */
    private final Map<Long, RowDigest> gone = new HashMap<>();

    private final Settlement settlement = new Settlement();
    private long uncommittedBytes;

    /** @param mapper of the plan, or null without one */
    Landing(Sink sink, Checkpoint checkpoint, boolean digested, @Nullable Mapper mapper) {
        this.sink = sink;
        this.mapper = mapper;
        this.standings = new Standings(checkpoint);
        this.ledger = Ledger.of(checkpoint.ledger());
        this.digested = digested;
        if (!digested) {
            ledger.giveUpDigests();
        }
        if (mapper != null) {
            ledger.keyspaces().planned(mapper.keyspaces());
        }
    }

    static Landing begin(
            Sink sink, RunRecord run, List<Partition> partitions, boolean digested, @Nullable Mapper mapper) {
        Ledger ledger = new Ledger();
        if (!digested) {
            ledger.giveUpDigests();
        }
        Checkpoint start = Standings.start(partitions, ledger.toBytes());
        sink.begin(run, start);
        return new Landing(sink, start, digested, mapper);
    }

    /** Partitions that are all drained need not begin again: nothing is left to ask their cursors. */
    void beginAgain() {
        if (standings.undrained().isEmpty()) {
            return;
        }
        standings.beginAgain();
        ledger.keyspaces().readAgain();
        sink.commit(standings.takeChanges(ledger.toBytes()));
    }

    void extend(List<Partition> partitions) {
        standings.extend(partitions);
        ledger.keyspaces().readAgain();
        sink.commit(standings.takeChanges(ledger.toBytes()));
    }

    boolean isClean() {
        return unacked.isEmpty();
    }

    long uncommittedBytes() {
        return uncommittedBytes;
    }

    void write(Writer.Write write) {
        List<Reject> rejects = sink.write(write.batch());
        standings.wrote(write.batch(), rejects.size());
        book(write, rejects.isEmpty() ? Set.of() : keysOf(rejects));
        uncommittedBytes += write.batch().bytes();
        unacked.merge(write.replyTo(), ackOf(write), Landing::together);
    }

    private void book(Writer.Write write, Set<Key> rejected) {
        for (Row row : write.batch().rows()) {
            if (row.part().closes()) {
                bookRow(row, rejected);
            }
        }
        write.batch().aside().forEach(ledger.keyspaces()::aside);
        for (RowDigest digest : write.digests()) {
            if (rejected.isEmpty() || !rejected.contains(digest.key())) {
                ledger.add(digest);
                if (drawn.offer(digest)) {
                    landed.add(digest);
                }
            }
        }
    }

    private void bookRow(Row row, Set<Key> rejected) {
        if (!rejected.isEmpty() && rejected.contains(row.key())) {
            ledger.keyspaces().rejected(row.key(), row.keyspace());
        } else {
            ledger.keyspaces().written(row.key(), row.keyspace());
        }
    }

    private static Set<Key> keysOf(List<Reject> rejects) {
        Set<Key> keys = new HashSet<>();
        rejects.forEach(reject -> keys.add(reject.key()));
        return keys;
    }

    private static Reader.Acked ackOf(Writer.Write write) {
        return new Reader.Acked(
                write.epoch(), 1, write.batch().bytes(), write.batch().next());
    }

    private static Reader.Acked together(Reader.Acked before, Reader.Acked next) {
        return new Reader.Acked(
                next.epoch(), before.batches() + next.batches(), before.bytes() + next.bytes(), next.cursor());
    }

    Commit commit() {
        long begun = System.nanoTime();
        sink.commit(standings.takeChanges(ledger.toBytes()));
        Commit commit = new Commit(
                unacked, landed, standings.total(), uncommittedBytes, System.nanoTime() - begun, sink.logBytes());
        unacked = new LinkedHashMap<>();
        landed = new ArrayList<>();
        uncommittedBytes = 0;
        return commit;
    }

    /** What the seal found, and settled. */
    Settlement settlement() {
        return settlement;
    }

    /** What was drawn, and does not stand after the seal. */
    List<RowDigest> gone() {
        return List.copyOf(gone.values());
    }

    Sink.SealResult seal(boolean doublesPossible) {
        return sink.seal(new Settling(doublesPossible));
    }

    Books books() {
        return new Books(standings.checkpoint(ledger.toBytes()));
    }

    private int keyspaceOf(Key key, Kind kind) {
        return mapper == null ? Row.NO_KEYSPACE : mapper.keyspaceOf(key, kind);
    }

    /** Takes removed doubles back out of the books. */
    private final class Settling implements Sink.Doubles {
        private final RowDigester digester = new RowDigester();
        private final boolean possible;

        Settling(boolean possible) {
            this.possible = possible;
        }

        @Override
        public boolean possible() {
            return possible;
        }

        @Override
        public void removed(int partition, Row row) {
            RowDigest digest = digester.add(row);
            if (digest == null) {
                return;
            }
            standings.doubled(partition);
            ledger.keyspaces()
                    .doubled(row.key(), keyspaceOf(row.key(), row.value().kind()));
            if (digested) {
                ledger.remove(digest);
            }
            // Of a key that was read twice the newer reading stays, which may be the same.
            if (!possible || !drawn.isWhole()) {
                leave(digest);
            }
        }

        private void leave(RowDigest digest) {
            if (drawn.remove(digest)) {
                gone.put(digest.keyHash(), digest);
            }
        }

        @Override
        public void restored(int partition, Row row) {
            RowDigest digest = digester.add(row);
            if (digest == null) {
                return;
            }
            standings.restored(partition);
            ledger.keyspaces()
                    .restored(row.key(), keyspaceOf(row.key(), row.value().kind()));
            if (digested) {
                ledger.add(digest);
            }
            if (gone.remove(digest.keyHash(), digest)) {
                drawn.offer(digest);
            }
        }

        @Override
        public void rejected(int partition, Row row) {
            RowDigest digest = digester.add(row);
            if (digest == null) {
                return;
            }
            standings.rejected(partition);
            ledger.keyspaces()
                    .rejectedAfterAll(
                            row.key(), keyspaceOf(row.key(), row.value().kind()));
            if (digested) {
                ledger.remove(digest);
            }
            leave(digest);
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
        public void rejectedTwice(int partition, Key key, Kind kind) {
            standings.rejectedTwice(partition);
            ledger.keyspaces().rejectedTwice(key, keyspaceOf(key, kind));
        }

        @Override
        public Checkpoint settled() {
            return standings.takeChanges(ledger.toBytes());
        }
    }
}
