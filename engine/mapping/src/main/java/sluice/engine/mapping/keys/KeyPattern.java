package sluice.engine.mapping.keys;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of keys: text, and captures in braces, as in {@code feedback:{phone}:{at:digits}}. A capture takes as few
 * bytes as it can for the whole key to match. Immutable; matching needs no lock.
 */
public final class KeyPattern {
    /** Steps after which what was tried is remembered, so that no key takes long. */
    private static final int STEPS_UNREMEMBERED = 1_000;

    static final int CAPTURES_MAX = 50;

    private final String text;
    private final List<Part> parts;

    /** A literal, or a capture. */
    sealed interface Part {}

    record Literal(byte[] bytes) implements Part {}

    record Capture(String name, CaptureType type) implements Part {}

    private KeyPattern(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /** Reads a pattern; throws IllegalArgumentException that says what is wrong and what to do. */
    public static KeyPattern parse(String text) {
        return new KeyPattern(text, new PatternReading(text).parts());
    }

    /** The names of the captures, in their order. */
    public List<String> captures() {
        List<String> names = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Capture capture) {
                names.add(capture.name());
            }
        }
        return names;
    }

    /** What each key begins with that matches. */
    public byte[] prefix() {
        return parts.isEmpty() || !(parts.getFirst() instanceof Literal(byte[] bytes)) ? new byte[0] : bytes;
    }

    public boolean matches(byte[] key) {
        return new Trial(key, new int[2 * CAPTURES_MAX]).run();
    }

    /**
     * Whether the key matches; then capture n stands at {@code found[2n]} up to {@code found[2n + 1]}, which has room
     * for {@value #CAPTURES_MAX} captures.
     */
    public boolean match(byte[] key, int[] found) {
        if (parts.size() == 2
                && parts.getFirst() instanceof Literal(byte[] prefix)
                && parts.getLast() instanceof Capture(String name, CaptureType type)) {
            return matchAtOnce(key, prefix, type, found);
        }
        return new Trial(key, found).run();
    }

    public static int[] room() {
        return new int[2 * CAPTURES_MAX];
    }

    /** A prefix and one capture: the most common pattern. */
    private boolean matchAtOnce(byte[] key, byte[] prefix, CaptureType type, int[] found) {
        int from = prefix.length;
        if (!startsWith(key, 0, prefix)
                || type.reach(key, from) != key.length
                || !type.accepts(key, from, key.length)) {
            return false;
        }
        found[0] = from;
        found[1] = key.length;
        return true;
    }

    /** Whether each key that matches the other matches this one as well; sometimes says no where it is so. */
    public boolean covers(KeyPattern other) {
        return new Coverage(parts, Coverage.symbolsOf(other.parts)).holds();
    }

    /** The pattern without the names of its captures: two of one shape match the same keys. */
    public String shape() {
        StringBuilder shape = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal(byte[] bytes) ->
                    shape.append(PatternReading.quoted(new String(bytes, StandardCharsets.UTF_8)));
                case Capture(String name, CaptureType type) ->
                    shape.append("{:").append(type.word()).append('}');
            }
        }
        return shape.toString();
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean startsWith(byte[] key, int at, byte[] literal) {
        return key.length - at >= literal.length
                && Arrays.equals(key, at, at + literal.length, literal, 0, literal.length);
    }

    /** One key against the pattern. */
    private final class Trial {
        private final byte[] key;
        private final int[] found;
        private int steps;
        private @Nullable BitSet failed;

        Trial(byte[] key, int[] found) {
            this.key = key;
            this.found = found;
        }

        boolean run() {
            return from(0, 0, 0);
        }

        private boolean from(int part, int at, int capture) {
            if (part == parts.size()) {
                return at == key.length;
            }
            return switch (parts.get(part)) {
                case Literal(byte[] bytes) -> startsWith(key, at, bytes) && from(part + 1, at + bytes.length, capture);
                case Capture(String name, CaptureType type) -> captured(part, at, capture, type);
            };
        }

        private boolean captured(int part, int at, int capture, CaptureType type) {
            if (isKnownToFail(part, at)) {
                return false;
            }
            int last = type.reach(key, at);
            int first = part == parts.size() - 1 ? Math.max(last, at) : at + type.least();
            if (part == parts.size() - 1 && last != key.length) {
                return false;
            }
            for (int to = first; to <= last; to++) {
                if (type.accepts(key, at, to) && from(part + 1, to, capture + 1)) {
                    found[2 * capture] = at;
                    found[2 * capture + 1] = to;
                    return true;
                }
            }
            remember(part, at);
            return false;
        }

        /** What follows does not depend on what came before, so that what failed here once fails always. */
        private boolean isKnownToFail(int part, int at) {
            return failed != null && failed.get(part * (key.length + 1) + at);
        }

        private void remember(int part, int at) {
            if (++steps > STEPS_UNREMEMBERED && (long) parts.size() * (key.length + 1L) < Integer.MAX_VALUE) {
                failed = failed == null ? new BitSet() : failed;
                failed.set(part * (key.length + 1) + at);
            }
        }
    }
}
