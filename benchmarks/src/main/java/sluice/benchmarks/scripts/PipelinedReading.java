package sluice.benchmarks.scripts;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** All keys of a page at once: a round for the types, and one for the values and expiries. */
final class PipelinedReading implements Reading {
    private final StatefulRedisConnection<String, String> connection;
    private final RedisAsyncCommands<String, String> redis;

    PipelinedReading(StatefulRedisConnection<String, String> connection) {
        this.connection = connection;
        this.redis = connection.async();
        connection.setAutoFlushCommands(true);
    }

    @Override
    public void read(List<String> keys, KeyTable table) throws SQLException {
        connection.setAutoFlushCommands(false);
        List<RedisFuture<String>> types = new ArrayList<>();
        for (String key : keys) {
            types.add(redis.type(key));
        }
        connection.flushCommands();
        List<CompletionStage<?>> values = new ArrayList<>();
        List<RedisFuture<Long>> expiries = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            values.add(value(keys.get(i), await(types.get(i))));
            expiries.add(redis.ttl(keys.get(i)));
        }
        connection.flushCommands();
        for (int i = 0; i < keys.size(); i++) {
            String text = Texts.of(await(values.get(i)));
            table.put(keys.get(i), await(types.get(i)), text, await(expiries.get(i)));
        }
        connection.setAutoFlushCommands(true);
    }

    private static <T> T await(CompletionStage<T> reply) {
        return reply.toCompletableFuture().join();
    }

    private RedisFuture<?> value(String key, String type) {
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
