package sluice.engine.mapping.discovery;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of tables, columns and captures that need no quotes, each given once. Mutable; belongs to one thread. */
final class Identifiers {
    private static final int MAX = 48;
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern ODD = Pattern.compile("[^a-z0-9]+");
    private static final Pattern OURS = Pattern.compile("(?:sqlite|sluice|redis)_.*");

    private final Set<String> given = new HashSet<>();

    boolean has(String name) {
        return given.contains(plain(name));
    }

    /** The name in small letters, digits and underscores; with a number behind it where it was given before. */
    String unused(String wanted) {
        String name = plain(wanted);
        String free = name;
        for (int i = 2; !given.add(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    private static String plain(String wanted) {
        String snake = HUMP.matcher(wanted).replaceAll("_").toLowerCase(Locale.ROOT);
        String name = ODD.matcher(snake).replaceAll("_").replaceAll("^_+|_+$", "");
        String whole = name.isEmpty() ? "field" : name.substring(0, Math.min(MAX, name.length()));
        return Character.isDigit(whole.charAt(0)) || OURS.matcher(whole).matches() ? "k_" + whole : whole;
    }

    /** One of what this word names several of. */
    static String singular(String word) {
        return word.length() > 3 && word.endsWith("s") && !word.endsWith("ss")
                ? word.substring(0, word.length() - 1)
                : word;
    }

    /** Several of what this word names one of. */
    static String plural(String word) {
        if (word.endsWith("s") || !Character.isLetter(word.charAt(word.length() - 1))) {
            return word;
        }
        return word.endsWith("y") && !word.endsWith("ay") && !word.endsWith("ey") && !word.endsWith("oy")
                ? word.substring(0, word.length() - 1) + "ies"
                : word + "s";
    }
}
