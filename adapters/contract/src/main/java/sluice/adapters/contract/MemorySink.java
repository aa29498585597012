package sluice.adapters.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import sluice.adapters.contract.Interference.Moment;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.Key;
import sluice.protocol.Phase;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink;
import sluice.protocol.Value;

/**
 * A sink in memory that keeps every promise of the contract. What is committed stands in the {@link MemoryStore};
 * closing without a commit is a crash. An {@link Interference} can make any step fail.
 */
public final class MemorySink implements Sink {
    private final MemoryStore store;
    private final Interference interference;
    private final List<Consumer<MemoryStore>> uncommitted = new ArrayList<>();
    private final Map<Integer, Long> open = new HashMap<>();
    private final Map<Long, Integer> slicesOfOpen = new HashMap<>();
    private final Map<Long, String> rejectedBecause = new HashMap<>();
    private long nextId;
    private boolean closed;

    /** Takes the store; throws when another sink has it. */
    public MemorySink(MemoryStore store, Interference interference) {
        store.take("memory:");
        this.store = store;
        this.interference = interference;
        this.nextId = store.lastId() + 1;
    }

    @Override
    public Optional<RunRecord> latest() {
        return store.run();
    }

    @Override
    public void forget() {
        store.clear();
    }

    @Override
    public void begin(RunRecord run, Checkpoint start) {
        store.record(run);
        store.record(start);
    }

    @Override
    public Checkpoint resume(RunRecord run) {
        store.removePartialKeys();
        store.record(run);
        nextId = store.lastId() + 1;
        return store.checkpoint();
    }

    @Override
    public List<Reject> write(Batch batch) {
        interference.before(Moment.WRITE);
        List<Reject> rejects = new ArrayList<>();
        for (Row row : batch.rows()) {
            write(batch.partition(), row, rejects);
        }
        return rejects;
    }

    private void write(int partition, Row row, List<Reject> rejects) {
        Long abandoned = row.part().opens() ? open.remove(partition) : null;
        if (abandoned != null) {
            uncommitted.add(s -> s.remove(abandoned));
        }
        long id = row.part().opens() ? nextId++ : openIn(partition, row);
        int slice = slicesOfOpen.merge(id, 1, Integer::sum) - 1;
        object(id, slice, row);
        String reason = rejectedBecause.get(id);
        if (reason == null) {
            uncommitted.add(s -> s.land(id, partition, row));
        } else {
            reject(id, partition, row, reason, slice, rejects);
        }
        if (row.part().closes()) {
            open.remove(partition);
            slicesOfOpen.remove(id);
            rejectedBecause.remove(id);
        } else {
            open.put(partition, id);
        }
    }

    private long openIn(int partition, Row row) {
        Long id = open.get(partition);
        if (id == null) {
            throw new IllegalStateException(row.part() + " of " + row.key() + " without its beginning");
        }
        return id;
    }

    /** A slice that does not fit takes those before it along. */
    private void object(long id, int slice, Row row) {
        String objection = switch (row.value()) {
            case Value.Undecodable undecodable -> undecodable.reason();
            case Value.Unfit unfit -> unfit.reason();
            default -> null;
        };
        if (objection != null && rejectedBecause.putIfAbsent(id, objection) == null && slice > 0) {
            uncommitted.add(s -> s.rejectLanded(id, objection));
        }
    }

    private void reject(long id, int partition, Row row, String reason, int slice, List<Reject> rejects) {
        Reject kept = MemoryStore.rejectOf(partition, row, reason, slice);
        uncommitted.add(s -> s.reject(id, partition, row, kept));
        if (row.part().closes()) {
            rejects.add(new Reject(
                    kept.key(),
                    kept.kind(),
                    kept.expiresAt(),
                    kept.origin(),
                    kept.reason(),
                    kept.encoding(),
                    null,
                    slice));
        }
    }

    @Override
    public void commit(Checkpoint changes) {
        interference.before(Moment.COMMIT);
        uncommitted.add(s -> s.record(changes));
        store.apply(uncommitted);
        uncommitted.clear();
    }

    @Override
    public SealResult seal(Doubles doubles) {
        interference.before(Moment.SEAL);
        if (doubles.possible() && phase() != Phase.SEALED) {
            Map<Key, Long> newest = new HashMap<>();
            store.rows().forEach((id, landed) -> {
                Long older = newest.put(landed.slices().getFirst().key(), id);
                if (older != null) {
                    MemoryStore.Landed gone =
                            Objects.requireNonNull(store.rows().get(older));
                    gone.slices().forEach(row -> doubles.removed(gone.partition(), row));
                    uncommitted.add(s -> s.remove(older));
                }
            });
            removeDoubleRejects(doubles);
            Checkpoint settled = doubles.settled();
            uncommitted.add(s -> s.record(settled));
            store.apply(uncommitted);
            uncommitted.clear();
        }
        interference.before(Moment.INDEX);
        uncommitted.add(s -> s.enter(Phase.SEALED));
        store.apply(uncommitted);
        uncommitted.clear();
        return new SealResult(0, "ok");
    }

    private void removeDoubleRejects(Doubles doubles) {
        Map<Key, Long> newest = new HashMap<>();
        store.rejected().forEach((id, rejected) -> {
            Key key = rejected.slices().getFirst().key();
            Long older = newest.put(key, id);
            if (older != null) {
                MemoryStore.Rejected gone =
                        Objects.requireNonNull(store.rejected().get(older));
                doubles.rejectedTwice(
                        gone.partition(), key, gone.slices().getFirst().kind());
                uncommitted.add(s -> s.remove(older));
            }
        });
    }

    private Phase phase() {
        return store.run().map(RunRecord::phase).orElse(Phase.LANDING);
    }

    @Override
    public void finish(String status, long finishedAt, String report) {
        interference.before(Moment.FINISH);
        store.record(store.run().orElseThrow().finished(status, finishedAt, report));
    }

    @Override
    public long logBytes() {
        return 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            store.release();
        }
    }
}
