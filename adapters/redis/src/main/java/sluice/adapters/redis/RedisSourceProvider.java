package sluice.adapters.redis;

import sluice.protocol.MigrationException;
import sluice.protocol.Source;
import sluice.protocol.SourceProvider;
import sluice.protocol.SourceSettings;

/** Opens {@code redis://}, {@code rediss://} and {@code redis-socket://} addresses. */
public final class RedisSourceProvider implements SourceProvider {
    @Override
    public boolean accepts(String uri) {
        return RedisAddress.accepts(uri);
    }

    @Override
    public String redact(String uri) {
        return RedisAddress.redact(uri);
    }

    @Override
    public int database(SourceSettings settings) {
        if (settings.db() != null) {
            return SourceProvider.super.database(settings);
        }
        try {
            return RedisAddress.parse(settings.uri()).db();
        } catch (MigrationException unreadable) {
            return 0;
        }
    }

    @Override
    public Source open(SourceSettings settings) {
        return RedisSource.open(settings, Limits.DEFAULT);
    }
}
