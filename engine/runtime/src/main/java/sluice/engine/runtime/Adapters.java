package sluice.engine.runtime;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import sluice.protocol.Keeper;
import sluice.protocol.MigrationException;
import sluice.protocol.SinkProvider;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkSettings;
import sluice.protocol.SourceProvider;

/** The sources and sinks that this installation knows. Immutable. */
public record Adapters(List<SourceProvider> sources, List<SinkProvider> sinks) {
    public Adapters {
        sources = List.copyOf(sources);
        sinks = List.copyOf(sinks);
    }

    /** All that are announced on the class path. */
    public static Adapters installed() {
        return new Adapters(found(SourceProvider.class), found(SinkProvider.class));
    }

    private static <T> List<T> found(Class<T> provider) {
        return Stream.of(provider)
                .flatMap(type -> ServiceLoader.load(type).stream())
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    public SourceProvider source(String uri) {
        return sources.stream()
                .filter(provider -> provider.accepts(uri))
                .findFirst()
                .orElseThrow(() -> MigrationException.refused(
                        "cannot read from " + withoutSecrets(uri),
                        "no source knows this kind of address",
                        "use redis://host:port/db, rediss://…, redis-socket:///path, rdb:FILE or a file that"
                                + " ends in .rdb"));
    }

    public SinkProvider sink(String uri) {
        return sinks.stream()
                .filter(provider -> provider.accepts(uri))
                .findFirst()
                .orElseThrow(() -> MigrationException.refused(
                        "cannot write to " + withoutSecrets(uri),
                        "no sink knows this kind of address",
                        "use sqlite:FILE, or a file that ends in .db, .sqlite or .sqlite3"));
    }

    /** Opens a sink for reading what its latest run left. */
    public SinkReader read(String uri) {
        return sink(uri).read(new SinkSettings(uri, "native", 0));
    }

    /** Who looks after a sink between its runs. */
    public Keeper keeper(String uri) {
        return sink(uri).keeper(uri);
    }

    /** An address that nobody knows may still hold a password before its last @. */
    private static String withoutSecrets(String uri) {
        int at = uri.lastIndexOf('@');
        boolean hasScheme = uri.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*://.*");
        return at < 0 ? uri : uri.substring(0, hasScheme ? uri.indexOf("://") + 3 : 0) + "…" + uri.substring(at);
    }
}
