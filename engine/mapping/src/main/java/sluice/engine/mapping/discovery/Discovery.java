package sluice.engine.mapping.discovery;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Progress;
import sluice.protocol.Batch;
import sluice.protocol.KeyFilter;
import sluice.protocol.Source;

/**
 * Looks at a source twice: first at names only, which it clusters into patterns; then at keys with their values, which
 * it counts under the pattern that a plan would put them under. Belongs to one thread.
 */
public final class Discovery {
    private static final double NANOS = 1e9;

    private final Source source;
    private final Selection selection;
    private final long keysMost;
    private final long now;
    private final LongSupplier nanoTime;
    private final Consumer<Progress> observer;
    private final BooleanSupplier stopped;

    /**
     * @param selection what the source was opened with
     * @param keysMost how many keys are read; {@code Long.MAX_VALUE} for all
     * @param now Unix milliseconds, against which expiries are told
     * @param observer hears how it goes, after each batch
     * @param stopped whether nobody wants the result any more
     */
    public Discovery(
            Source source,
            Selection selection,
            long keysMost,
            long now,
            LongSupplier nanoTime,
            Consumer<Progress> observer,
            BooleanSupplier stopped) {
        this.source = source;
        this.selection = selection;
        this.keysMost = keysMost;
        this.now = now;
        this.nanoTime = nanoTime;
        this.observer = observer;
        this.stopped = stopped;
    }

    /** What was found, or null when it was stopped; throws what the source throws. */
    public @Nullable Discovered run() {
        Shapes shapes = new Shapes();
        KeyFilter names = key -> {
            if (shapes.names() < keysMost) {
                shapes.add(key.name());
            }
            return false;
        };
        look("listing", names, shapes::names, batch -> {});
        if (stopped.getAsBoolean()) {
            return null;
        }
        Keyspaces keyspaces = new Keyspaces(Clusters.of(shapes).patterns(), now);
        boolean complete = look("reading", Source.EVERY_KEY, keyspaces::keys, keyspaces::add);
        return stopped.getAsBoolean()
                ? null
                : new Discovered(source.info(), selection, complete, shapes.unreadable(), keyspaces);
    }

    private boolean look(String stage, KeyFilter wanted, LongSupplier seen, Consumer<Batch> batches) {
        long began = nanoTime.getAsLong();
        long[] bytes = {0};
        try (Looking looking = new Looking(source, wanted)) {
            return looking.read(
                    keysMost,
                    seen,
                    batch -> {
                        batches.accept(batch);
                        bytes[0] += batch.contentBytes();
                        double seconds = (nanoTime.getAsLong() - began) / NANOS;
                        double sampled = keysMost == Long.MAX_VALUE ? 0 : (double) seen.getAsLong() / keysMost;
                        observer.accept(progress(
                                stage, seen.getAsLong(), bytes[0], seconds, Math.max(sampled, looking.progress())));
                    },
                    stopped);
        }
    }

    private static Progress progress(String stage, long keys, long bytes, double seconds, double fraction) {
        double rate = seconds > 0 ? keys / seconds : 0;
        return new Progress(stage, keys, 0, 0, 0, bytes, seconds, Math.min(1, fraction), rate, 0, 0, 1, "");
    }
}
