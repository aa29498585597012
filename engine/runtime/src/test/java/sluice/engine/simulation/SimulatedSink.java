package sluice.engine.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sluice.adapters.contract.Interference.Moment;
import sluice.adapters.contract.MemorySink;
import sluice.adapters.contract.MemorySinkReader;
import sluice.adapters.contract.MemoryStore;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.MigrationException;
import sluice.protocol.Reject;
import sluice.protocol.RunRecord;
import sluice.protocol.Sink;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;

/** The memory sink, where every call may fail, take long, or be the last thing that its process does. */
final class SimulatedSink implements Sink {
    private final World world;
    private final Sink sink;
    private final Corruption corruption;
    private final Runnable onDurable;
    private boolean sealing;
    private boolean interrupted;
    private boolean closed;

    private SimulatedSink(World world, Sink sink, Corruption corruption, Runnable onDurable) {
        this.world = world;
        this.sink = sink;
        this.corruption = corruption;
        this.onDurable = onDurable;
        world.opened("sink");
    }

    /** @param onDurable called when something has become durable */
    record Provider(MemoryStore store, World world, Corruption corruption, Runnable onDurable) implements SinkProvider {
        @Override
        public boolean accepts(String uri) {
            return true;
        }

        @Override
        public String redact(String uri) {
            return uri;
        }

        @Override
        public Sink open(SinkSettings settings) {
            world.before(Site.OPEN_SINK);
            world.flight().clear();
            Sink memory = new MemorySink(store, moment -> {
                if (moment == Moment.INDEX) {
                    world.before(Site.INDEX);
                }
            });
            world.holds(memory);
            return new SimulatedSink(world, Mistaken.with(world.bug(), memory, world.plan()), corruption, onDurable);
        }

        @Override
        public SinkReader read(SinkSettings settings) {
            world.before(Site.OPEN_SINK_READER);
            return new SimulatedSinkReader(world, new MemorySinkReader(store));
        }
    }

    private void durable(Site site, Runnable act) {
        world.call(site, () -> {
            act.run();
            onDurable.run();
            return site;
        });
    }

    private <T> T durably(Site site, Supplier<T> act) {
        return world.call(site, () -> {
            T result = act.get();
            onDurable.run();
            return result;
        });
    }

    @Override
    public Optional<RunRecord> latest() {
        return world.call(Site.LATEST, sink::latest);
    }

    @Override
    public void forget() {
        durable(Site.BEGIN, sink::forget);
    }

    @Override
    public void begin(RunRecord run, Checkpoint start) {
        durable(Site.BEGIN, () -> sink.begin(run, start));
    }

    @Override
    public Checkpoint resume(RunRecord run) {
        return durably(Site.RESUME, () -> sink.resume(run));
    }

    @Override
    public List<Reject> write(Batch batch) {
        return world.call(Site.WRITE, () -> {
            world.flight().written(batch);
            return sink.write(corruption.spoil(batch));
        });
    }

    @Override
    public void commit(Checkpoint changes) {
        durable(Site.COMMIT, () -> {
            sink.commit(changes);
            world.flight().committed();
        });
    }

    @Override
    public SealResult seal(Doubles doubles) {
        sealing = true;
        interrupted = false;
        try {
            return durably(Site.SEAL, () -> {
                checkInterrupted();
                SealResult result = sink.seal(doubles);
                checkInterrupted();
                return result;
            });
        } finally {
            sealing = false;
        }
    }

    private void checkInterrupted() {
        if (interrupted) {
            throw MigrationException.failed("cannot seal", "it was interrupted", "run the same command again", null);
        }
    }

    @Override
    public void finish(String status, long finishedAt, String report) {
        durable(Site.FINISH, () -> sink.finish(status, finishedAt, report));
    }

    @Override
    public long logBytes() {
        return sink.logBytes();
    }

    @Override
    public void interrupt() {
        interrupted = sealing;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            sink.close();
            world.closed("sink");
        }
    }
}
