package sluice.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import sluice.adapters.contract.servers.Resp;

/**
 * Keys in the proportions of a product: of a hundred, 60 strings of 100 bytes, 20 hashes of 10 fields, 10 lists, 5 sets
 * and 5 sorted sets of 20; a fifth expires far away. The same on every call.
 */
final class Keyspace {
    private static final int CHUNK = 5_000;
    private static final long EXPIRY = 4_000_000_000_000L;

    private final Random random = new Random(42);

    void fill(Resp redis, int keys) {
        List<Object[]> commands = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            add(commands, i);
            if (commands.size() >= CHUNK) {
                redis.pipeline(commands);
                commands.clear();
            }
        }
        redis.pipeline(commands);
    }

    private void add(List<Object[]> commands, int i) {
        String key = (i % 3 == 0 ? "session:" : "user:") + Long.toHexString(random.nextLong()) + ":" + i;
        int draw = i % 100;
        if (draw < 60) {
            commands.add(new Object[] {"SET", key, content(100)});
        } else if (draw < 80) {
            commands.add(collection("HSET", key, 10, true));
        } else if (draw < 90) {
            commands.add(collection("RPUSH", key, 20, false));
        } else if (draw < 95) {
            commands.add(collection("SADD", key, 20, false));
        } else {
            commands.add(scored(key));
        }
        if (i % 5 == 0) {
            commands.add(new Object[] {"PEXPIREAT", key, String.valueOf(EXPIRY + i)});
        }
    }

    private Object[] collection(String command, String key, int elements, boolean pairs) {
        List<Object> words = new ArrayList<>(List.of(command, key));
        for (int i = 0; i < elements; i++) {
            if (pairs) {
                words.add("field" + i);
            }
            words.add(content(20));
        }
        return words.toArray();
    }

    private Object[] scored(String key) {
        List<Object> words = new ArrayList<>(List.of("ZADD", key));
        for (int i = 0; i < 20; i++) {
            words.add(String.valueOf(random.nextDouble()));
            words.add(content(20));
        }
        return words.toArray();
    }

    private byte[] content(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(Long.toString(random.nextLong() >>> 1, 36));
        }
        return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }
}
