package sluice.engine.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Keyspaces;
import sluice.engine.core.Ledger;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.Cursor;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink;
import sluice.protocol.Value;

/** A sink through which the engine seems to make one of the planted mistakes. */
final class Mistaken implements Sink {
    private final Bug bug;
    private final Sink sink;
    private final List<Batch> held = new ArrayList<>();

    private final @Nullable SimulatedPlan plan;

    private Mistaken(Bug bug, Sink sink, @Nullable SimulatedPlan plan) {
        this.bug = bug;
        this.sink = sink;
        this.plan = plan;
    }

    /** The sink itself when no mistake of it is asked for. */
    static Sink with(Bug bug, Sink sink, @Nullable SimulatedPlan plan) {
        return bug == Bug.NONE || bug == Bug.STALE_ACK_ACCEPTED ? sink : new Mistaken(bug, sink, plan);
    }

    @Override
    public List<Reject> write(Batch batch) {
        if (bug == Bug.LAST_BATCH_LOST && batch.last()) {
            return rejectsOf(batch);
        }
        if (bug == Bug.CHECKPOINT_BEFORE_ROWS) {
            held.add(batch);
            return rejectsOf(batch);
        }
        return sink.write(batch);
    }

    private static List<Reject> rejectsOf(Batch batch) {
        return batch.rows().stream()
                .filter(row -> isRejected(row) && row.part().closes())
                .map(row -> new Reject(
                        row.key(), row.value().kind(), row.expiresAt(), "", "unknown encoding", "raw", null, 0))
                .toList();
    }

    private static boolean isRejected(Row row) {
        return row.value() instanceof Value.Undecodable || row.value() instanceof Value.Unfit;
    }

    @Override
    public void commit(Checkpoint changes) {
        sink.commit(changes);
        held.forEach(sink::write);
        held.clear();
    }

    @Override
    public Checkpoint resume(RunRecord run) {
        Checkpoint found = sink.resume(run);
        return switch (bug) {
            case RESUMES_ONE_BATCH_LATE -> oneBatchLater(found);
            case IGNORED_COUNTED_TWICE -> ignoredTwice(found);
            default -> found;
        };
    }

    private Checkpoint ignoredTwice(Checkpoint found) {
        if (plan == null) {
            return found;
        }
        Ledger ledger = Ledger.of(found.ledger());
        ledger.keyspaces().planned(plan.keyspaces());
        for (Keyspaces.Count count : ledger.keyspaces().counts()) {
            int keyspace = plan.keyspaces().indexOf(count.name());
            long ignored = Objects.requireNonNullElse(count.ignored(), 0L);
            ledger.keyspaces().aside(new Batch.Aside(keyspace, 0, ignored));
        }
        return new Checkpoint(found.partitions(), ledger.toBytes());
    }

    private static Checkpoint oneBatchLater(Checkpoint found) {
        Map<Integer, Standing> later = new LinkedHashMap<>();
        found.partitions().forEach((id, standing) -> {
            String[] cursor = standing.cursor().text().split(":", -1);
            boolean moves = cursor.length == 2 && !standing.drained();
            Cursor next = moves ? new Cursor(cursor[0] + ":" + (Integer.parseInt(cursor[1]) + 1)) : standing.cursor();
            later.put(id, new Standing(standing.partition(), next, standing.tally(), standing.drained()));
        });
        return new Checkpoint(later, found.ledger());
    }

    @Override
    public SealResult seal(Doubles doubles) {
        return sink.seal(
                switch (bug) {
                    case DOUBLE_ROW_KEPT -> new Kept(doubles);
                    case KEYSPACE_NOT_TAKEN_BACK -> new Forgotten(doubles, plan);
                    default -> doubles;
                });
    }

    /** Books removed rows of a plan's keyspaces once more. */
    private record Forgotten(Doubles doubles, @Nullable SimulatedPlan plan, List<Row> gone) implements Doubles {
        Forgotten(Doubles doubles, @Nullable SimulatedPlan plan) {
            this(doubles, plan, new ArrayList<>());
        }

        @Override
        public boolean possible() {
            return doubles.possible();
        }

        @Override
        public void removed(int partition, Row row) {
            doubles.removed(partition, row);
            if (row.part().closes()) {
                gone.add(row);
            }
        }

        @Override
        public void rejectedTwice(int partition, Key key, Kind kind) {
            doubles.rejectedTwice(partition, key, kind);
        }

        @Override
        public Checkpoint settled() {
            Checkpoint settled = doubles.settled();
            if (plan == null) {
                return settled;
            }
            Ledger ledger = Ledger.of(settled.ledger());
            ledger.keyspaces().planned(plan.keyspaces());
            for (Row row : gone) {
                ledger.keyspaces()
                        .written(
                                row.key(),
                                plan.keyspaceOf(row.key(), row.value().kind()));
            }
            return new Checkpoint(settled.partitions(), ledger.toBytes());
        }
    }

    /** Says that there are no doubles to look for. */
    private record Kept(Doubles doubles) implements Doubles {
        @Override
        public boolean possible() {
            return false;
        }

        @Override
        public void removed(int partition, Row row) {
            doubles.removed(partition, row);
        }

        @Override
        public void rejectedTwice(int partition, Key key, Kind kind) {
            doubles.rejectedTwice(partition, key, kind);
        }

        @Override
        public Checkpoint settled() {
            return doubles.settled();
        }
    }

    @Override
    public Optional<RunRecord> latest() {
        return sink.latest();
    }

    @Override
    public void forget() {
        sink.forget();
    }

    @Override
    public void begin(RunRecord run, Checkpoint start) {
        sink.begin(run, start);
    }

    @Override
    public void finish(String status, long finishedAt, String report) {
        sink.finish(status, finishedAt, report);
    }

    @Override
    public long logBytes() {
        return sink.logBytes();
    }

    @Override
    public void close() {
        sink.close();
    }
}
