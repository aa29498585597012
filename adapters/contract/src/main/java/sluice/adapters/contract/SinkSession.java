package sluice.adapters.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.Cursor;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;
import sluice.protocol.Tally;

/** Drives one sink the way the engine does, and keeps its books. Belongs to one thread. */
public final class SinkSession implements AutoCloseable {
    private final Sink sink;
    private final Map<Integer, Standing> standings = new HashMap<>();

    private SinkSession(Sink sink) {
        this.sink = sink;
    }

    /** Opens the sink and begins a run of so many partitions. */
    public static SinkSession begin(SinkProvider provider, SinkSettings settings, int partitions) {
        SinkSession session = new SinkSession(provider.open(settings));
        return session.begin(Samples.run(settings.layout()), partitions);
    }

    /** Opens the sink, forgets what stands there and begins this run. */
    public static SinkSession beginOver(SinkProvider provider, SinkSettings settings, RunRecord run, int partitions) {
        SinkSession session = new SinkSession(provider.open(settings));
        session.sink.forget();
        return session.begin(run, partitions);
    }

    private SinkSession begin(RunRecord run, int partitions) {
        for (int id = 0; id < partitions; id++) {
            standings.put(
                    id,
                    new Standing(Samples.partition(id), Samples.partition(id).start(), Tally.ZERO, false));
        }
        sink.begin(run, new Checkpoint(standings, new byte[0]));
        return this;
    }

    /** Opens the sink again and takes up the run that stands in it. */
    public static SinkSession resume(SinkProvider provider, SinkSettings settings) {
        SinkSession session = new SinkSession(provider.open(settings));
        RunRecord run = session.sink.latest().orElseThrow();
        session.standings.putAll(session.sink.resume(run.attempt("identity-2")).partitions());
        return session;
    }

    public Sink sink() {
        return sink;
    }

    public Checkpoint checkpoint() {
        return new Checkpoint(standings, new byte[] {1, 2, 3});
    }

    public List<Reject> write(int partition, Row... rows) {
        return write(Samples.batch(partition, rows));
    }

    public List<Reject> write(int partition, List<Row> rows) {
        return write(Samples.batch(partition, rows));
    }

    private List<Reject> write(Batch batch) {
        List<Reject> rejects = sink.write(batch);
        Standing before = standing(checkpoint(), batch.partition());
        Tally tally = Tally.of(batch.closedRows() - rejects.size(), rejects.size(), 0, batch.bytes());
        Cursor cursor = new Cursor(before.cursor().text() + "+" + batch.next().text());
        standings.put(
                batch.partition(),
                new Standing(before.partition(), cursor, before.tally().plus(tally), false));
        return rejects;
    }

    /** Where a partition stands; throws when the checkpoint does not name it. */
    public static Standing standing(Checkpoint checkpoint, int partition) {
        return Objects.requireNonNull(checkpoint.partitions().get(partition), "no partition " + partition);
    }

    public void commit() {
        sink.commit(checkpoint());
    }

    public Sink.SealResult seal(BookedDoubles doubles) {
        return sink.seal(doubles);
    }

    /** Commits, seals, finishes and closes. */
    public void complete() {
        commit();
        sink.seal(new BookedDoubles(this, true));
        sink.finish("verified", 1_700_000_001_000L, "{}");
        sink.close();
    }

    void removed(int partition, Row row) {
        if (row.part().closes()) {
            Standing s = standing(checkpoint(), partition);
            Tally tally = s.tally().withOneDoubled();
            standings.put(partition, new Standing(s.partition(), s.cursor(), tally, s.drained()));
        }
    }

    void restored(int partition, Row row) {
        if (row.part().closes()) {
            Standing s = standing(checkpoint(), partition);
            Tally tally = s.tally().withOneRestored();
            standings.put(partition, new Standing(s.partition(), s.cursor(), tally, s.drained()));
        }
    }

    void rejected(int partition, Row row) {
        if (row.part().closes()) {
            Standing s = standing(checkpoint(), partition);
            Tally tally = s.tally().withOneRejected();
            standings.put(partition, new Standing(s.partition(), s.cursor(), tally, s.drained()));
        }
    }

    void rejectedTwice(int partition) {
        Standing s = standing(checkpoint(), partition);
        standings.put(
                partition, new Standing(s.partition(), s.cursor(), s.tally().withOneRejectDoubled(), s.drained()));
    }

    @Override
    public void close() {
        sink.close();
    }

    /** All rows that a sink's readers see, described. */
    public static List<String> described(SinkProvider provider, SinkSettings settings) {
        return Rows.describe(rows(provider, settings));
    }

    public static Collection<Row> rows(SinkProvider provider, SinkSettings settings) {
        List<Row> rows = new ArrayList<>();
        try (SinkReader reader = provider.read(settings)) {
            reader.addresses().ifPresent(range -> reader.scan(range, rows::add));
        }
        return rows;
    }
}
