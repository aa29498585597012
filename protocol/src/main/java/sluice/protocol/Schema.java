package sluice.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a plan fills, in the order in which records name them by their index.
 *
 * @param natives whether keys may come besides that have the layout called native
 */
public record Schema(List<Table> tables, boolean natives) {
    public Schema {
        tables = List.copyOf(tables);
    }

    /** Of a plan in which every key becomes rows of its tables. */
    public Schema(List<Table> tables) {
        this(tables, false);
    }

    /**
     * One table.
     *
     * @param primaryKey names of columns; empty where rows have no identity, and then none collide
     * @param uniques further sets of columns that are unique
     * @param checks SQL expressions that hold for each row
     * @param indexes sets of columns that are looked up by
     * @param existing what to do with a table of that name that is there already
     * @param ordered whether the sink keeps rows in the order of their primary key and has no other number for them
     */
    public record Table(
            String name,
            List<Column> columns,
            List<String> primaryKey,
            List<List<String>> uniques,
            List<String> checks,
            List<List<String>> indexes,
            List<ForeignKey> references,
            Collisions collisions,
            Existing existing,
            boolean ordered) {
        public Table {
            columns = List.copyOf(columns);
            primaryKey = List.copyOf(primaryKey);
            uniques = uniques.stream().map(List::copyOf).toList();
            checks = List.copyOf(checks);
            indexes = indexes.stream().map(List::copyOf).toList();
            references = List.copyOf(references);
        }

        public Table(
                String name,
                List<Column> columns,
                List<String> primaryKey,
                List<List<String>> uniques,
                List<String> checks,
                List<List<String>> indexes,
                List<ForeignKey> references,
                Collisions collisions,
                Existing existing) {
            this(name, columns, primaryKey, uniques, checks, indexes, references, collisions, existing, false);
        }

        /** The same table, where it is there already or not. */
        public Table existing(Existing rule) {
            return new Table(
                    name, columns, primaryKey, uniques, checks, indexes, references, collisions, rule, ordered);
        }

        /** The same with these references. */
        public Table referring(List<ForeignKey> keys) {
            return new Table(name, columns, primaryKey, uniques, checks, indexes, keys, collisions, existing, ordered);
        }
    }

    public record Column(String name, Type type, boolean notNull) {}

    /** What a column holds; each sink has a type of its own for it. */
    public enum Type {
        INTEGER,
        REAL,
        TEXT,
        BLOB,
        /** The text of a JSON document. */
        JSON,
        /** 0 or 1. */
        BOOLEAN,
        /** ISO 8601 in UTC. */
        TIMESTAMP_TEXT,
        /** A number of seconds or milliseconds since 1970. */
        TIMESTAMP_NUMBER,
        /** Text in one row and bytes that are no text in another. */
        ANY
    }

    /**
     * What happens with records of one identity.
     *
     * @param by the column that tells which is newest, else null
     * @param merges what becomes of columns that are merged in another way than {@link Merge#FIRST}, by their names
     */
    public record Collisions(Policy policy, @Nullable String by, Map<String, Merge> merges) {
        public static final Collisions REJECTED = new Collisions(Policy.REJECT, null);

        public Collisions {
            merges = Map.copyOf(merges);
        }

        public Collisions(Policy policy, @Nullable String by) {
            this(policy, by, Map.of());
        }

        public Merge merge(String column) {
            return merges.getOrDefault(column, Merge.FIRST);
        }
    }

    /** What becomes of one column of records that are merged; NULL counts in none. */
    public enum Merge {
        /** That of the first record, by key, that has one. */
        FIRST,
        SUM,
        MAX,
        MIN
    }

    public enum Policy {
        /** The one with the greatest value in a column stays; of equals, the one with the smaller key. */
        NEWEST,
        /** The one with the smallest key stays. */
        FIRST,
        /** Each column is that of the first record, by key, that has one, or what {@link Merge} makes of all. */
        MERGE,
        /** The run ends before anything is written to the sink. */
        FAIL,
        /** The one with the smallest key stays, the others are rejected. */
        REJECT
    }

    /**
     * Columns that name a row of another table.
     *
     * @param targets the columns there
     * @param enforced whether the sink itself is to keep it so
     * @param cascade whether a row goes with the row that it names
     */
    public record ForeignKey(
            List<String> columns,
            String table,
            List<String> targets,
            Orphans orphans,
            boolean enforced,
            boolean cascade) {
        public ForeignKey {
            columns = List.copyOf(columns);
            targets = List.copyOf(targets);
        }
    }

    /** What happens with a record that names a row that is not there. One that names none (NULL) is no orphan. */
    public enum Orphans {
        KEEP,
        REJECT,
        FAIL
    }

    /** What to do with a table that the run did not make. */
    public enum Existing {
        /** It must not be there: the run makes it. */
        REFUSE,
        /** It must be there: records are added, and replace the plan's columns of rows of the same primary key. */
        UPDATE,
        /** It must be there: records are added, and rows of the same primary key stay as they are. */
        KEEP
    }
}
