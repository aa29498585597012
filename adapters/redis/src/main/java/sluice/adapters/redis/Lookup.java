package sluice.adapters.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Consumer;
import sluice.protocol.Reference;
import sluice.protocol.Row;
import sluice.protocol.SourceSettings;

/** Reads given keys again on a connection of its own. Belongs to one thread at a time. */
final class Lookup implements AutoCloseable {
    private final Wire wire;
    private final Appetite appetite;
    private final KeyReader reader;
    private boolean open = true;

    Lookup(Wire wire, ServerFacts facts, SourceSettings settings, Limits limits) {
        this.wire = wire;
        this.appetite = new Appetite(settings.batchRows(), settings.batchBytes(), limits.replyBytes());
        this.reader = new KeyReader(wire, facts, appetite, settings.batchRows());
    }

    void give(List<Reference> references, Consumer<Row> rows) {
        Map<Integer, List<byte[]>> byDb = new TreeMap<>();
        for (Reference reference : references) {
            byDb.computeIfAbsent(reference.key().db(), db -> new ArrayList<>())
                    .add(reference.key().name());
        }
        try {
            byDb.forEach((db, names) -> give(db, names, rows));
        } catch (ClassCastException | IndexOutOfBoundsException | NoSuchElementException | NumberFormatException odd) {
            throw Faults.odd(wire.name(), odd);
        }
    }

    private void give(int db, List<byte[]> names, Consumer<Row> rows) {
        wire.select(db);
        int from = 0;
        while (from < names.size()) {
            int to = Math.min(names.size(), from + appetite.keys());
            KeyReader.Harvest harvest = reader.read(db, names.subList(from, to), null);
            harvest.rows.forEach(rows);
            harvest.bigKeys.forEach(big -> drain(big, rows));
            from = to;
        }
    }

    private void drain(BigKey big, Consumer<Row> rows) {
        for (Row row = big.next(wire, appetite); row != null; row = big.isDone() ? null : big.next(wire, appetite)) {
            rows.accept(row);
        }
    }

    boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        wire.close();
    }
}
