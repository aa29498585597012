package sluice.adapters.contract;

import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import sluice.protocol.Checkpoint;
import sluice.protocol.Key;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkReader;

/** Reads what is committed in a {@link MemoryStore}; the slices come as they were written, double elements removed. */
public final class MemorySinkReader implements SinkReader {
    private final MemoryStore store;

    public MemorySinkReader(MemoryStore store) {
        this.store = store;
    }

    @Override
    public List<RunRecord> runs() {
        return store.run().stream().toList();
    }

    @Override
    public Checkpoint checkpoint() {
        return store.checkpoint();
    }

    @Override
    public void rejects(Consumer<Reject> rejects) {
        store.rejects().forEach(rejects);
    }

    @Override
    public Optional<Addresses> addresses() {
        NavigableMap<Long, MemoryStore.Landed> rows = store.rows();
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Addresses(rows.firstKey(), rows.lastKey()));
    }

    @Override
    public long rows() {
        return store.rows().size();
    }

    @Override
    public void scan(Addresses range, Consumer<Row> rows) {
        store.rows()
                .subMap(range.first(), true, range.last(), true)
                .forEach((id, landed) -> give(id, landed.slices(), rows));
    }

    @Override
    public void read(List<Key> keys, Consumer<Row> rows) {
        Set<Key> wanted = new HashSet<>(keys);
        store.rows().forEach((id, landed) -> {
            if (wanted.contains(landed.slices().getFirst().key())) {
                give(id, landed.slices(), rows);
            }
        });
    }

    private static void give(long id, List<Row> slices, Consumer<Row> rows) {
        for (Row slice : Elements.withoutDoubles(slices)) {
            rows.accept(new Row(slice.key(), slice.value(), slice.expiresAt(), id, slice.part()));
        }
    }

    @Override
    public void close() {}
}
