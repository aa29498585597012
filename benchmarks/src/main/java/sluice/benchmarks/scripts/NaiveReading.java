package sluice.benchmarks.scripts;

import io.lettuce.core.api.sync.RedisCommands;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Key by key, and each reply is awaited. */
record NaiveReading(RedisCommands<String, String> redis) implements Reading {
    @Override
    public void read(List<String> keys, KeyTable table) throws SQLException {
        for (String key : keys) {
            String type = redis.type(key);
            Object value = value(key, type);
            table.put(key, type, Texts.of(value), redis.ttl(key));
        }
    }

    private @Nullable Object value(String key, String type) {
        return switch (type) {
            case "string" -> redis.get(key);
            case "hash" -> redis.hgetall(key);
            case "list" -> redis.lrange(key, 0, -1);
            case "set" -> redis.smembers(key);
            case "zset" -> redis.zrangeWithScores(key, 0, -1);
            default -> throw new IllegalStateException(key + " is a " + type);
        };
    }
}
