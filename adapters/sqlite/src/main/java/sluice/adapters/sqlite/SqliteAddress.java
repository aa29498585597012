package sluice.adapters.sqlite;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import sluice.protocol.MigrationException;

/** Where a SQLite file lies, as it is written on the command line: {@code sqlite:PATH}, or a path by its suffix. */
final class SqliteAddress {
    private static final String SCHEME = "sqlite:";
    private static final Pattern OTHER_SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final Pattern SUFFIX = Pattern.compile(".*\\.(db|sqlite|sqlite3)$", Pattern.DOTALL);

    private SqliteAddress() {}

    static boolean accepts(String uri) {
        return uri.startsWith(SCHEME)
                || (!OTHER_SCHEME.matcher(uri).matches() && SUFFIX.matcher(uri).matches());
    }

    /** The address with its scheme, of a trial that of the sink; there are no secrets in it. */
    static String show(String uri) {
        String meant = SqliteTrial.meantBy(uri);
        return meant.startsWith(SCHEME) ? meant : SCHEME + meant;
    }

    static Path path(String uri) {
        String text = uri.startsWith(SCHEME) ? uri.substring(SCHEME.length()) : uri;
        if (text.isBlank() || text.equals(":memory:")) {
            throw MigrationException.refused(
                    "cannot use " + show(uri), "it names no file", "give a path, for example sqlite:app.db");
        }
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException invalid) {
            throw MigrationException.refused(
                    "cannot use " + show(uri), "it is not a path: " + invalid.getReason(), "give another path");
        }
    }
}
