package sluice.benchmarks.micro;

import java.nio.file.Path;
import java.util.List;
import sluice.adapters.sqlite.SqliteSinkProvider;
import sluice.engine.core.Standings;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.Cursor;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Partition;
import sluice.protocol.Phase;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;

/** A SQLite file that rows land in by way of the sink, without an engine around it. Belongs to one thread. */
final class LandedFile implements AutoCloseable {
    /** As many bytes as the engine gathers before it commits, near enough. */
    private static final long COMMIT_BYTES = 8L << 20;

    private static final Partition PARTITION = new Partition(0, "all", new Cursor(""));

    private final SinkSettings settings;
    private final Sink sink;
    private final Standings standings;

    LandedFile(Path file, String layout) {
        settings = new SinkSettings("sqlite:" + file, layout, 0);
        sink = new SqliteSinkProvider().open(settings);
        Checkpoint start = Standings.start(List.of(PARTITION), new byte[0]);
        standings = new Standings(start);
        sink.begin(
                new RunRecord(
                        "run", "memory", "one", "one", layout, null, null, Phase.LANDING, "running", 0, 0, 1, null),
                start);
    }

    /** Writes and commits. */
    void land(List<Batch> batches) {
        long uncommitted = 0;
        for (Batch batch : batches) {
            if (!sink.write(batch).isEmpty()) {
                throw new IllegalStateException("rows were rejected");
            }
            standings.wrote(batch, 0);
            uncommitted += batch.bytes();
            if (uncommitted >= COMMIT_BYTES || batch.last()) {
                sink.commit(standings.takeChanges(new byte[0]));
                uncommitted = 0;
            }
        }
    }

    /** Seals rows of which none is double. */
    void seal() {
        Sink.SealResult sealed = sink.seal(new NoDoubles());
        if (!sealed.integrity().equals("ok")) {
            throw new IllegalStateException(sealed.integrity());
        }
        sink.finish("copied", 1, "{}");
    }

    SinkReader reader() {
        return new SqliteSinkProvider().read(settings);
    }

    @Override
    public void close() {
        sink.close();
    }

    private final class NoDoubles implements Sink.Doubles {
        @Override
        public boolean possible() {
            return false;
        }

        @Override
        public void removed(int partition, Row row) {
            throw new IllegalStateException("double: " + row.key());
        }

        @Override
        public void rejectedTwice(int partition, Key key, Kind kind) {
            throw new IllegalStateException("rejected twice: " + key);
        }

        @Override
        public Checkpoint settled() {
            return standings.takeChanges(new byte[0]);
        }
    }
}
