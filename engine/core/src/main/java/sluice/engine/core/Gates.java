package sluice.engine.core;

import java.util.List;
import java.util.Locale;

/** Limits after which a run is not good enough to switch to what it made. */
public record Gates(List<Gate> gates) {
    public static final Gates NONE = new Gates(List.of());

    public Gates {
        gates = List.copyOf(gates);
    }

    /** What is counted. */
    public enum Subject {
        REJECTS,
        DIFFERENCES,
        COLLISIONS,
        ORPHANS;

        /** The word in plan files and reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One limit.
     *
     * @param limit the most that is good enough: a number of keys, or their share of the keys read, 0 to 1
     */
    public record Gate(Subject subject, double limit, boolean isShare) {
        public Gate {
            if (!(limit >= 0) || (isShare && limit > 1)) {
                throw new IllegalArgumentException("the gate for " + subject.word() + " is " + limit);
            }
        }

        Outcome outcome(long count, long read) {
            boolean passed = count <= (isShare ? limit * read : limit);
            return new Outcome(subject.word(), shown(), count, passed);
        }

        private String shown() {
            return isShare ? String.format(Locale.ROOT, "%s%%", plain(limit * 100)) : plain(limit);
        }

        private static String plain(double number) {
            String text = String.format(Locale.ROOT, "%.6f", number);
            return text.replaceFirst("\\.?0+$", "");
        }
    }

    /** How one gate was passed, or not. */
    public record Outcome(String name, String limit, long count, boolean passed) {}

    /** What there is to be counted. */
    public record Counts(long read, long rejects, long differences, long collisions, long orphans) {
        private long of(Subject subject) {
            return switch (subject) {
                case REJECTS -> rejects;
                case DIFFERENCES -> differences;
                case COLLISIONS -> collisions;
                case ORPHANS -> orphans;
            };
        }
    }

    public List<Outcome> outcomes(Counts counts) {
        return gates.stream()
                .map(gate -> gate.outcome(counts.of(gate.subject()), counts.read()))
                .toList();
    }
}
