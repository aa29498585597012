package sluice.benchmarks.floor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * A table of layout {@code native} that the floor fills: how many columns it has, and which of them take bytes, as bits
 * from the right.
 */
enum Table {
    REDIS_KEY(6, 0b011100),
    REDIS_LIST(3, 0b100),
    REDIS_SET(2, 0b10),
    REDIS_HASH(4, 0b0110),
    REDIS_ZSET(3, 0b010);

    /** What the seal of the sink builds. */
    static final String INDEX = "CREATE UNIQUE INDEX redis_key_key_db ON redis_key(key, db)";

    private static final String SCRIPT = "/sluice/adapters/sqlite/native-tables.sql";

    private final int columns;
    private final int bytes;

    Table(int columns, int bytes) {
        this.columns = columns;
        this.bytes = bytes;
    }

    int columns() {
        return columns;
    }

    /** Whether a column takes bytes: text where they are text. */
    boolean takesBytes(int column) {
        return (bytes >> column & 1) != 0;
    }

    String sqlName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The statement that makes it, which is the sink's own. */
    String ddl() {
        return Arrays.stream(script().split("\n\n"))
                .map(String::strip)
                .filter(statement -> statement.startsWith("CREATE TABLE " + sqlName() + "("))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(SCRIPT + " makes no table " + sqlName()));
    }

    private static String script() {
        try (InputStream in = Table.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException("the class path has no " + SCRIPT);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
