package sluice.engine.cli;

import java.util.List;
import java.util.regex.Pattern;

/** Takes passwords out of text that quotes what a user typed. */
final class Secrets {
    private static final Pattern USER_INFO = Pattern.compile("(\\w://)(?!…@])[^\\s\\[]\\S*@");
    private static final Pattern BEGIN = Pattern.compile("^(?:-[\\w-]+=)?(?:[A-Za-z][A-Za-z0-9+.-]*:)?/{0,2}");
    private static final Pattern FILE = Pattern.compile("(?s)(rdb|sqlite):.*|.*\\.(rdb|db|sqlite|sqlite3)");
    private static final int SHORTEST = 6;

    private Secrets() {}

    /** The same for text that may quote these arguments, whatever characters their passwords are made of. */
    static String hidden(String text, String... quoted) {
        String shown = text;
        for (String argument : quoted) {
            for (String secret : secretsOf(argument)) {
                // One that was taken for a path has lost its double slashes.
                shown = shown.replace(secret, "…").replace(secret.replaceAll("/+", "/"), "…");
            }
        }
        return USER_INFO.matcher(shown).replaceAll("$1…@");
    }

    /** Longest first. A file's name may hold an @, and what is very short may stand in the text for other reasons. */
    private static List<String> secretsOf(String argument) {
        int at = argument.lastIndexOf('@');
        if (at <= 0 || FILE.matcher(argument).matches()) {
            return List.of();
        }
        String address = BEGIN.matcher(argument).replaceFirst("");
        int place = argument.length() - at;
        String info = address.substring(0, Math.max(0, address.length() - place));
        return info.length() < SHORTEST ? List.of(argument) : List.of(argument, address, info);
    }
}
