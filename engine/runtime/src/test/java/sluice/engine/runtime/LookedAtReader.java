package sluice.engine.runtime;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import sluice.protocol.Checkpoint;
import sluice.protocol.Key;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkReader;

/** A reader of a sink for which a test says what happens when it is looked at, and when that is interrupted. */
record LookedAtReader(SinkReader reader, Runnable look, Runnable interruption) implements SinkReader {
    @Override
    public List<String> damage() {
        look.run();
        return reader.damage();
    }

    @Override
    public void interrupt() {
        interruption.run();
    }

    @Override
    public List<RunRecord> runs() {
        return reader.runs();
    }

    @Override
    public Checkpoint checkpoint() {
        return reader.checkpoint();
    }

    @Override
    public void rejects(Consumer<Reject> rejects) {
        reader.rejects(rejects);
    }

    @Override
    public long rows() {
        return reader.rows();
    }

    @Override
    public Optional<Addresses> addresses() {
        return reader.addresses();
    }

    @Override
    public void scan(Addresses range, Consumer<Row> rows) {
        reader.scan(range, rows);
    }

    @Override
    public void read(List<Key> keys, Consumer<Row> rows) {
        reader.read(keys, rows);
    }

    @Override
    public void close() {
        reader.close();
    }
}
