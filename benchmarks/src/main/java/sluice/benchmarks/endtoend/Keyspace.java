package sluice.benchmarks.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import sluice.adapters.contract.servers.Resp;
import sluice.benchmarks.endtoend.DataSet.Facts;

/** Fills a server with a data set, and counts what it put there. */
final class Keyspace {
    private static final int CHUNK = 5_000;
    private static final int LIST_CHUNK = 500;
    private static final int STRING_BYTES = 100;
    private static final int ELEMENT_BYTES = 20;

    /** In the year 2096: nothing expires while it is measured. */
    private static final long EXPIRY = 4_000_000_000_000L;

    private static final byte[] DIGITS =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_".getBytes(StandardCharsets.US_ASCII);

    private final DataSet data;
    private final RandomGenerator random;
    private final List<Object[]> commands = new ArrayList<>();
    private long keys;
    private long elements;
    private long bytes;

    private Keyspace(DataSet data) {
        this.data = data;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(data.seed());
    }

    static Facts fill(DataSet data, Resp redis) {
        Keyspace keyspace = new Keyspace(data);
        if (data.kind() == DataSet.Kind.BIGLIST) {
            keyspace.addList(redis);
        } else {
            keyspace.addKeys(redis);
        }
        keyspace.send(redis);
        return new Facts(keyspace.keys, keyspace.keys + keyspace.elements, keyspace.bytes);
    }

    private void addKeys(Resp redis) {
        for (long i = 0; i < data.keys(); i++) {
            add(i);
            if (commands.size() >= CHUNK) {
                send(redis);
            }
        }
    }

    private void addList(Resp redis) {
        byte[] key = counted("biglist".getBytes(StandardCharsets.US_ASCII));
        keys = 1;
        for (long left = data.keys(); left > 0; left -= LIST_CHUNK) {
            List<Object> words = new ArrayList<>(List.of("RPUSH", key));
            for (long i = Math.min(left, LIST_CHUNK); i > 0; i--) {
                words.add(element());
            }
            commands.add(words.toArray());
            if (commands.size() >= CHUNK / LIST_CHUNK) {
                send(redis);
            }
        }
    }

    private void send(Resp redis) {
        redis.pipeline(commands);
        commands.clear();
    }

    private void add(long i) {
        byte[] key = counted(("session:" + new String(content(22), StandardCharsets.US_ASCII) + ":" + i)
                .getBytes(StandardCharsets.US_ASCII));
        keys++;
        int draw = data.kind() == DataSet.Kind.STRINGS ? 0 : (int) (i % 100);
        if (draw < 60) {
            commands.add(new Object[] {"SET", key, counted(content(STRING_BYTES))});
        } else if (draw < 80) {
            commands.add(hash(key));
        } else if (draw < 95) {
            commands.add(collection(draw < 90 ? "RPUSH" : "SADD", key));
        } else {
            commands.add(scored(key));
        }
        if (i % 5 == 0) {
            commands.add(new Object[] {"PEXPIREAT", key, String.valueOf(EXPIRY + i)});
        }
    }

    private Object[] hash(byte[] key) {
        List<Object> words = new ArrayList<>(List.of("HSET", key));
        for (int i = 0; i < 10; i++) {
            words.add(counted(("field" + i).getBytes(StandardCharsets.US_ASCII)));
            words.add(element());
        }
        return words.toArray();
    }

    private Object[] collection(String command, byte[] key) {
        List<Object> words = new ArrayList<>(List.of(command, key));
        for (int i = 0; i < 20; i++) {
            words.add(element());
        }
        return words.toArray();
    }

    private Object[] scored(byte[] key) {
        List<Object> words = new ArrayList<>(List.of("ZADD", key));
        for (int i = 0; i < 20; i++) {
            words.add(String.valueOf(random.nextDouble()));
            words.add(element());
            bytes += Double.BYTES;
        }
        return words.toArray();
    }

    private byte[] element() {
        elements++;
        return counted(content(ELEMENT_BYTES));
    }

    private byte[] counted(byte[] content) {
        bytes += content.length;
        return content;
    }

    private byte[] content(int length) {
        byte[] content = new byte[length];
        long bits = 0;
        for (int i = 0; i < length; i++) {
            if (i % 10 == 0) {
                bits = random.nextLong();
            }
            content[i] = DIGITS[(int) (bits & 63)];
            bits >>>= 6;
        }
        return content;
    }
}
