package sluice.engine.mapping;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** All names and words that a plan file knows. The JSON Schema for editors names the same ones. */
final class PlanKeys {
    static final List<String> PLAN =
            List.of("name", "source", "sink", "options", "retire-after", "otherwise", "gates", "tables", "keyspaces");
    static final List<String> OPTIONS =
            List.of("readers", "batch-rows", "in-flight", "rate", "match", "db", "verify", "backup");
    static final List<String> GATES = List.of("rejects", "differences", "collisions", "orphans");
    static final List<String> TABLE = List.of(
            "columns",
            "primary-key",
            "unique",
            "checks",
            "indexes",
            "references",
            "collisions",
            "existing",
            "timestamps",
            "rowid");
    static final List<String> TABLE_COLUMN = List.of("type", "not-null");
    static final List<String> REFERENCE = List.of("columns", "table", "to", "on-delete", "orphans", "enforced");
    static final List<String> COLLISIONS = List.of("keep", "by", "merge");
    static final List<String> KEYSPACE = List.of(
            "name", "pattern", "type", "table", "columns", "each", "optional", "into", "layout", "ignore", "reject");
    static final List<String> INTO = List.of("table", "each", "optional", "columns");
    static final List<String> COLUMN = List.of("from", "constant", "default", "or", "optional", "normalise", "as");

    static final List<String> COLUMN_TYPES =
            List.of("integer", "real", "text", "blob", "json", "boolean", "timestamp", "any");
    static final List<String> TIMESTAMPS = words(PlanFile.Timestamps.values());
    static final List<String> OTHERWISE = words(PlanFile.Otherwise.values());
    static final List<String> LAYOUTS = List.of("native", "document");
    static final List<String> KEEP = List.of("newest", "first", "merge", "fail", "reject");
    static final List<String> MERGE = List.of("first", "sum", "max", "min");
    static final List<String> ORPHANS = List.of("keep", "reject", "fail");
    static final List<String> ON_DELETE = List.of("cascade", "nothing");
    static final List<String> EXISTING = List.of("update", "keep");
    static final List<String> VERIFY = List.of("none", "sample", "full");
    static final List<String> KINDS = List.of("string", "list", "set", "hash", "zset", "stream", "module");
    static final List<String> EACH = List.of("elements", "fields", "entries");
    /** Sources of columns that are one word. */
    static final List<String> SOURCES = List.of(
            "key", "db", "type", "value", "element", "name", "position", "score", "entry-id", "entry-ms", "expiry");

    private PlanKeys() {}

    private static List<String> words(Enum<?>[] values) {
        return Arrays.stream(values).map(PlanKeys::word).toList();
    }

    /** The word that stands for a value. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value that a word stands for; the word is one of its words. */
    static <E extends Enum<E>> E value(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
