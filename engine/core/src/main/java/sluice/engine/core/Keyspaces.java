package sluice.engine.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.protocol.Bytes;
import sluice.protocol.Key;

/**
 * Rows counted by keyspace: the part of a key up to its first colon. So that memory stays bounded, keyspaces beyond the
 * first {@value #MAX} are counted together. Mutable; belongs to one thread.
 */
public final class Keyspaces {
    static final int MAX = 100;
    static final String OTHER = "(other)";
    static final String UNNAMED = "*";
    private static final int NAME_MAX = 64;

    private final Map<String, long[]> counts = new LinkedHashMap<>();
    private byte[] lastPrefix = new byte[0];
    private long[] lastCount = new long[0];

    /** What a report says of one keyspace. */
    public record Count(String name, long read, long written, long rejected) {}

    public void written(Key key) {
        long[] count = countOf(key);
        count[0]++;
        count[1]++;
    }

    public void rejected(Key key) {
        long[] count = countOf(key);
        count[0]++;
        count[2]++;
    }

    /** A written row turned out to be an older reading of another. */
    public void doubled(Key key) {
        countOf(key)[1]--;
    }

    /** A reject turned out to be an older reading of another. */
    public void rejectedTwice(Key key) {
        countOf(key)[2]--;
    }

    public List<Count> counts() {
        List<Count> all = new ArrayList<>();
        counts.forEach((name, count) -> all.add(new Count(name, count[0], count[1], count[2])));
        all.sort((a, b) -> Long.compare(b.read(), a.read()));
        return all;
    }

    void addAll(Keyspaces other) {
        other.counts.forEach((name, count) -> {
            long[] sum = countNamed(name);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += count[i];
            }
        });
    }

    /** Keys come in runs of one keyspace often enough that remembering the last one saves most look-ups. */
    private long[] countOf(Key key) {
        byte[] name = key.name();
        if (startsWithLast(name)) {
            return lastCount;
        }
        int colon = colonIn(name);
        if (colon < 0) {
            return countNamed(UNNAMED);
        }
        byte[] prefix = Arrays.copyOf(name, colon + 1);
        lastCount = countNamed(Bytes.show(prefix) + "*");
        lastPrefix = prefix;
        return lastCount;
    }

    private boolean startsWithLast(byte[] name) {
        int length = lastPrefix.length;
        return length > 0 && name.length >= length && Arrays.equals(name, 0, length, lastPrefix, 0, length);
    }

    private static int colonIn(byte[] name) {
        int end = Math.min(name.length, NAME_MAX);
        for (int i = 0; i < end; i++) {
            if (name[i] == ':') {
                return i;
            }
        }
        return -1;
    }

    private long[] countNamed(String name) {
        long[] count = counts.get(name);
        if (count == null) {
            String known = counts.size() < MAX ? name : OTHER;
            count = counts.computeIfAbsent(known, ignored -> new long[3]);
        }
        return count;
    }

    byte[] toBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(4
                + counts.keySet().stream()
                        .mapToInt(name -> 28 + name.getBytes(StandardCharsets.UTF_8).length)
                        .sum());
        buffer.putInt(counts.size());
        counts.forEach((name, count) -> {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            buffer.putInt(bytes.length).put(bytes);
            buffer.putLong(count[0]).putLong(count[1]).putLong(count[2]);
        });
        return buffer.array();
    }

    void read(ByteBuffer buffer) {
        int size = buffer.getInt();
        if (size < 0 || size > MAX + 1) {
            throw new IllegalArgumentException(size + " keyspaces");
        }
        for (int i = 0; i < size; i++) {
            int length = buffer.getInt();
            if (length < 0 || length > buffer.remaining()) {
                throw new IllegalArgumentException("a name of " + length + " bytes");
            }
            byte[] name = new byte[length];
            buffer.get(name);
            counts.put(
                    new String(name, StandardCharsets.UTF_8),
                    new long[] {buffer.getLong(), buffer.getLong(), buffer.getLong()});
        }
    }
}
