package sluice.adapters.contract;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sluice.protocol.MigrationException;
import sluice.protocol.Source;
import sluice.protocol.SourceProvider;
import sluice.protocol.SourceSettings;

/** Opens memory sources by name, {@code memory:NAME}, for tests. Safe for several threads. */
public final class MemorySourceProvider implements SourceProvider {
    private final Map<String, MemorySource.Content> contents = new ConcurrentHashMap<>();

    public MemorySourceProvider with(String name, MemorySource.Content content) {
        contents.put("memory:" + name, content);
        return this;
    }

    @Override
    public boolean accepts(String uri) {
        return uri.startsWith("memory:");
    }

    @Override
    public String redact(String uri) {
        return uri;
    }

    @Override
    public Source open(SourceSettings settings) {
        MemorySource.Content content = contents.get(settings.uri());
        if (content == null) {
            throw MigrationException.refused(
                    "cannot open " + settings.uri(), "there is no such source", "name one that was given");
        }
        return new MemorySource(content, settings.batchRows());
    }
}
