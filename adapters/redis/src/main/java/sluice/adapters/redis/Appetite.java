package sluice.adapters.redis;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import sluice.protocol.Kind;
import sluice.protocol.Value;

/**
 * Learns how heavy keys and elements are, and says how many to ask for at a time so that replies stay small. Rises at
 * once when they are heavier than thought, and falls slowly. Belongs to one thread.
 */
final class Appetite {
    private static final int FIRST_BYTES_PER_ELEMENT = 256;
    private static final int FIRST_BYTES_PER_KEY = 4 << 10;
    private static final int LEAST_ELEMENTS = 1;
    private static final int LEAST_KEYS = 4;
    private static final double FORGETTING = 0.95;

    private final Map<Kind, Average> bytesPerElement = new EnumMap<>(Kind.class);
    private final Average bytesPerKey = new Average(FIRST_BYTES_PER_KEY);
    private final int most;
    private final long batchBytes;
    private final int replyBytes;

    Appetite(int most, long batchBytes, int replyBytes) {
        this.most = most;
        this.batchBytes = batchBytes;
        this.replyBytes = replyBytes;
        for (Kind kind : Kind.values()) {
            bytesPerElement.put(kind, new Average(FIRST_BYTES_PER_ELEMENT));
        }
    }

    /** How many elements to ask for at the beginning of a key. */
    int firstElements(Kind kind) {
        return elements(kind, replyBytes);
    }

    /** A collection of no more than this may come in one reply. */
    long lightBytes() {
        return 4L * replyBytes;
    }

    /** How many elements to ask for in each further slice of a big key. */
    int moreElements(Kind kind) {
        return elements(kind, batchBytes);
    }

    /** How many keys to read in one pipeline. */
    int keys() {
        return Math.clamp((long) (batchBytes / bytesPerKey.value), Math.min(LEAST_KEYS, most), most);
    }

    void learn(Value value) {
        if (value.size() > 0) {
            averageOf(value.kind()).learn((double) value.bytes() / value.size());
        }
    }

    void learnKeys(int keys, long bytes) {
        if (keys > 0) {
            bytesPerKey.learn((double) bytes / keys);
        }
    }

    private int elements(Kind kind, long bytes) {
        return Math.clamp((long) (bytes / averageOf(kind).value), Math.min(LEAST_ELEMENTS, most), most);
    }

    private Average averageOf(Kind kind) {
        return Objects.requireNonNull(bytesPerElement.get(kind));
    }

    private static final class Average {
        double value;

        Average(double value) {
            this.value = value;
        }

        void learn(double seen) {
            value = Math.max(1, Math.max(seen, value * FORGETTING + seen * (1 - FORGETTING)));
        }
    }
}
