package sluice.engine.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.adapters.contract.MemorySinkReader;
import sluice.engine.core.Keyspaces;
import sluice.engine.core.Ledger;
import sluice.engine.core.Report;
import sluice.engine.simulation.Keyspace.Position;
import sluice.protocol.Checkpoint;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Row;
import sluice.protocol.Tally;

/** Judges what the books tell of each keyspace. Belongs to one thread. */
final class KeyspaceBooks {
    private final Keyspace keyspace;
    private final Expected expected;
    private final World world;

    KeyspaceBooks(Keyspace keyspace, Expected expected, World world) {
        this.keyspace = keyspace;
        this.expected = expected;
        this.world = world;
    }

    /** What the source gave of a keyspace up to the cursors, doubles included. */
    private static final class Given {
        private long read;
        private long expired;
        private long ignored;
    }

    /**
     * The keyspaces together are the partitions together, and each is what its cursors have passed.
     *
     * @param honest whether the sink has told of every reject what it did
     */
    void judge(Checkpoint durable, boolean honest) {
        List<Keyspaces.Count> counts = countsOf(durable);
        if (honest) {
            judgeSums(counts, durable.total());
        }
        SimulatedPlan plan = expected.plan();
        if (plan != null && !keyspace.wasChanged()) {
            judgePassed(counts, given(durable, plan), plan);
        }
    }

    private static List<Keyspaces.Count> countsOf(Checkpoint durable) {
        return Ledger.of(durable.ledger()).keyspaces().counts();
    }

    private void judgeSums(List<Keyspaces.Count> counts, Tally total) {
        long read = counts.stream().mapToLong(Keyspaces.Count::read).sum();
        long written = counts.stream().mapToLong(Keyspaces.Count::written).sum();
        long rejected = counts.stream().mapToLong(Keyspaces.Count::rejected).sum();
        long expired =
                counts.stream().mapToLong(count -> orZero(count.expired())).sum();
        boolean agree = read == total.read() - (expected.plan() == null ? total.expired() : 0)
                && written == total.written()
                && rejected == total.rejected()
                && (expected.plan() == null || expired == total.expired());
        if (!agree) {
            throw world.fail("the books of all keyspaces are not those of all partitions: " + counts + ", " + total);
        }
    }

    private Map<String, Given> given(Checkpoint durable, SimulatedPlan plan) {
        Map<String, Given> given = new HashMap<>();
        boolean oncemore = durable.partitions().values().stream().anyMatch(KeyspaceBooks::isEverything);
        for (Standing standing : durable.partitions().values()) {
            Position position = Position.of(standing.cursor(), keyspace.incarnation());
            List<Item> order = keyspace.order(standing.partition().name(), position.incarnation());
            int end = standing.drained() ? order.size() : Math.min(position.index(), order.size());
            for (Item item : order.subList(0, end)) {
                String name = plan.keyspaces().get(plan.keyspaceOf(item.key(), item.kind()));
                Given of = given.computeIfAbsent(name, none -> new Given());
                switch (expected.fateOf(item)) {
                    // What is read once more is ignored once more, and counts as often as it was seen the last time.
                    case IGNORED -> of.ignored += !oncemore || isEverything(standing) ? 1 : 0;
                    case EXPIRED -> {
                        of.read++;
                        of.expired++;
                    }
                    case COPIED, REJECTED -> of.read++;
                }
            }
        }
        return given;
    }

    private static boolean isEverything(Standing standing) {
        return standing.partition().name().equals(Keyspace.ALL);
    }

    private void judgePassed(List<Keyspaces.Count> counts, Map<String, Given> given, SimulatedPlan plan) {
        for (String name : plan.keyspaces()) {
            Given of = given.getOrDefault(name, new Given());
            Keyspaces.Count count = counts.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElse(new Keyspaces.Count(name, 0, 0, 0));
            boolean right = orZero(count.ignored()) == of.ignored
                    && (world.wasRestarted() || count.read() == of.read && orZero(count.expired()) == of.expired);
            if (!right) {
                throw world.fail("the books of keyspace " + name + " say " + count + ", and its cursors have passed "
                        + of.read + " keys, " + of.expired + " expired and " + of.ignored + " ignored");
            }
        }
    }

    /** Of a run that has come to its end: each keyspace holds what its books say, and the report says the same. */
    void judgeFinished(MemorySinkReader sink, @Nullable Report report) {
        List<Keyspaces.Count> counts = countsOf(sink.checkpoint());
        if (report != null && !report.keyspaces().equals(counts)) {
            world.fail("the report tells of " + report.keyspaces() + ", durable is " + counts);
        }
        SimulatedPlan plan = expected.plan();
        if (plan == null) {
            return;
        }
        Map<String, Long> rows = new HashMap<>();
        sink.addresses().ifPresent(all -> sink.scan(all, row -> count(plan, row, rows)));
        Map<String, Long> rejects = new HashMap<>();
        sink.rejects(reject -> {
            if (reject.part() == 0) {
                rejects.merge(nameOf(plan, reject.key(), reject.kind()), 1L, Long::sum);
            }
        });
        for (Keyspaces.Count count : counts) {
            long written = rows.getOrDefault(count.name(), 0L);
            long rejected = rejects.getOrDefault(count.name(), 0L);
            if (count.written() != written || count.rejected() != rejected) {
                world.fail("the books of keyspace " + count.name() + " say " + count + ", the sink holds " + written
                        + " rows and " + rejected + " rejects of it");
            }
        }
    }

    private static void count(SimulatedPlan plan, Row row, Map<String, Long> rows) {
        if (row.part().closes()) {
            rows.merge(nameOf(plan, row.key(), row.value().kind()), 1L, Long::sum);
        }
    }

    private static String nameOf(SimulatedPlan plan, Key key, Kind kind) {
        return plan.keyspaces().get(plan.keyspaceOf(key, kind));
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
