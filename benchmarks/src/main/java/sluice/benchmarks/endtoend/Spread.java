package sluice.benchmarks.endtoend;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/** The middle of some figures, and how far they lie apart. */
record Spread(double median, double min, double max) {
    static Spread of(List<Double> figures) {
        if (figures.isEmpty()) {
            throw new IllegalArgumentException("no figures");
        }
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /**
     * The spread of what two contestants give round by round: neighbours in time share what else the machine was
     * doing, so that this is steadier than a ratio of two medians.
     */
    static Spread roundByRound(List<Double> some, List<Double> others, DoubleBinaryOperator operator) {
        if (some.size() != others.size()) {
            throw new IllegalArgumentException(some.size() + " rounds of one and " + others.size() + " of the other");
        }
        return of(IntStream.range(0, some.size())
                .mapToObj(i -> operator.applyAsDouble(some.get(i), others.get(i)))
                .toList());
    }
}
