package sluice.engine.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.engine.simulation.Keyspace.Position;
import sluice.protocol.Batch;
import sluice.protocol.Cursor;
import sluice.protocol.Key;
import sluice.protocol.KeyFilter;
import sluice.protocol.MigrationException;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Reference;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceInfo;
import sluice.protocol.SourceProvider;
import sluice.protocol.SourceSettings;

/**
 * A source like a server: keys in the order of a hash table, some twice, big ones in slices, cursors that mean
 * something else after a restart. How much each page holds, and which call fails, the {@link World} decides.
 */
final class SimulatedSource implements Source {
    private final Keyspace keyspace;
    private final Scenario scenario;
    private final World world;
    private final SourceSettings settings;
    private final int incarnation;
    private boolean closed;

    SimulatedSource(Keyspace keyspace, Scenario scenario, World world, SourceSettings settings) {
        this.keyspace = keyspace;
        this.scenario = scenario;
        this.world = world;
        this.settings = settings;
        this.incarnation = keyspace.incarnation();
        world.opened("source");
    }

    /** Opens it under any address. */
    record Provider(Keyspace keyspace, Scenario scenario, World world) implements SourceProvider {
        @Override
        public boolean accepts(String uri) {
            return true;
        }

        @Override
        public String redact(String uri) {
            return uri;
        }

        @Override
        public Source open(SourceSettings settings) {
            world.before(Site.OPEN_SOURCE);
            return new SimulatedSource(keyspace, scenario, world, settings);
        }
    }

    @Override
    public SourceInfo info() {
        long there = keyspace.items().stream()
                .filter(item -> !keyspace.isDeleted(item))
                .count();
        return new SourceInfo(
                "simulated:source",
                identity(incarnation),
                scenario.countsRows() ? there : Row.UNKNOWN,
                Row.UNKNOWN,
                scenario.saysItDoubles(),
                scenario.moves(),
                scenario.expiryToleranceMillis(),
                List.of());
    }

    private static String identity(int incarnation) {
        return "incarnation " + incarnation;
    }

    @Override
    public Continuation continuation(String earlierIdentity) {
        return earlierIdentity.equals(identity(incarnation)) ? Continuation.GO_ON : Continuation.BEGIN_AGAIN;
    }

    @Override
    public List<Partition> partitions(int wanted) {
        return world.call(Site.PARTITION, () -> {
            int parts = world.chance().between(1, wanted);
            List<Partition> partitions = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                partitions.add(new Partition(part, part + "/" + parts, Keyspace.start()));
            }
            return partitions;
        });
    }

    @Override
    public PartitionReader read(Partition partition, Cursor from, KeyFilter wanted) {
        world.before(Site.OPEN_READER);
        checkOpen();
        return new Reading(partition, Position.of(from, incarnation), wanted);
    }

    @Override
    public void lookup(List<Reference> references, Consumer<Row> rows) {
        List<Row> found = world.call(Site.LOOK_UP, () -> found(references));
        found.forEach(rows);
    }

    private List<Row> found(List<Reference> references) {
        Set<Key> keys = new LinkedHashSet<>();
        references.forEach(reference -> keys.add(reference.key()));
        List<Row> rows = new ArrayList<>();
        for (Key key : keys) {
            Item item = keyspace.item(key);
            if (item != null && item.fate() != Item.Fate.EXPIRED && !keyspace.isDeleted(item)) {
                rows.add(item.whole(keyspace.version(item)));
            }
        }
        return rows;
    }

    @Override
    public List<Partition> shortfall(long rowsRead, int firstId) {
        return world.call(
                Site.SHORTFALL,
                () -> scenario.countsRows() && keyspace.missed() > 0 && rowsRead < info().rows()
                        ? List.of(new Partition(firstId, Keyspace.ALL, Keyspace.start()))
                        : List.of());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            world.closed("source");
        }
    }

    /** Whoever is blocked in a call when the source is closed gets an error from it; so does who meets a new server. */
    private void checkOpen() {
        if (closed) {
            throw MigrationException.transientFault("cannot read", "the source was closed", "", null);
        }
        if (keyspace.incarnation() != incarnation) {
            throw MigrationException.transientFault("cannot read", "the server restarted", "", null);
        }
    }

    private final class Reading implements PartitionReader {
        private final Partition partition;
        private final List<Item> order;
        private final KeyFilter wanted;
        private int index;
        private int element;
        private int version;
        private boolean readingClosed;
        private @Nullable Batch given;

        Reading(Partition partition, Position from, KeyFilter wanted) {
            this.partition = partition;
            this.order = keyspace.order(partition.name(), incarnation);
            this.wanted = wanted;
            this.index = from.index();
            world.opened("partition reader");
        }

        @Override
        public Batch next() {
            checkHand();
            Batch batch = world.call(Site.READ, () -> {
                checkOpen();
                return page();
            });
            checkOpen();
            given = batch;
            return batch;
        }

        /** A reader of the engine holds one page at most that it has not sent. */
        private void checkHand() {
            Batch before = given;
            if (before != null && isForTheSink() && !world.flight().hasSeen(before)) {
                throw world.fail("in flight beyond its bound: a reader reads on with a page in its hands");
            }
        }

        private boolean isForTheSink() {
            return world.isReaderWithWriter();
        }

        private Batch page() {
            int rowsMax = world.pageRows(settings.batchRows());
            List<Row> rows = new ArrayList<>();
            long bytes = 0;
            long expired = 0;
            long gone = 0;
            while (index < order.size() && rows.size() < rowsMax && bytes < settings.batchBytes()) {
                Item item = order.get(index);
                if (item.fate() == Item.Fate.EXPIRED) {
                    wanted.expired(item.key(), item.kind());
                    expired++;
                    index++;
                } else if (element == 0 && !wanted.wants(item.key())) {
                    index++;
                } else if (element == 0 && keyspace.isDeleted(item)) {
                    gone++;
                    index++;
                } else {
                    Row row = slice(item);
                    rows.add(row);
                    bytes += row.bytes();
                }
            }
            boolean last = index >= order.size();
            double progress = last ? 1 : (double) index / order.size();
            return new Batch(
                    partition.id(),
                    rows,
                    new Position(incarnation, index).cursor(),
                    bytes,
                    expired,
                    gone,
                    progress,
                    last);
        }

        private Row slice(Item item) {
            if (element == 0) {
                version = keyspace.version(item);
            }
            int count = Math.min(item.size() - element, world.pageRows(settings.batchRows() - 1) + 1);
            Row row = item.slice(version, element, count);
            element += count;
            if (element == item.size()) {
                element = 0;
                index++;
            }
            return row;
        }

        @Override
        public void close() {
            if (!readingClosed) {
                readingClosed = true;
                world.closed("partition reader");
            }
        }
    }
}
