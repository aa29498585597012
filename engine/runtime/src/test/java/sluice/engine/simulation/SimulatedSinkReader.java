package sluice.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import sluice.protocol.Checkpoint;
import sluice.protocol.Key;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkReader;

/** Reads the memory sink, where every call may fail or take long. */
final class SimulatedSinkReader implements SinkReader {
    private final World world;
    private final SinkReader reader;
    private boolean closed;

    SimulatedSinkReader(World world, SinkReader reader) {
        this.world = world;
        this.reader = reader;
        world.opened("sink reader");
    }

    @Override
    public List<RunRecord> runs() {
        return world.call(Site.READ_SINK, reader::runs);
    }

    @Override
    public Checkpoint checkpoint() {
        return world.call(Site.READ_SINK, reader::checkpoint);
    }

    @Override
    public void rejects(Consumer<Reject> rejects) {
        List<Reject> all = new ArrayList<>();
        world.call(Site.READ_SINK, () -> {
            reader.rejects(all::add);
            return all;
        });
        all.forEach(rejects);
    }

    @Override
    public long rows() {
        return world.call(Site.READ_SINK, reader::rows);
    }

    @Override
    public Optional<Addresses> addresses() {
        return world.call(Site.READ_SINK, reader::addresses);
    }

    @Override
    public void scan(Addresses range, Consumer<Row> rows) {
        List<Row> all = new ArrayList<>();
        world.call(Site.READ_SINK, () -> {
            reader.scan(range, all::add);
            return all;
        });
        all.forEach(rows);
    }

    @Override
    public void read(List<Key> keys, Consumer<Row> rows) {
        List<Row> all = new ArrayList<>();
        world.call(Site.READ_SINK, () -> {
            reader.read(keys, all::add);
            return all;
        });
        all.forEach(rows);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            reader.close();
            world.closed("sink reader");
        }
    }
}
