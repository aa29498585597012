package sluice.adapters.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import sluice.protocol.Batch;
import sluice.protocol.Cursor;
import sluice.protocol.Key;
import sluice.protocol.KeyFilter;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Reference;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceInfo;

/**
 * A source whose rows lie in memory, for tests. Slices of a key follow each other in the list of rows. Partitions are
 * ranges of that list, and a cursor is an index into it. Its rows may be changed while it is read; safe for several
 * threads as long as each change replaces the rows as a whole.
 */
public final class MemorySource implements Source {
    /** Called before each batch is read, with the partition and the index reading would go on at; throws at will. */
    public interface Fault {
        Fault NONE = (partition, index) -> {};

        void beforeRead(int partition, int index);
    }

    private final Content content;
    private final int batchRows;
    private final long batchBytes;

    public MemorySource(Content content, int batchRows) {
        this(content, batchRows, Long.MAX_VALUE);
    }

    public MemorySource(Content content, int batchRows, long batchBytes) {
        this.content = content;
        this.batchRows = batchRows;
        this.batchBytes = batchBytes;
    }

    /** What outlives a source: its rows, who it is, and how it fails. */
    public static final class Content {
        private volatile List<Row> rows;
        private volatile String identity = "first";
        private volatile Fault fault = Fault.NONE;
        private volatile boolean moving;
        private volatile Continuation onOtherIdentity = Continuation.BEGIN_AGAIN;

        public Content(List<Row> rows) {
            this.rows = List.copyOf(rows);
        }

        public Content failing(Fault newFault) {
            fault = newFault;
            return this;
        }

        public Content moving() {
            moving = true;
            return this;
        }

        public void replace(List<Row> newRows) {
            rows = List.copyOf(newRows);
        }

        /** Becomes another incarnation, whose cursors mean something else. */
        public void reborn(String newIdentity, Continuation onResume) {
            identity = newIdentity;
            onOtherIdentity = onResume;
        }

        public List<Row> rows() {
            return rows;
        }
    }

    @Override
    public SourceInfo info() {
        return new SourceInfo("memory:", content.identity, content.rows.size(), -1, true, content.moving, 0, List.of());
    }

    @Override
    public Continuation continuation(String earlierIdentity) {
        return earlierIdentity.equals(content.identity) ? Continuation.GO_ON : content.onOtherIdentity;
    }

    @Override
    public List<Partition> partitions(int wanted) {
        List<Partition> partitions = new ArrayList<>();
        List<Integer> bounds = bounds(wanted);
        for (int id = 0; id + 1 < bounds.size(); id++) {
            partitions.add(new Partition(
                    id, bounds.get(id) + ".." + bounds.get(id + 1), new Cursor(String.valueOf(bounds.get(id)))));
        }
        return partitions;
    }

    /** Cuts only where a key opens. */
    private List<Integer> bounds(int wanted) {
        List<Row> rows = content.rows;
        List<Integer> bounds = new ArrayList<>(List.of(0));
        for (int cut = 1; cut < wanted; cut++) {
            int at = (int) ((long) rows.size() * cut / wanted);
            while (at < rows.size() && !rows.get(at).part().opens()) {
                at++;
            }
            if (at > bounds.getLast() && at < rows.size()) {
                bounds.add(at);
            }
        }
        bounds.add(rows.size());
        return bounds;
    }

    @Override
    public PartitionReader read(Partition partition, Cursor from, KeyFilter wanted) {
        String[] bounds = partition.name().split("\\.\\.", -1);
        return new Reading(
                partition.id(),
                Integer.parseInt(bounds[0]),
                Integer.parseInt(bounds[1]),
                Integer.parseInt(from.text()),
                wanted);
    }

    @Override
    public void lookup(List<Reference> references, Consumer<Row> rows) {
        Map<Key, List<Row>> byKey = new ConcurrentSkipListMap<>(MemorySource::compare);
        Map<Key, Boolean> asked = new TreeMap<>(MemorySource::compare);
        references.forEach(reference -> asked.put(reference.key(), true));
        for (Row row : content.rows) {
            if (asked.containsKey(row.key())) {
                byKey.computeIfAbsent(row.key(), key -> new ArrayList<>()).add(row);
            }
        }
        byKey.values().forEach(parts -> parts.forEach(rows));
    }

    private static int compare(Key one, Key other) {
        int byDb = Integer.compare(one.db(), other.db());
        return byDb != 0 ? byDb : java.util.Arrays.compareUnsigned(one.name(), other.name());
    }

    @Override
    public List<Partition> shortfall(long rowsRead, int firstId) {
        return List.of();
    }

    @Override
    public void close() {}

    private final class Reading implements PartitionReader {
        private final int partition;
        private final int begin;
        private final int end;
        private final KeyFilter wanted;
        private int index;

        Reading(int partition, int begin, int end, int index, KeyFilter wanted) {
            this.partition = partition;
            this.begin = begin;
            this.end = end;
            this.index = index;
            this.wanted = wanted;
        }

        @Override
        public Batch next() {
            content.fault.beforeRead(partition, index);
            List<Row> rows = content.rows;
            int last = Math.min(end, Math.min(rows.size(), index + batchRows));
            List<Row> batch = new ArrayList<>();
            long bytes = 0;
            for (; index < last && bytes < batchBytes; index++) {
                if (wanted.wants(rows.get(index).key())) {
                    batch.add(rows.get(index));
                    bytes += rows.get(index).bytes();
                }
            }
            boolean ended = index >= Math.min(end, rows.size());
            double progress = end == begin ? 1 : (double) (index - begin) / (end - begin);
            return new Batch(partition, batch, cursor(rows), bytes, 0, 0, progress, ended);
        }

        /** Behind a key that is not finished it is the beginning of that key. */
        private Cursor cursor(List<Row> rows) {
            int at = index;
            while (at > begin && at < rows.size() && !rows.get(at).part().opens()) {
                at--;
            }
            return new Cursor(String.valueOf(at));
        }

        @Override
        public void close() {}
    }
}
