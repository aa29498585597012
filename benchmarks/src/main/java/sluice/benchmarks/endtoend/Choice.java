package sluice.benchmarks.endtoend;

import java.util.List;

/**
 * What part of the matrix is measured.
 *
 * @param contestants their names, or {@code all}
 * @param naiveKeys how many keys the naive scripts get at most
 */
record Choice(
        List<DataSet.Kind> sets,
        List<Long> sizes,
        List<String> sources,
        List<String> layouts,
        List<String> verifies,
        List<String> contestants,
        long naiveKeys,
        long seed) {
    Choice {
        sets = List.copyOf(sets);
        sizes = List.copyOf(sizes);
        sources = List.copyOf(sources);
        layouts = List.copyOf(layouts);
        verifies = List.copyOf(verifies);
        contestants = List.copyOf(contestants);
    }

    boolean wants(String contestant) {
        return contestants.contains("all") || contestants.contains(contestant);
    }

    boolean live() {
        return sources.contains("live");
    }

    List<DataSet> dataSets() {
        return sets.stream()
                .flatMap(kind -> sizes.stream().map(keys -> new DataSet(kind, keys, seed)))
                .toList();
    }
}
