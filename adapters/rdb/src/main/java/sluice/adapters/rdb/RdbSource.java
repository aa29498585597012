package sluice.adapters.rdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import sluice.protocol.Cursor;
import sluice.protocol.KeyFilter;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Reference;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceInfo;
import sluice.protocol.SourceSettings;

/**
 * An RDB file: one partition, which stands still. Its cursors are byte offsets with the checksum so far, so that
 * reading goes on without what lies before and the whole file is checked nevertheless.
 */
final class RdbSource implements Source {
    private static final int PEEK_BYTES = 1 << 14;

    private final RdbFile file;
    private final Selection selection;
    private final Slices.Limit limit;
    private final SourceInfo info;

    private RdbSource(RdbFile file, Selection selection, Slices.Limit limit, SourceInfo info) {
        this.file = file;
        this.selection = selection;
        this.limit = limit;
        this.info = info;
    }

    static RdbSource open(SourceSettings settings) {
        Selection selection = Selection.of(settings);
        RdbFile file = RdbFile.open(RdbSourceProvider.path(settings.uri()));
        Slices.Limit limit = new Slices.Limit(settings.batchRows(), settings.batchBytes());
        return new RdbSource(file, selection, limit, peek(file, selection));
    }

    /** Looks at what stands before the first key. What is wrong there is told when it is read in earnest. */
    private static SourceInfo peek(RdbFile file, Selection selection) {
        Surroundings surroundings = new Surroundings();
        RdbInput input = file.input(PEEK_BYTES);
        EntryWalker walker = new EntryWalker(input, new ValueSkipper(input), surroundings);
        RdbPosition start = file.start();
        walker.goTo(start.offset(), start.db(), start.crc());
        List<String> notes = new ArrayList<>();
        try {
            walker.next();
            notes.addAll(surroundings.notes(file.version()));
            if (!file.endsAsExpected()) {
                notes.add("the file does not end as an RDB file does: it may be cut short");
            }
        } catch (IOException damaged) {
            notes.add("the file is damaged near its beginning: " + RdbFaults.reason(damaged));
        }
        return new SourceInfo(
                "rdb:" + file.name(),
                file.identity(),
                surroundings.keysOf(selection),
                file.size(),
                false,
                false,
                0,
                notes);
    }

    @Override
    public SourceInfo info() {
        return info;
    }

    @Override
    public Continuation continuation(String earlierIdentity) {
        return earlierIdentity.equals(file.identity()) ? Continuation.GO_ON : Continuation.REFUSE;
    }

    @Override
    public List<Partition> partitions(int wanted) {
        return List.of(new Partition(0, "file", file.start().cursor()));
    }

    @Override
    public PartitionReader read(Partition partition, Cursor from, KeyFilter wanted) {
        return new RdbReader(file, partition.id(), RdbPosition.of(from, file.size()), selection, limit, wanted);
    }

    @Override
    public void lookup(List<Reference> references, Consumer<Row> rows) {
        new RdbLookup(file, selection, limit).read(references, rows);
    }

    /** What the checksum covers is everything. */
    @Override
    public List<Partition> shortfall(long rowsRead, int firstId) {
        return List.of();
    }

    @Override
    public void close() {
        file.close();
    }
}
