package sluice.engine.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import sluice.protocol.Batch;
import sluice.protocol.Cursor;
import sluice.protocol.Key;
import sluice.protocol.KeyFilter;
import sluice.protocol.Kind;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Reference;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceInfo;

/** A source seen through a plan: its rows are mapped by the thread that reads them, and ignored keys are not read. */
public record MappedSource(Source source, Mapper mapper) implements Source {
    @Override
    public SourceInfo info() {
        return source.info();
    }

    @Override
    public Continuation continuation(String earlierIdentity) {
        return source.continuation(earlierIdentity);
    }

    @Override
    public List<Partition> partitions(int wanted) {
        return source.partitions(wanted);
    }

    @Override
    public PartitionReader read(Partition partition, Cursor from, KeyFilter wanted) {
        Asides asides = new Asides(mapper, wanted);
        return new Reader(source.read(partition, from, asides), mapper.session(), asides);
    }

    @Override
    public void lookup(List<Reference> references, Consumer<Row> rows) {
        Mapper.Session session = mapper.session();
        source.lookup(references, row -> {
            Row mapped = session.map(row);
            if (mapped != null) {
                rows.accept(mapped);
            }
        });
    }

    @Override
    public List<Partition> shortfall(long rowsRead, int firstId) {
        return source.shortfall(rowsRead, firstId);
    }

    @Override
    public void close() {
        source.close();
    }

    /** Counts what keyspaces leave aside while a batch is read. */
    private static final class Asides implements KeyFilter {
        private final Mapper mapper;
        private final KeyFilter wanted;
        private final Map<Integer, long[]> counts = new TreeMap<>();

        Asides(Mapper mapper, KeyFilter wanted) {
            this.mapper = mapper;
            this.wanted = wanted;
        }

        @Override
        public boolean wants(Key key) {
            if (!wanted.wants(key)) {
                return false;
            }
            int keyspace = mapper.ignored(key);
            if (keyspace != Mapper.NOT_IGNORED) {
                ignored(keyspace);
            }
            return keyspace == Mapper.NOT_IGNORED;
        }

        void ignored(int keyspace) {
            counts.computeIfAbsent(keyspace, none -> new long[2])[1]++;
        }

        @Override
        public void expired(Key key, Kind kind) {
            wanted.expired(key, kind);
            counts.computeIfAbsent(mapper.keyspaceOf(key, kind), none -> new long[2])[0]++;
        }

        List<Batch.Aside> take() {
            List<Batch.Aside> taken = new ArrayList<>();
            counts.forEach((keyspace, count) -> taken.add(new Batch.Aside(keyspace, count[0], count[1])));
            counts.clear();
            return taken;
        }
    }

    private record Reader(PartitionReader reader, Mapper.Session session, Asides asides) implements PartitionReader {
        @Override
        public Batch next() {
            Batch batch = reader.next();
            List<Row> rows = new ArrayList<>(batch.rows().size());
            long bytes = 0;
            for (Row row : batch.rows()) {
                Row mapped = session.map(row);
                if (mapped != null) {
                    rows.add(mapped);
                    bytes += mapped.bytes();
                } else if (row.part().closes()) {
                    asides.ignored(keyspaceOf(row));
                }
            }
            return new Batch(
                    batch.partition(),
                    rows,
                    batch.next(),
                    bytes,
                    batch.expired(),
                    batch.gone(),
                    batch.progress(),
                    batch.last(),
                    asides.take());
        }

        private int keyspaceOf(Row row) {
            return asides.mapper.keyspaceOf(row.key(), row.value().kind());
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
