package sluice.engine.mapping;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sluice.engine.mapping.yaml.Place;
import sluice.engine.mapping.yaml.Problems;

/** Names of tables or of the columns of one: what a database takes, and none twice. Mutable. */
final class Names {
    static final int LENGTH_MAX = 128;
    private static final List<String> RESERVED = List.of("sqlite_", "sluice_", "redis_");

    private final String what;
    private final Problems problems;
    private final Set<String> taken = new HashSet<>();

    Names(String what, Problems problems) {
        this.what = what;
        this.problems = problems;
    }

    void add(String name, Place place) {
        if (name.isBlank()) {
            problems.add(place, "a " + what + " has no name");
        } else if (name.length() > LENGTH_MAX) {
            problems.add(place, "a name of " + name.length() + " letters: at most " + LENGTH_MAX + " are possible");
        } else if (name.codePoints().anyMatch(c -> Character.isISOControl(c) || isHalf(c))) {
            problems.add(
                    place, "the name of a " + what + " has a character that cannot be written: choose another name");
        }
        if (!taken.add(name.toLowerCase(Locale.ROOT))) {
            problems.add(place, "there is a " + what + " " + name + " already: capitals make no difference");
        }
    }

    private static boolean isHalf(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** Tables that SQLite or Sluice make themselves. */
    void refuseReserved(String name, Place place) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String reserved : RESERVED) {
            if (lower.startsWith(reserved)) {
                problems.add(place, "a table cannot be called " + name + ": names with " + reserved + " are taken");
            }
        }
    }
}
