package sluice.engine.mapping.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import sluice.protocol.MigrationException;

/** What is wrong with a file, collected so that one look mends all of it. Mutable; belongs to one thread. */
public final class Problems {
    static final int MAX = 20;

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    private record Problem(Place place, String text) {}

    public Problems(String file) {
        this.file = file;
    }

    /** One more: what is wrong, and what to do where that is not plain. */
    public void add(Place place, String text) {
        Problem problem = new Problem(place, text);
        if (!found.contains(problem)) {
            found.add(problem);
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
                .forEach(problem -> lines.add(file + ":" + problem.place.line() + ":" + problem.place.column() + ": "
                        + Shown.line(problem.text)));
        if (found.size() > MAX) {
            lines.add(file + ": and " + (found.size() - MAX) + " more");
        }
        return lines;
    }
}
