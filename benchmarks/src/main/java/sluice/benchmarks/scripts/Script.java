package sluice.benchmarks.scripts;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.sql.SQLException;

/**
 * {@code Script naive|pipelined|batch REDIS DATABASE} copies every key as people do it: SCAN, read the values, one row
 * a key. Naive awaits each reply before it asks again; pipelined asks for a whole SCAN page at once, first the types,
 * then the values and expiries; batch does the same and writes as batch frameworks do.
 */
public final class Script {
    private static final long PAGE = 1_000;

    private Script() {}

    public static void main(String[] arguments) throws SQLException {
        String style = arguments[0];
        RedisClient client = RedisClient.create(arguments[1]);
        try (StatefulRedisConnection<String, String> connection = client.connect();
                KeyTable table = style.equals("batch")
                        ? KeyTable.inBatches(arguments[2])
                        : KeyTable.inTransactions(arguments[2])) {
            Reading reading =
                    style.equals("naive") ? new NaiveReading(connection.sync()) : new PipelinedReading(connection);
            copy(connection.sync(), reading, table);
        } finally {
            client.shutdown();
        }
    }

    private static void copy(RedisCommands<String, String> redis, Reading reading, KeyTable table) throws SQLException {
        ScanCursor cursor = ScanCursor.INITIAL;
        while (!cursor.isFinished()) {
            KeyScanCursor<String> page = redis.scan(cursor, ScanArgs.Builder.limit(PAGE));
            reading.read(page.getKeys(), table);
            cursor = page;
        }
    }
}
