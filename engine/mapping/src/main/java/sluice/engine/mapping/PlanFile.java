package sluice.engine.mapping;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Gates;
import sluice.engine.core.VerifyMode;
import sluice.engine.mapping.keys.KeyPattern;
import sluice.engine.mapping.yaml.Node;
import sluice.protocol.Kind;
import sluice.protocol.Schema;

/**
 * What a plan file says, checked: names are known, sources fit their columns, and nothing contradicts itself.
 *
 * @param source address of the source, which may hold a password: never print it; null where the file names none
 * @param retireAfter how long after the switch the source stays
 * @param keyspaces in the order in which they are tried
 */
public record PlanFile(
        String name,
        @Nullable String source,
        @Nullable String sink,
        Options options,
        Duration retireAfter,
        Gates gates,
        Otherwise otherwise,
        List<Table> tables,
        List<Keyspace> keyspaces) {
    public PlanFile {
        tables = List.copyOf(tables);
        keyspaces = List.copyOf(keyspaces);
    }

    /** Reads a plan; refuses one with mistakes, each told with its line and column. */
    public static PlanFile read(Path file) {
        return PlanReader.read(file);
    }

    /** The same of a text; the file's name stands in what is told. */
    public static PlanFile parse(String file, String text) {
        return PlanReader.parse(file, text);
    }

    /** Not the addresses: they may hold secrets. */
    @Override
    public String toString() {
        return "PlanFile[" + name + "]";
    }

    /**
     * What stands in for options of the command line; null where the file says nothing.
     *
     * @param db a number, or {@code all}
     */
    public record Options(
            @Nullable Integer readers,
            @Nullable Integer batchRows,
            @Nullable Long inFlightBytes,
            @Nullable Long rate,
            @Nullable String match,
            @Nullable String db,
            @Nullable VerifyMode verify,
            @Nullable Boolean backup) {
        public static final Options NONE = new Options(null, null, null, null, null, null, null, null);
    }

    /** What becomes of keys that match nothing. */
    public enum Otherwise {
        NATIVE,
        DOCUMENT,
        IGNORE,
        REJECT
    }

    /** A table, and how its timestamps are stored. */
    public record Table(Schema.Table shape, Timestamps timestamps) {}

    /** How a column of time is stored. */
    public enum Timestamps {
        ISO,
        EPOCH_S,
        EPOCH_MS
    }

    /**
     * Keys of one pattern, and what becomes of them.
     *
     * @param kinds which types it is for; never empty
     */
    public record Keyspace(String name, KeyPattern pattern, Set<Kind> kinds, Action action) {
        public Keyspace {
            kinds = Set.copyOf(kinds);
        }
    }

    /** What becomes of a key. */
    public sealed interface Action {}

    /** It becomes records of tables. */
    public record Records(List<Into> into) implements Action {
        public Records {
            into = List.copyOf(into);
        }
    }

    /** It is stored as the layout {@code native} does. */
    public record Native() implements Action {}

    /** It is stored as one document. */
    public record Document() implements Action {}

    /** It is counted and left where it is. */
    public record Ignore() implements Action {}

    /** It is a reject. */
    public record Reject() implements Action {}

    /**
     * Records for one table.
     *
     * @param optional whether the array may be missing; then there is no record
     */
    public record Into(String table, Each each, boolean optional, List<Column> columns) {
        public Into {
            columns = List.copyOf(columns);
        }
    }

    /**
     * What fills a column.
     *
     * @param from the sources in the order in which they are tried; empty for a constant
     * @param constant what the column is filled with where there are no sources
     * @param otherwise what it is filled with where the sources have nothing
     * @param optional whether it may stay empty then
     * @param as how a time is written in the source, or null for the usual form
     */
    public record Column(
            String name,
            List<From> from,
            @Nullable Constant constant,
            @Nullable Constant otherwise,
            boolean optional,
            List<Normalisation> normalise,
            @Nullable Timestamps as) {
        public Column {
            from = List.copyOf(from);
            normalise = List.copyOf(normalise);
        }
    }

    /** A value that the plan itself gives, as it was written. */
    public record Constant(Node.Form form, String text) {}
}
