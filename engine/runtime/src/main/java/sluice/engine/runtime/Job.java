package sluice.engine.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import sluice.engine.core.Backoff;
import sluice.engine.core.MappedSource;
import sluice.engine.core.Plan;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;
import sluice.protocol.Source;
import sluice.protocol.SourceProvider;
import sluice.protocol.SourceSettings;

/** A plan together with everything that carrying it out needs from outside. */
record Job(
        Plan plan,
        SourceProvider sourceProvider,
        SinkProvider sinkProvider,
        Clock clock,
        LongSupplier nanoTime,
        Supplier<String> ids,
        Parallel parallel,
        Tuning tuning) {

    /** How patient a run is. */
    record Tuning(Backoff readers, Backoff attempts, Comparison.Rounds rounds, Duration commitAge) {
        static final Tuning DEFAULT = new Tuning(
                new Backoff(3, Duration.ofMillis(200), Duration.ofSeconds(5)),
                new Backoff(5, Duration.ofSeconds(1), Duration.ofSeconds(30)),
                Comparison.Rounds.DEFAULT,
                Duration.ofMillis(200));
    }

    /** The same job once its run has begun. */
    Job resuming() {
        return new Job(plan.resuming(), sourceProvider, sinkProvider, clock, nanoTime, ids, parallel, tuning);
    }

    /** The same job, its plan selecting what that run did. */
    Job like(RunRecord run) {
        return new Job(plan.selectingLike(run), sourceProvider, sinkProvider, clock, nanoTime, ids, parallel, tuning);
    }

    String sourceName() {
        return sourceProvider.redact(plan.source());
    }

    String sinkName() {
        return sinkProvider.redact(plan.sink());
    }

    Source openSource(long asOf) {
        Source source = sourceProvider.open(sourceSettings(asOf));
        Plan.Mapped mapped = plan.mapped();
        return mapped == null ? source : new MappedSource(source, mapped.mapper());
    }

    private SourceSettings sourceSettings(long asOf) {
        return new SourceSettings(
                plan.source(), plan.password(), plan.db(), plan.match(), plan.batchRows(), plan.batchBytes(), asOf);
    }

    SinkSettings sinkSettings() {
        Plan.Mapped mapped = plan.mapped();
        return new SinkSettings(
                plan.sink(),
                plan.layout(),
                sourceProvider.database(sourceSettings(0)),
                mapped == null ? null : mapped.mapper().schema(),
                plan.backup());
    }

    SinkReader readSink() {
        return sinkProvider.read(sinkSettings());
    }

    String fingerprint() {
        return plan.fingerprint(sourceName());
    }
}
