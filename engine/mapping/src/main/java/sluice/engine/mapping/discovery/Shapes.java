package sluice.engine.mapping.discovery;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of all names that were seen, in bounded memory. Names that begin with the same token make a stratum; where
 * there are too many shapes, the biggest stratum keeps only every second one, chosen by hash, so that what is regular
 * and rare stays exact beside what is random and plenty. Mutable; belongs to one thread.
 */
final class Shapes {
    /** Tokens of all shapes that are kept. */
    static final int MAX = 60_000;

    private static final int STRATA_MAX = 500;
    private static final long OFTEN = 4;
    private static final int NAME_MAX = 256;

    private final Map<String, Stratum> strata = new TreeMap<>();
    private int size;
    private long names;
    private long unreadable;
    private long tooLong;

    /** Takes in the name of a key. */
    void add(byte[] bytes) {
        names++;
        String name = bytes.length > NAME_MAX ? "" : Texts.decoded(bytes);
        if (bytes.length > NAME_MAX) {
            tooLong++;
        } else if (name == null) {
            unreadable++;
        } else {
            add(Tokens.of(name));
        }
    }

    private void add(List<Token> tokens) {
        StringBuilder labels = new StringBuilder();
        for (Token token : tokens) {
            labels.append(token.label()).append('\n');
        }
        if (stratumOf(tokens.getFirst().label()).add(labels.toString(), tokens)) {
            size += tokens.size();
            while (size > MAX) {
                size -= biggest().halve();
            }
        }
    }

    private Stratum stratumOf(String first) {
        Stratum known = strata.get(first);
        String name = known != null || strata.size() < STRATA_MAX ? first : "";
        return known != null ? known : strata.computeIfAbsent(name, none -> new Stratum());
    }

    private Stratum biggest() {
        return strata.values().stream()
                .max(Comparator.comparingInt(stratum -> stratum.size))
                .orElseThrow();
    }

    /** Gives every shape that is kept, in the order of its labels. */
    void forEach(Consumer<Shape> action) {
        strata.values().forEach(stratum -> stratum.shapes.values().forEach(action));
    }

    /** How many tokens all shapes have that are kept. */
    int size() {
        return size;
    }

    long names() {
        return names;
    }

    /** Names that are not readable UTF-8: they are in no cluster. */
    long unreadable() {
        return unreadable;
    }

    /** Names that are too long to be taken apart. */
    long tooLong() {
        return tooLong;
    }

    /** Shapes whose hash begins with so many zero bits, and those that were seen often. */
    private static final class Stratum {
        private final Map<String, Shape> shapes = new TreeMap<>();
        private int bits;
        private int size;

        /** Whether this is a new one. */
        boolean add(String labels, List<Token> tokens) {
            @Nullable Shape shape = shapes.get(labels);
            if (shape == null && isKept(labels)) {
                shape = new Shape(tokens);
                shapes.put(labels, shape);
                shape.add(tokens);
                size += tokens.size();
                return true;
            }
            if (shape != null) {
                shape.add(tokens);
            }
            return false;
        }

        /** How many tokens have gone. */
        int halve() {
            bits++;
            int before = size;
            shapes.entrySet()
                    .removeIf(
                            shape -> !isKept(shape.getKey()) && shape.getValue().count() < OFTEN << bits);
            size = shapes.values().stream()
                    .mapToInt(shape -> shape.tokens().size())
                    .sum();
            return before - size;
        }

        private boolean isKept(String labels) {
            int hash = labels.hashCode() * 0x9E3779B1;
            return bits == 0 || hash >>> (Integer.SIZE - bits) == 0;
        }
    }
}
