package sluice.engine.mapping.yaml;

import java.util.Collection;
import java.util.Locale;

/** Finds what somebody may have meant. */
public final class Nearest {
    /** Nobody means a name that is longer. */
    private static final int LENGTH_MAX = 200;

    private Nearest() {}

    /** {@code : did you mean "columns"?}, or the few names that there are, or nothing. */
    public static String hint(String written, Collection<String> known) {
        String nearest = null;
        int least = (written.length() < 3 ? 0 : Math.max(1, written.length() / 3)) + 1;
        for (String name : known) {
            int distance = distance(written.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT), least);
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        if (nearest != null) {
            return ": did you mean \"" + nearest + "\"?";
        }
        return known.isEmpty() || known.size() > 20 ? "" : ": there are " + String.join(", ", known);
    }

    /** How many letters have to be put in, taken out, changed or swapped with their neighbour; counted to a limit. */
    static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit || a.length() > LENGTH_MAX) {
            return limit;
        }
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                rows[i][j] = i == 0 ? j : j == 0 ? i : cell(rows, a, b, i, j);
            }
        }
        return Math.min(limit, rows[a.length()][b.length()]);
    }

    private static int cell(int[][] rows, String a, String b, int i, int j) {
        int changed = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(changed, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}
