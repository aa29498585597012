package sluice.adapters.redis;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Cursor;
import sluice.protocol.KeyFilter;
import sluice.protocol.MigrationException;
import sluice.protocol.Partition;
import sluice.protocol.PartitionReader;
import sluice.protocol.Reference;
import sluice.protocol.Row;
import sluice.protocol.Source;
import sluice.protocol.SourceInfo;
import sluice.protocol.SourceSettings;

/**
 * A live server. SCAN's cursors are worth nothing in another run of the server, which hashes with another seed: every
 * connection compares the run id, and a reader never goes on over a restart. Safe for use by several threads.
 */
final class RedisSource implements Source {
    private final Door door;
    private final Wire control;
    private final SourceSettings settings;
    private final Limits limits;
    private final ServerFacts facts;
    private final Map<Integer, Long> sizes;
    private final SourceInfo info;
    private final RedisAddress address;
    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicLong gone = new AtomicLong();
    private boolean readAgain;
    private @Nullable Lookup lookup;

    private RedisSource(Door door, Wire control, RedisAddress address, SourceSettings settings, Limits limits) {
        this.door = door;
        this.control = control;
        this.address = address;
        this.settings = settings;
        this.limits = limits;
        Preflight preflight = new Preflight(control);
        this.facts = preflight.facts();
        this.sizes = preflight.sizes(address, settings);
        this.info = new SourceInfo(
                name(address, settings, sizes),
                facts.runId(),
                settings.match() == null ? total(sizes) : Row.UNKNOWN,
                Row.UNKNOWN,
                true,
                true,
                facts.expiryToleranceMillis(),
                Notes.of(control, facts, InstantSource.system()));
    }

    static RedisSource open(SourceSettings settings, Limits defaults) {
        RedisAddress address = RedisAddress.parse(settings.uri());
        Limits limits = address.timeout() == null ? defaults : defaults.withPatience(address.timeout());
        Door door = Door.to(address, settings.password(), limits);
        @Nullable Wire control = null;
        try {
            control = knock(door);
            return new RedisSource(door, control, address, settings, limits);
        } catch (RuntimeException failure) {
            if (control != null) {
                control.close();
            }
            throw failure;
        }
    }

    /**
     * A server that cannot be reached at the beginning is most likely a wrong address: refused at once. One that
     * answers and is not ready yet is worth waiting for.
     */
    private static Wire knock(Door door) {
        try {
            return door.connect("sluice-control");
        } catch (MigrationException fault) {
            boolean unreachable = fault.fault() == MigrationException.Fault.TRANSIENT && fault.getCause() != null;
            throw unreachable ? MigrationException.refused(fault.subject(), fault.why(), fault.hint()) : fault;
        }
    }

    private static String name(RedisAddress address, SourceSettings settings, Map<Integer, Long> sizes) {
        return SourceSettings.ALL.equals(settings.db())
                ? address.shown(SourceSettings.ALL)
                : address.shown(String.valueOf(sizes.keySet().iterator().next()));
    }

    private static long total(Map<Integer, Long> sizes) {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public SourceInfo info() {
        return info;
    }

    @Override
    public Continuation continuation(String earlierIdentity) {
        return !facts.runId().isEmpty() && facts.runId().equals(earlierIdentity)
                ? Continuation.GO_ON
                : Continuation.BEGIN_AGAIN;
    }

    @Override
    public List<Partition> partitions(int wanted) {
        return Partitioning.of(sizes, facts.sliceable(), wanted, limits.sliceKeys());
    }

    @Override
    public PartitionReader read(Partition partition, Cursor from, KeyFilter wanted) {
        Wire wire = connect("sluice-reader-" + readers.incrementAndGet(), "cannot read " + partition.name());
        try {
            return new SliceReader(partition, from, wire, facts, settings, limits, wanted);
        } catch (RuntimeException failure) {
            wire.close();
            throw failure;
        }
    }

    /** A connection to the same run of the server; throws what may pass when it was started again. */
    private Wire connect(String clientName, String subject) {
        Wire wire = door.connect(clientName);
        try {
            if (!Preflight.runId(wire).equals(facts.runId())) {
                throw MigrationException.transientFault(
                        subject + " of " + info.name(),
                        "the server was started again, and its cursors are worth nothing now",
                        "every partition begins again",
                        null);
            }
            return wire;
        } catch (RuntimeException failure) {
            wire.close();
            throw failure;
        }
    }

    @Override
    public void lookup(List<Reference> references, Consumer<Row> rows) {
        Lookup own = lookUp();
        try {
            own.give(references, rows);
        } catch (MigrationException failure) {
            own.close();
            throw failure.within("cannot read " + references.size() + " keys again from " + info.name());
        } finally {
            giveBack(own);
        }
    }

    private synchronized Lookup lookUp() {
        Lookup free = lookup;
        lookup = null;
        return free != null
                ? free
                : new Lookup(connect("sluice-lookup", "cannot look up keys"), facts, settings, limits);
    }

    private synchronized void giveBack(Lookup used) {
        if (lookup == null && used.isOpen()) {
            lookup = used;
        } else {
            used.close();
        }
    }

    @Override
    public synchronized List<Partition> shortfall(long rowsRead, int firstId) {
        if (readAgain || settings.match() != null) {
            return List.of();
        }
        Map<Integer, Long> now = sizesNow();
        boolean stoodStill = now.equals(new TreeMap<>(sizes));
        if (!stoodStill || rowsRead + gone.get() >= total(now)) {
            return List.of();
        }
        readAgain = true;
        List<Partition> plain = new ArrayList<>();
        for (int db : now.keySet()) {
            plain.add(Partitioning.partition(firstId + plain.size(), List.of(Segment.whole(db, true))));
        }
        return plain;
    }

    /** The first connection has been idle for the whole run, and servers and firewalls close such. */
    private Map<Integer, Long> sizesNow() {
        try (Wire wire = connect("sluice-control", "cannot count the keys")) {
            return new TreeMap<>(new Preflight(wire).sizes(address, settings));
        }
    }

    @Override
    public synchronized void close() {
        if (lookup != null) {
            lookup.close();
        }
        control.close();
    }
}
