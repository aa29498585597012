package sluice.adapters.rdb;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import sluice.protocol.Batch;
import sluice.protocol.Key;
import sluice.protocol.Reference;
import sluice.protocol.Row;

/** Reads single entries again, at the offset where they were found; those found elsewhere, by one walk over all. */
final class RdbLookup {
    private static final int BUFFER_BYTES = 1 << 13;

    private final RdbFile file;
    private final Selection selection;
    private final Slices.Limit limit;
    private final EntryReader entries;

    RdbLookup(RdbFile file, Selection selection, Slices.Limit limit) {
        this.file = file;
        this.selection = selection;
        this.limit = limit;
        this.entries = new EntryReader(file, BUFFER_BYTES, selection);
    }

    void read(List<Reference> references, Consumer<Row> rows) {
        Set<Key> elsewhere = new HashSet<>();
        for (Reference reference : references.stream()
                .sorted(Comparator.comparingLong(Reference::origin))
                .toList()) {
            if (!readAt(reference, rows)) {
                elsewhere.add(reference.key());
            }
        }
        if (!elsewhere.isEmpty()) {
            readAll(elsewhere, rows);
        }
    }

    /** Whether the key stands at the offset that the reference names, expired or not. */
    private boolean readAt(Reference reference, Consumer<Row> rows) {
        if (reference.origin() < file.start().offset() || reference.origin() >= file.size()) {
            return false;
        }
        Optional<KeyReading> reading;
        try {
            entries.goTo(new RdbPosition(reference.origin(), reference.key().db(), 0, 0));
            if (!entries.next()) {
                return false;
            }
            reading = entries.openIf(reference.key()::equals);
        } catch (IOException notAnEntry) {
            return false;
        }
        if (reading.isPresent()) {
            readOpen(reading.get(), rows);
        }
        return reference.key().equals(entries.key());
    }

    private void readOpen(KeyReading reading, Consumer<Row> rows) {
        try {
            while (!reading.isDone()) {
                rows.accept(reading.next(limit));
            }
        } catch (IOException failure) {
            throw RdbFaults.of(file.name(), entries, failure);
        }
    }

    private void readAll(Set<Key> wanted, Consumer<Row> rows) {
        RdbReader reader = new RdbReader(file, 0, file.start(), selection, limit, wanted::contains);
        int missing = wanted.size();
        boolean last = false;
        while (!last && missing > 0) {
            Batch batch = reader.next();
            batch.rows().forEach(rows);
            missing -= batch.closedRows();
            last = batch.last();
        }
    }
}
