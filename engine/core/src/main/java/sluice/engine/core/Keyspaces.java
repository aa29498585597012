package sluice.engine.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Batch;
import sluice.protocol.Bytes;
import sluice.protocol.Key;
import sluice.protocol.Row;

/**
 * Rows counted by keyspace: those of a plan, or else the part of a key up to its first colon. So that memory stays
 * bounded, of the latter those beyond the first {@value #MAX} are counted together. Mutable; belongs to one thread.
 */
public final class Keyspaces {
    static final int MAX = 100;
    static final String OTHER = "(other)";
    static final String UNNAMED = "*";
    private static final int NAME_MAX = 64;

    /** Stands in a checkpoint where old ones have the number of keyspaces. */
    private static final int WITH_PLAN = -1;

    private static final int SIMPLE = 3;
    private static final int READ = 0;
    private static final int WRITTEN = 1;
    private static final int REJECTED = 2;
    private static final int EXPIRED = 3;
    private static final int COLLIDED = 4;
    private static final int ORPHANED = 5;
    private static final int IGNORED = 6;
    private static final int COLUMNS = 7;

    private final Map<String, long[]> counts = new LinkedHashMap<>();
    private List<String> planned = List.of();
    private boolean hasPlan;
    private byte[] lastPrefix = new byte[0];
    private long[] lastCount = new long[0];

    /** What a report says of one keyspace; what only plans know is null without one. */
    public record Count(
            String name,
            long read,
            long written,
            long rejected,
            @Nullable Long expired,
            @Nullable Long collided,
            @Nullable Long orphaned,
            @Nullable Long ignored) {
        public Count(String name, long read, long written, long rejected) {
            this(name, read, written, rejected, null, null, null, null);
        }
    }

    /** From here on rows name their keyspace by its place among these. */
    public void planned(List<String> names) {
        planned = List.copyOf(names);
        hasPlan = true;
        names.forEach(this::countNamed);
    }

    public void written(Key key, int keyspace) {
        long[] count = countOf(key, keyspace);
        count[READ]++;
        count[WRITTEN]++;
    }

    public void rejected(Key key, int keyspace) {
        long[] count = countOf(key, keyspace);
        count[READ]++;
        count[REJECTED]++;
    }

    /** A written row turned out to be an older reading of another. */
    public void doubled(Key key, int keyspace) {
        countOf(key, keyspace)[WRITTEN]--;
    }

    /** A doubled row turned out to stand after all. */
    public void restored(Key key, int keyspace) {
        countOf(key, keyspace)[WRITTEN]++;
    }

    /** A reject turned out to be an older reading of another. */
    public void rejectedTwice(Key key, int keyspace) {
        countOf(key, keyspace)[REJECTED]--;
    }

    /** A written row turned out not to fit. */
    public void rejectedAfterAll(Key key, int keyspace) {
        long[] count = countOf(key, keyspace);
        count[WRITTEN]--;
        count[REJECTED]++;
    }

    /** What became of a reject that was tried again. */
    public enum Fate {
        WRITTEN,
        EXPIRED,
        IGNORED
    }

    /**
     * A reject was tried again, by a plan that may see it in another keyspace than it was booked in. Which that was is
     * not known then: the one of this name where it has rejects, else the last that has, which mostly matched nothing.
     */
    public void retried(Key key, int keyspace, Fate fate) {
        long[] now = countOf(key, keyspace);
        long[] before = now[REJECTED] > 0
                ? now
                : counts.values().stream()
                        .filter(count -> count[REJECTED] > 0)
                        .reduce((first, next) -> next)
                        .orElse(now);
        before[READ]--;
        before[REJECTED]--;
        if (fate == Fate.WRITTEN) {
            now[READ]++;
            now[WRITTEN]++;
        } else if (keyspace != Row.NO_KEYSPACE) {
            now[READ] += fate == Fate.EXPIRED ? 1 : 0;
            now[fate == Fate.EXPIRED ? EXPIRED : IGNORED]++;
        }
    }

    public void collided(Key key, int keyspace) {
        countOf(key, keyspace)[COLLIDED]++;
    }

    public void orphaned(Key key, int keyspace) {
        countOf(key, keyspace)[ORPHANED]++;
    }

    /** A reject that had collided is tried again. */
    public void collidedTakenBack(Key key, int keyspace) {
        takeBack(countOf(key, keyspace), COLLIDED);
    }

    /** A reject that was an orphan is tried again. */
    public void orphanedTakenBack(Key key, int keyspace) {
        takeBack(countOf(key, keyspace), ORPHANED);
    }

    /** It is still counted as a reject, and in the keyspace of that time, as {@link #retried} says. */
    private void takeBack(long[] now, int column) {
        Predicate<long[]> fits = count -> count[column] > 0 && count[REJECTED] > 0;
        long[] before = fits.test(now)
                ? now
                : counts.values().stream()
                        .filter(fits)
                        .reduce((first, next) -> next)
                        .orElse(now);
        before[column]--;
    }

    /** What a keyspace of the plan left aside in a batch. */
    public void aside(Batch.Aside aside) {
        long[] count = countNamed(planned.get(aside.keyspace()));
        count[READ] += aside.expired();
        count[EXPIRED] += aside.expired();
        count[IGNORED] += aside.ignored();
    }

    /**
     * Everything is read once more. What was written twice comes out at the seal; of what was ignored nobody keeps the
     * names, so its counts begin anew.
     */
    public void readAgain() {
        counts.values().forEach(count -> count[IGNORED] = 0);
    }

    public List<Count> counts() {
        List<Count> all = new ArrayList<>();
        counts.forEach((name, count) -> all.add(
                hasPlan
                        ? new Count(
                                name,
                                count[READ],
                                count[WRITTEN],
                                count[REJECTED],
                                count[EXPIRED],
                                count[COLLIDED],
                                count[ORPHANED],
                                count[IGNORED])
                        : new Count(name, count[READ], count[WRITTEN], count[REJECTED])));
        if (!hasPlan) {
            all.sort((a, b) -> Long.compare(b.read(), a.read()));
        }
        return all;
    }

    public long ignored() {
        return sum(IGNORED);
    }

    public long collided() {
        return sum(COLLIDED);
    }

    public long orphaned() {
        return sum(ORPHANED);
    }

    private long sum(int column) {
        return counts.values().stream().mapToLong(count -> count[column]).sum();
    }

    void addAll(Keyspaces other) {
        hasPlan |= other.hasPlan;
        other.counts.forEach((name, count) -> {
            long[] sum = countNamed(name);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += count[i];
            }
        });
    }

    private long[] countOf(Key key, int keyspace) {
        return keyspace == Row.NO_KEYSPACE ? countOf(key) : countNamed(planned.get(keyspace));
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
            String known = hasPlan || counts.size() < MAX ? name : OTHER;
            count = counts.computeIfAbsent(known, ignored -> new long[COLUMNS]);
        }
        return count;
    }

    byte[] toBytes() {
        int columns = hasPlan ? COLUMNS : SIMPLE;
        ByteBuffer buffer = ByteBuffer.allocate(8
                + counts.keySet().stream()
                        .mapToInt(name -> 4 + columns * Long.BYTES + name.getBytes(StandardCharsets.UTF_8).length)
                        .sum());
        if (hasPlan) {
            buffer.putInt(WITH_PLAN);
        }
        buffer.putInt(counts.size());
        counts.forEach((name, count) -> {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            buffer.putInt(bytes.length).put(bytes);
            for (int i = 0; i < columns; i++) {
                buffer.putLong(count[i]);
            }
        });
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    void read(ByteBuffer buffer) {
        int size = buffer.getInt();
        if (size == WITH_PLAN) {
            hasPlan = true;
            size = buffer.getInt();
        }
        if (size < 0 || size > (hasPlan ? buffer.remaining() : MAX + 1)) {
            throw new IllegalArgumentException(size + " keyspaces");
        }
        for (int i = 0; i < size; i++) {
            readOne(buffer);
        }
    }

    private void readOne(ByteBuffer buffer) {
        int length = buffer.getInt();
        if (length < 0 || length > buffer.remaining()) {
            throw new IllegalArgumentException("a name of " + length + " bytes");
        }
        byte[] name = new byte[length];
        buffer.get(name);
        long[] count = new long[COLUMNS];
        for (int i = 0; i < (hasPlan ? COLUMNS : SIMPLE); i++) {
            count[i] = buffer.getLong();
        }
        counts.put(new String(name, StandardCharsets.UTF_8), count);
    }
}
