package sluice.engine.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sluice.engine.runtime.Backstage;
import sluice.protocol.Batch;
import sluice.protocol.Cursor;

/** What is between the readers and the last commit, and whether it stays within its bounds. Belongs to one thread. */
final class Flight {
    /** As the engine documents it. */
    private static final int BATCHES_MAX = 1024;

    private final World world;
    private final Map<Batch, String> flying = new IdentityHashMap<>();
    private final List<Batch> written = new ArrayList<>();
    private final Set<Cursor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private long bytesMax = Long.MAX_VALUE;
    private int readersMax = Integer.MAX_VALUE;

    /** How much a reader has in flight. */
    private record Load(int batches, long bytes) {
        Load plus(Load other) {
            return new Load(batches + other.batches, bytes + other.bytes);
        }
    }

    Flight(World world) {
        this.world = world;
    }

    void bound(long bytes, int readers) {
        bytesMax = bytes;
        readersMax = readers;
    }

    /** A new attempt, or a new process: what flew before is gone. */
    void clear() {
        flying.clear();
        seen.clear();
        written.clear();
    }

    void sent(Backstage.Sent sent) {
        // A plan makes another batch of what the source gave, with the very cursor.
        seen.add(sent.batch().next());
        flying.put(sent.batch(), sent.reader());
        check();
    }

    /** Whether it was ever sent. */
    boolean hasSeen(Batch batch) {
        return seen.contains(batch.next());
    }

    void written(Batch batch) {
        written.add(batch);
    }

    void committed() {
        written.forEach(flying::remove);
        written.clear();
    }

    /** One batch of each reader may always fly; of readers that have several, all together keep the budget. */
    private void check() {
        Map<String, Load> loads = new HashMap<>();
        flying.forEach((batch, reader) -> loads.merge(reader, new Load(1, batch.bytes()), Load::plus));
        long several = 0;
        for (Load load : loads.values()) {
            several += load.batches() > 1 ? load.bytes() : 0;
            if (load.batches() > BATCHES_MAX) {
                world.fail("in flight beyond its bound: " + load.batches() + " batches of one reader");
            }
        }
        if (several > bytesMax) {
            world.fail("in flight beyond its bound: " + several + " bytes of at most " + bytesMax);
        }
        if (loads.size() > readersMax) {
            world.fail("in flight beyond its bound: " + loads.size() + " readers of at most " + readersMax);
        }
    }
}
