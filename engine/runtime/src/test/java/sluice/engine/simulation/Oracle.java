package sluice.engine.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sluice.adapters.contract.MemorySinkReader;
import sluice.adapters.contract.MemoryStore;
import sluice.adapters.contract.Rows;
import sluice.engine.core.Report;
import sluice.engine.simulation.Keyspace.Position;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.Key;
import sluice.protocol.Phase;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkReader;
import sluice.protocol.Tally;

/** Judges what stands in the sink, while a run goes on and when it has ended. Belongs to one thread. */
final class Oracle {
    private final Keyspace keyspace;
    private final MemoryStore store;
    private final Set<Key> spoiled;
    private final World world;
    private final Expected expected;
    private final KeyspaceBooks books;

    /** @param spoiled keys that the sink itself got wrong */
    Oracle(Keyspace keyspace, Expected expected, MemoryStore store, Set<Key> spoiled, World world) {
        this.expected = expected;
        this.books = new KeyspaceBooks(keyspace, expected, world);
        this.keyspace = keyspace;
        this.store = store;
        this.spoiled = spoiled;
        this.world = world;
    }

    /** The checkpoint that is durable now must not cover a row that is not. */
    void judgeCheckpoint() {
        SinkReader sink = new MemorySinkReader(store);
        Set<Key> durable = durable(sink);
        for (Standing standing : sink.checkpoint().partitions().values()) {
            Position position = Position.of(standing.cursor(), keyspace.incarnation());
            List<Item> order = keyspace.order(standing.partition().name(), position.incarnation());
            int end = standing.drained() ? order.size() : Math.min(position.index(), order.size());
            order.subList(0, end).forEach(item -> judgeCovered(standing, item, durable));
            long read = order.subList(0, end).stream()
                    .filter(item -> expected.fateOf(item) != Item.Fate.IGNORED)
                    .count();
            if (!world.wasRestarted() && standing.tally().read() != read && !keyspace.wasChanged()) {
                throw world.fail("the books say " + standing.tally().read() + " rows were read of partition "
                        + standing.partition().name() + ", and its cursor stands behind " + read);
            }
        }
        books.judge(sink.checkpoint(), spoiled.isEmpty());
    }

    private void judgeCovered(Standing standing, Item item, Set<Key> durable) {
        Item.Fate fate = expected.fateOf(item);
        boolean mayLack = fate == Item.Fate.EXPIRED
                || fate == Item.Fate.IGNORED
                || keyspace.isTouched(item)
                || spoiled.contains(item.key());
        if (!mayLack && !durable.contains(item.key())) {
            throw world.fail(
                    "the checkpoint of partition " + standing.partition().name() + " (cursor "
                            + standing.cursor().text() + ") covers " + item.key() + ", which is not durable");
        }
    }

    private static Set<Key> durable(SinkReader sink) {
        Set<Key> keys = new HashSet<>();
        sink.addresses()
                .ifPresent(all -> sink.scan(all, row -> {
                    if (row.part().closes()) {
                        keys.add(row.key());
                    }
                }));
        sink.rejects(reject -> keys.add(reject.key()));
        return keys;
    }

    /** A run that can be resumed has told no more than is durable. */
    void judgeUnfinished(Report report) {
        judgeBooks(report);
        Tally durable = new MemorySinkReader(store).checkpoint().total();
        if (report.rows().read() > durable.read()) {
            world.fail("the report of a run that " + report.status() + " tells of " + report.rows() + ", durable is "
                    + durable);
        }
        if (report.exitCode() != 1) {
            world.fail("a run that " + report.status() + " exits " + report.exitCode());
        }
    }

    /** The run says that it has come to its end. */
    void judgeFinished(Report report) {
        judgeBooks(report);
        Tally durable = new MemorySinkReader(store).checkpoint().total();
        if (!report.rows().equals(Report.Rows.of(durable))) {
            world.fail("the report tells of " + report.rows() + ", durable is " + durable);
        }
        RunRecord run = latestRun().orElseThrow();
        if (run.phase() != Phase.FINISHED || !run.status().equals(report.status())) {
            world.fail("the report says " + report.status() + ", the sink " + run.phase() + " and " + run.status());
        }
        judgeContent(report.status(), report);
    }

    private Optional<RunRecord> latestRun() {
        return new MemorySinkReader(store).runs().stream().findFirst();
    }

    /** The process died after the end was on record, so that only the sink tells. */
    void judgeFinishedSilently() {
        RunRecord run = latestRun().orElseThrow();
        if (run.phase() != Phase.FINISHED) {
            world.fail("the next command was refused, but the run stands at " + run.phase());
        } else {
            judgeContent(run.status(), null);
        }
    }

    private void judgeBooks(Report report) {
        Report.Rows rows = report.rows();
        judgeBalance("in total", rows);
        report.partitions().forEach(books -> judgeBalance("of partition " + books.name(), books.rows()));
        if (!report.partitions().isEmpty()) {
            long read = report.partitions().stream()
                    .mapToLong(books -> books.rows().read())
                    .sum();
            if (read != rows.read()) {
                world.fail("the partitions' books tell of " + read + " rows, the report of " + rows.read());
            }
        }
    }

    private void judgeBalance(String what, Report.Rows rows) {
        if (rows.read() != rows.written() + rows.rejected() + rows.expired() + rows.doubled()) {
            world.fail("the books " + what + " do not balance: " + rows);
        }
    }

    private void judgeContent(String status, @Nullable Report report) {
        Map<Key, String> inSink = inSink();
        Set<Key> rejected = new HashSet<>();
        new MemorySinkReader(store).rejects(reject -> {
            if (reject.part() == 0 && !rejected.add(reject.key())) {
                world.fail("double row kept: " + reject.key() + " stands twice among the rejects");
            }
        });
        List<Key> wrong = wrong(inSink, rejected);
        for (Key key : wrong) {
            if (!spoiled.contains(key) && !mayBeMissed(key, report)) {
                world.fail("wrong in the sink: " + key + " is " + inSink.getOrDefault(key, "missing"));
                return;
            }
        }
        judgeCounts(inSink.size(), rejected.size());
        if (spoiled.isEmpty()) {
            books.judgeFinished(new MemorySinkReader(store), report);
        }
        wrong.removeIf(key -> mayBeMissed(key, report));
        judgeVerdict(status, report == null ? null : report.verification(), wrong);
    }

    /** A source can fail to show a key; then the run has to say that something is amiss. */
    private boolean mayBeMissed(Key key, @Nullable Report report) {
        Item item = keyspace.item(key);
        return item != null
                && item.number() < keyspace.missed()
                && (report == null || report.notes().stream().anyMatch(note -> note.contains("or missed")));
    }

    private Map<Key, String> inSink() {
        Map<Key, String> described = new TreeMap<>((a, b) -> Arrays.compare(a.name(), b.name()));
        List<Row> slices = new ArrayList<>();
        SinkReader sink = new MemorySinkReader(store);
        sink.addresses()
                .ifPresent(all -> sink.scan(all, row -> {
                    if (row.part().opens()) {
                        slices.clear();
                    }
                    slices.add(row);
                    if (row.part().closes() && described.put(row.key(), describe(slices)) != null) {
                        world.fail("double row kept: " + row.key() + " stands twice in the sink");
                    }
                }));
        return described;
    }

    private static String describe(List<Row> slices) {
        return Rows.describe(slices).getFirst();
    }

    /** The keys that are not as the source has, or had, them. */
    private List<Key> wrong(Map<Key, String> inSink, Set<Key> rejected) {
        List<Key> wrong = new ArrayList<>();
        Map<Key, String> unexpected = new HashMap<>(inSink);
        for (Item item : keyspace.items()) {
            String found = inSink.get(item.key());
            unexpected.remove(item.key());
            if (!isRight(item, found, rejected.contains(item.key()))) {
                wrong.add(item.key());
            }
        }
        wrong.addAll(unexpected.keySet());
        return wrong;
    }

    private boolean isRight(Item item, @Nullable String found, boolean rejected) {
        if (keyspace.isTouched(item)) {
            return found == null || isSomeVersion(item, found);
        }
        return switch (expected.fateOf(item)) {
            case EXPIRED, IGNORED -> found == null && !rejected;
            case REJECTED -> found == null && rejected;
            case COPIED -> !rejected && Objects.equals(expected.content(item, 0), found);
        };
    }

    private boolean isSomeVersion(Item item, String found) {
        for (int version = 0; version <= keyspace.version(item); version++) {
            if (found.equals(expected.content(item, version))) {
                return true;
            }
        }
        return false;
    }

    private void judgeCounts(int rows, int rejects) {
        Tally durable = new MemorySinkReader(store).checkpoint().total();
        if (spoiled.isEmpty() && (durable.written() != rows || durable.rejected() != rejects)) {
            world.fail("the books tell of " + durable.written() + " rows and " + durable.rejected()
                    + " rejects, the sink holds " + rows + " and " + rejects);
        }
    }

    private void judgeVerdict(String status, Report.@Nullable Verified verified, List<Key> wrong) {
        boolean still = !keyspace.wasChanged();
        if (status.equals("differences") && still && wrong.isEmpty() && spoiled.isEmpty() && keyspace.missed() == 0) {
            world.fail("the run says that there are differences, and there are none");
        }
        if (!status.equals("verified") || wrong.isEmpty()) {
            return;
        }
        // A sample may miss what it did not draw, if it says so and what it drew is right.
        boolean claimsAll = verified == null
                || verified.statement().startsWith("all")
                || verified.mode().equals("full");
        if (claimsAll || Samples.holdsAny(keyspace, expected, wrong)) {
            world.fail("the run says verified, and " + wrong.getFirst() + " is wrong in the sink");
        }
    }
}
