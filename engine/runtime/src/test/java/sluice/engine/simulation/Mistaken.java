package sluice.engine.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.Cursor;
import sluice.protocol.Key;
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

    private Mistaken(Bug bug, Sink sink) {
        this.bug = bug;
        this.sink = sink;
    }

    /** The sink itself when no mistake of it is asked for. */
    static Sink with(Bug bug, Sink sink) {
        return bug == Bug.NONE || bug == Bug.STALE_ACK_ACCEPTED ? sink : new Mistaken(bug, sink);
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
                .filter(row ->
                        row.value() instanceof Value.Undecodable && row.part().closes())
                .map(row -> new Reject(
                        row.key(), row.value().kind(), row.expiresAt(), "", "unknown encoding", "raw", null, 0))
                .toList();
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
        return bug == Bug.RESUMES_ONE_BATCH_LATE ? oneBatchLater(found) : found;
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
        return sink.seal(bug == Bug.DOUBLE_ROW_KEPT ? new Kept(doubles) : doubles);
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
        public void rejectedTwice(int partition, Key key) {
            doubles.rejectedTwice(partition, key);
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
