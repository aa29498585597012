package sluice.adapters.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Checkpoint;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.MigrationException;
import sluice.protocol.Phase;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.Value;
import sluice.protocol.ValueCodec;

/** What of a {@link MemorySink} is durable: it outlives the sink, as a file outlives its process. Thread-safe. */
public final class MemoryStore {
    private final NavigableMap<Long, Landed> rows = new TreeMap<>();
    private final NavigableMap<Long, Rejected> rejects = new TreeMap<>();
    private final Map<Integer, Long> open = new TreeMap<>();
    private final Map<Integer, Standing> standings = new TreeMap<>();
    private byte[] ledger = new byte[0];
    private @Nullable RunRecord run;
    private boolean taken;

    /** The slices of one key, and who wrote them. */
    record Landed(int partition, List<Row> slices) {}

    /** The slices of one rejected key, and who brought them. */
    record Rejected(int partition, List<Reject> slices) {}

    synchronized void take(String uri) {
        if (taken) {
            throw MigrationException.refused(
                    "cannot open " + uri, "another run is in progress on it", "wait for it to end");
        }
        taken = true;
    }

    synchronized void release() {
        taken = false;
    }

    synchronized Optional<RunRecord> run() {
        return Optional.ofNullable(run);
    }

    synchronized Checkpoint checkpoint() {
        return new Checkpoint(standings, ledger);
    }

    synchronized void apply(List<Consumer<MemoryStore>> changes) {
        changes.forEach(change -> change.accept(this));
    }

    synchronized long lastId() {
        long lastRow = rows.isEmpty() ? 0 : rows.lastKey();
        return rejects.isEmpty() ? lastRow : Math.max(lastRow, rejects.lastKey());
    }

    synchronized NavigableMap<Long, Landed> rows() {
        return new TreeMap<>(rows);
    }

    synchronized List<Reject> rejects() {
        return rejects.values().stream()
                .flatMap(rejected -> rejected.slices.stream())
                .toList();
    }

    synchronized NavigableMap<Long, Rejected> rejected() {
        return new TreeMap<>(rejects);
    }

    synchronized void clear() {
        rows.clear();
        rejects.clear();
        open.clear();
        standings.clear();
        run = null;
    }

    synchronized void record(RunRecord newRun) {
        run = newRun;
    }

    synchronized void enter(Phase phase) {
        RunRecord r = Objects.requireNonNull(run, "no run was begun");
        run = r.at(phase);
    }

    synchronized void record(Checkpoint changes) {
        standings.putAll(changes.partitions());
        ledger = changes.ledger();
    }

    synchronized void land(long id, int partition, Row row) {
        rows.computeIfAbsent(id, absent -> new Landed(partition, new ArrayList<>()))
                .slices
                .add(row);
        note(id, partition, row);
    }

    synchronized void reject(long id, int partition, Row row, Reject reject) {
        rejects.computeIfAbsent(id, absent -> new Rejected(partition, new ArrayList<>()))
                .slices
                .add(reject);
        note(id, partition, row);
    }

    /** What has landed of a key becomes slices of a reject. */
    synchronized void rejectLanded(long id, String reason) {
        Landed landed = Objects.requireNonNull(rows.remove(id));
        for (int slice = 0; slice < landed.slices.size(); slice++) {
            Row row = landed.slices.get(slice);
            reject(id, landed.partition, row, rejectOf(landed.partition, row, reason, slice));
        }
    }

    static Reject rejectOf(int partition, Row row, String reason, int slice) {
        String origin = row.origin() >= 0 ? "offset " + row.origin() : "partition " + partition;
        Value raw = switch (row.value()) {
            case Value.Unfit unfit -> unfit.original();
            case Value.Mapped(var kind, var tuples, Value original) when original != null -> original;
            case Value.Mapped(var kind, var tuples, var none) ->
                throw new IllegalArgumentException("a mapped slice without its raw value");
            default -> row.value();
        };
        boolean undecodable = raw instanceof Value.Undecodable;
        byte[] payload =
                raw instanceof Value.Undecodable(var kind, byte[] bytes, var why) ? bytes : ValueCodec.encode(raw);
        return new Reject(
                row.key(),
                raw.kind(),
                row.expiresAt(),
                origin,
                reason,
                undecodable ? "raw" : ValueCodec.NAME,
                payload,
                slice);
    }

    private void note(long id, int partition, Row row) {
        if (row.part().closes()) {
            open.remove(partition);
        } else {
            open.put(partition, id);
        }
    }

    synchronized void remove(long id) {
        rows.remove(id);
        rejects.remove(id);
        open.values().remove(id);
    }

    synchronized void removePartialKeys() {
        List.copyOf(open.values()).forEach(this::remove);
    }
}
