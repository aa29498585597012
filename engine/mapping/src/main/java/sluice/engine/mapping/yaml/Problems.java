package sluice.engine.mapping.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import sluice.protocol.MigrationException;

/** What is wrong with a file, collected so that one look mends all of it. Mutable; belongs to one thread. */
public final class Problems {
    static final int MAX = 20;

    /** What comes behind so many is only counted: a file may be one mistake after the other. */
    private static final int KEPT_MAX = 10_000;

    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();
    private long leftOut;

    private record Problem(Place place, String text) {}

    public Problems(String file) {
        this.file = file;
    }

    /** One more: what is wrong, and what to do where that is not plain. */
    public void add(Place place, String text) {
        if (found.size() < KEPT_MAX) {
            found.add(new Problem(place, Shown.line(text)));
        } else {
            leftOut++;
        }
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Throws a refusal that names them all, in the order of the file, where there are any. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw MigrationException.refused(lines());
        }
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        found.stream()
                .sorted(Comparator.comparingInt((Problem problem) -> problem.place.line())
                        .thenComparingInt(problem -> problem.place.column()))
                .limit(MAX)
                .forEach(problem -> lines.add(
                        file + ":" + problem.place.line() + ":" + problem.place.column() + ": " + problem.text));
        if (found.size() > MAX) {
            lines.add(file + ": and " + (found.size() - MAX + leftOut) + " more");
        }
        return lines;
    }
}
