package sluice.adapters.sqlite;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import sluice.protocol.Check;
import sluice.protocol.Keeper;
import sluice.protocol.Sink;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkRetry;
import sluice.protocol.SinkSettings;
import sluice.protocol.SinkTrial;

/** Opens SQLite files: {@code sqlite:PATH}, or a path that ends in .db, .sqlite or .sqlite3. Thread-safe. */
public final class SqliteSinkProvider implements SinkProvider {
    private final InstantSource clock;
    private final Consumer<Kit.SealStep> afterSealStep;

    public SqliteSinkProvider() {
        this(InstantSource.system(), step -> {});
    }

    SqliteSinkProvider(InstantSource clock, Consumer<Kit.SealStep> afterSealStep) {
        this.clock = clock;
        this.afterSealStep = afterSealStep;
    }

    @Override
    public boolean accepts(String uri) {
        return SqliteAddress.accepts(uri);
    }

    @Override
    public String redact(String uri) {
        return SqliteAddress.show(uri);
    }

    @Override
    public Sink open(SinkSettings settings) {
        if (Layout.isOfPlan(settings.layout())) {
            return MappedSink.open(settings, clock, afterSealStep);
        }
        StagingFile.checkNone(settings);
        return SqliteSink.open(settings, clock, afterSealStep);
    }

    @Override
    public SinkReader read(SinkSettings settings) {
        return SqliteSinkReader.open(settings);
    }

    @Override
    public List<Check> checks(SinkSettings settings) {
        return SqliteChecks.of(settings);
    }

    @Override
    public SinkTrial trial(SinkSettings settings, SinkTrial.Content content) {
        return SqliteTrial.open(settings, content);
    }

    @Override
    public SinkRetry retry(SinkSettings settings) {
        return Retrying.open(settings, clock, afterSealStep);
    }

    @Override
    public Keeper keeper(String uri) {
        return SqliteKeeper.of(uri, clock, step -> {});
    }
}
