package sluice.adapters.contract;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sluice.protocol.MigrationException;
import sluice.protocol.Sink;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;

/** Gives {@link MemorySink}s under addresses {@code memory:NAME}; what they hold lives as long as this provider. */
public final class MemorySinkProvider implements SinkProvider {
    private static final String SCHEME = "memory:";

    private final Map<String, MemoryStore> stores = new ConcurrentHashMap<>();
    private final Interference interference;

    public MemorySinkProvider() {
        this(Interference.NONE);
    }

    public MemorySinkProvider(Interference interference) {
        this.interference = interference;
    }

    @Override
    public boolean accepts(String uri) {
        return uri.startsWith(SCHEME);
    }

    @Override
    public String redact(String uri) {
        return uri;
    }

    @Override
    public Sink open(SinkSettings settings) {
        return new MemorySink(store(settings.uri()), interference);
    }

    @Override
    public SinkReader read(SinkSettings settings) {
        MemoryStore store = store(settings.uri());
        if (store.run().isEmpty()) {
            throw MigrationException.refused(
                    "cannot read " + settings.uri(), "no run ever wrote to it", "copy something into it first");
        }
        return new MemorySinkReader(store);
    }

    /** The store behind an address; made when it is first asked for. */
    public MemoryStore store(String uri) {
        return stores.computeIfAbsent(uri, absent -> new MemoryStore());
    }
}
