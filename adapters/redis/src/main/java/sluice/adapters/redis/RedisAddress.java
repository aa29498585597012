package sluice.adapters.redis;

import io.lettuce.core.SslVerifyMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;

/**
 * A parsed {@code redis://}, {@code rediss://} or {@code redis-socket://} address. Prints itself without secrets.
 *
 * @param path the socket's path, or null for a host and port
 * @param db the database in the address; 0 where there is none
 * @param timeout how long the server may keep silent, or null where the address does not say
 */
record RedisAddress(
        String scheme,
        String host,
        int port,
        @Nullable String path,
        @Nullable String user,
        @Nullable String password,
        int db,
        SslVerifyMode verify,
        @Nullable Duration timeout) {
    static final String PLAIN = "redis";
    static final String TLS = "rediss";
    static final String SOCKET = "redis-socket";

    private static final int DEFAULT_PORT = 6379;
    private static final String FORMS =
            "write redis://[user[:password]@]host[:port][/db], rediss://… or redis-socket:///path[?db=N]";
    private static final String OPTIONS = "write ?timeout=SECONDS, verify=full, ca or none with rediss://, db=N with"
            + " redis-socket://, and & between two of them";
    private static final String ENCODED = "in a user or password write % as %25, / as %2F, ? as %3F, # as %23, @ as %40"
            + " and : as %3A, or give the password in SLUICE_SOURCE_PASSWORD";
    private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final String HIDDEN = "…";
    private static final char REPLACEMENT = '\uFFFD';
    private static final Pattern NETWORK = Pattern.compile("(redis|rediss)://(?:(?<info>[^/?#]*)@)?"
            + "(?<host>\\[[0-9a-fA-F:.%]+]|[^\\[\\]@:/?#\\s\\p{Cntrl}]+)(?::(?<port>\\d{1,5}))?"
            + "(?:/(?<db>\\d*))?(?:\\?(?<query>[^#]*))?");
    private static final Pattern FILE =
            Pattern.compile("redis-socket://(?:(?<info>[^/?#]*)@)?(?<path>/[^?#\\p{Cntrl}]+)(?:\\?(?<query>[^#]*))?");

    static boolean accepts(String uri) {
        return uri.startsWith("redis://") || uri.startsWith("rediss://") || uri.startsWith("redis-socket://");
    }

    static RedisAddress parse(String uri) {
        Matcher file = FILE.matcher(uri);
        if (file.matches()) {
            String[] info = userInfo(uri, file.group("info"));
            Options options = Options.parse(uri, SOCKET, file.group("query"));
            String path = path(uri, file.group("path"), file.group("info") != null);
            return new RedisAddress(SOCKET, "", 0, path, info[0], info[1], options.db, options.verify, options.timeout);
        }
        Matcher network = NETWORK.matcher(uri);
        if (!network.matches()) {
            throw unreadable(uri);
        }
        String[] info = userInfo(uri, network.group("info"));
        String scheme = network.group(1);
        Options options = Options.parse(uri, scheme, network.group("query"));
        String db = network.group("db");
        return new RedisAddress(
                scheme,
                network.group("host").replaceAll("[\\[\\]]", ""),
                port(uri, network.group("port")),
                null,
                info[0],
                info[1],
                db == null || db.isEmpty() ? 0 : database(uri, db),
                options.verify,
                options.timeout);
    }

    /** The address without secrets; never throws. */
    static String redact(String uri) {
        try {
            return parse(uri).toString();
        } catch (MigrationException unreadable) {
            return strip(uri);
        }
    }

    /** The address with another database, for people. */
    String shown(String database) {
        if (path != null) {
            return SOCKET + "://" + path + (database.equals("0") ? "" : "?db=" + database);
        }
        String place = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + "://" + place + ":" + port + "/" + database;
    }

    boolean isTls() {
        return scheme.equals(TLS);
    }

    @Override
    public String toString() {
        return shown(String.valueOf(db));
    }

    /**
     * Without what stands before the last @, which may hold a password that was not percent-encoded, and without what
     * may be the rest of one.
     */
    private static String strip(String uri) {
        int authority = uri.indexOf("://") + 3;
        String scheme = uri.substring(0, authority);
        String rest = uri.substring(authority);
        int at = rest.lastIndexOf('@');
        int question = rest.indexOf('?');
        if (uri.startsWith(SOCKET) && rest.startsWith("/")) {
            return scheme + printable(question < 0 ? rest : rest.substring(0, question));
        }
        if (question >= 0 && question < at) {
            return scheme + HIDDEN;
        }
        String place = question < 0 ? rest.substring(at + 1) : rest.substring(at + 1, question);
        int colon = at < 0 ? place.indexOf(':') : -1;
        boolean mayBeSecret =
                colon >= 0 && !place.substring(colon + 1).matches("\\d{1,5}(/.*)?") && !place.startsWith("[");
        return scheme + printable(mayBeSecret ? place.substring(0, colon + 1) + HIDDEN : place);
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static @Nullable String[] userInfo(String uri, @Nullable String info) {
        if (info == null) {
            return new @Nullable String[] {null, null};
        }
        int colon = info.indexOf(':');
        if (colon < 0) {
            return new @Nullable String[] {decode(uri, info), null};
        }
        String user = colon == 0 ? null : decode(uri, info.substring(0, colon));
        String password = decode(uri, info.substring(colon + 1));
        return new @Nullable String[] {user, password.isEmpty() ? null : password};
    }

    /** Where there is a user, "@/" in the path would as well be the end of a password that holds a slash. */
    private static String path(String uri, String text, boolean behindUser) {
        if (behindUser && text.contains("@/")) {
            throw wrong(uri, "it is not clear where its password ends", ENCODED);
        }
        String path = decode(uri, text);
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw wrong(uri, "its path holds a control character");
        }
        return path;
    }

    private static String decode(String uri, String text) {
        if (LONE_PERCENT.matcher(text).find()) {
            throw wrong(uri, "a % in it is not followed by two hexadecimal digits", ENCODED);
        }
        String decoded = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        boolean meant =
                text.indexOf(REPLACEMENT) >= 0 || text.toUpperCase(Locale.ROOT).contains("%EF%BF%BD");
        if (decoded.indexOf(REPLACEMENT) >= 0 && !meant) {
            throw wrong(uri, "what is percent-encoded in it is not UTF-8", ENCODED);
        }
        return decoded;
    }

    /** Mostly somebody's password holds what means something in an address. */
    private static MigrationException unreadable(String uri) {
        int at = uri.lastIndexOf('@');
        String before = at < 0 ? "" : uri.substring(uri.indexOf("://") + 3, at);
        return before.matches("(?s).*[/?#].*")
                ? wrong(uri, "a user or password in it holds '/', '?' or '#' as it is", ENCODED)
                : wrong(uri, "it is not an address of a Redis server", FORMS);
    }

    private static int port(String uri, @Nullable String port) {
        int number = port == null ? DEFAULT_PORT : Integer.parseInt(port);
        if (number < 1 || number > 65_535) {
            throw wrong(uri, "port " + number + " does not exist");
        }
        return number;
    }

    private static int database(String uri, String text) {
        if (!text.matches("\\d{1,6}")) {
            throw wrong(uri, "its database is not a number that a server has");
        }
        return Integer.parseInt(text);
    }

    private static MigrationException wrong(String uri, String why) {
        return wrong(uri, why, FORMS);
    }

    private static MigrationException wrong(String uri, String why, String hint) {
        return MigrationException.refused("cannot read from " + strip(uri), why, hint);
    }

    /** What may stand behind the question mark. */
    private record Options(
            int db, SslVerifyMode verify, @Nullable Duration timeout) {
        static Options parse(String uri, String scheme, @Nullable String query) {
            int db = 0;
            SslVerifyMode verify = SslVerifyMode.FULL;
            Duration timeout = null;
            for (String option : query == null || query.isEmpty() ? new String[0] : query.split("&")) {
                String[] pair = option.split("=", 2);
                String content = pair.length == 2 ? pair[1] : "";
                if (pair[0].equals("db") && scheme.equals(SOCKET)) {
                    db = database(uri, content);
                } else if (pair[0].equals("verify") && scheme.equals(TLS) && content.matches("none|ca|full")) {
                    verify = SslVerifyMode.valueOf(content.toUpperCase(Locale.ROOT));
                } else if (pair[0].equals("timeout") && content.matches("[1-9]\\d{0,4}")) {
                    timeout = Duration.ofSeconds(Integer.parseInt(content));
                } else {
                    throw wrong(
                            uri,
                            "it has an option that is not known here",
                            uri.indexOf('?') < uri.lastIndexOf('@') ? ENCODED : OPTIONS);
                }
            }
            return new Options(db, verify, timeout);
        }
    }
}
