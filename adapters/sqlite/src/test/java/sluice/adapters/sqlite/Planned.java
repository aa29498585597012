package sluice.adapters.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Cell;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Part;
import sluice.protocol.Row;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Collisions;
import sluice.protocol.Schema.Column;
import sluice.protocol.Schema.Existing;
import sluice.protocol.Schema.ForeignKey;
import sluice.protocol.Schema.Merge;
import sluice.protocol.Schema.Orphans;
import sluice.protocol.Schema.Policy;
import sluice.protocol.Schema.Table;
import sluice.protocol.Schema.Type;
import sluice.protocol.Value;

/** Tables and rows of plans, as a mapping would give them. */
final class Planned {
    private Planned() {}

    /** Builds one table of a plan. */
    static final class TableBuilder {
        private final String name;
        private final List<Column> columns = new ArrayList<>();
        private final List<List<String>> uniques = new ArrayList<>();
        private final List<String> checks = new ArrayList<>();
        private final List<List<String>> indexes = new ArrayList<>();
        private final List<ForeignKey> references = new ArrayList<>();
        private List<String> primaryKey = List.of();
        private Collisions collisions = Collisions.REJECTED;
        private Existing existing = Existing.REFUSE;
        private boolean ordered;

        TableBuilder(String name) {
            this.name = name;
        }

        TableBuilder column(String column, Type type) {
            columns.add(new Column(column, type, false));
            return this;
        }

        TableBuilder notNull(String column, Type type) {
            columns.add(new Column(column, type, true));
            return this;
        }

        TableBuilder key(String... names) {
            primaryKey = List.of(names);
            return this;
        }

        TableBuilder unique(String... names) {
            uniques.add(List.of(names));
            return this;
        }

        TableBuilder check(String sql) {
            checks.add(sql);
            return this;
        }

        TableBuilder index(String... names) {
            indexes.add(List.of(names));
            return this;
        }

        TableBuilder refers(String column, String table, String target, Orphans orphans) {
            references.add(
                    new ForeignKey(List.of(column), table, List.of(target), orphans, orphans != Orphans.KEEP, false));
            return this;
        }

        TableBuilder collisions(Policy policy, @Nullable String by) {
            collisions = new Collisions(policy, by);
            return this;
        }

        TableBuilder merges(Map<String, Merge> merges) {
            collisions = new Collisions(Policy.MERGE, null, merges);
            return this;
        }

        TableBuilder existing(Existing rule) {
            existing = rule;
            return this;
        }

        /** Without row ids. */
        TableBuilder ordered() {
            ordered = true;
            return this;
        }

        Table build() {
            return new Table(
                    name, columns, primaryKey, uniques, checks, indexes, references, collisions, existing, ordered);
        }
    }

    static TableBuilder table(String name) {
        return new TableBuilder(name);
    }

    static Schema schema(TableBuilder... tables) {
        return new Schema(Arrays.stream(tables).map(TableBuilder::build).toList());
    }

    /** The same in a plan that leaves other keys as they are. */
    static Schema withNatives(TableBuilder... tables) {
        return new Schema(schema(tables).tables(), true);
    }

    /** A cell: text, a number, bytes or null. */
    static @Nullable Object cell(@Nullable Object content) {
        return switch (content) {
            case String text -> new Cell(text.getBytes(UTF_8));
            case Integer number -> number.longValue();
            case null -> null;
            default -> content;
        };
    }

    static Value.Tuple tuple(int table, long position, @Nullable Object... cells) {
        return new Value.Tuple(
                table, position, Arrays.stream(cells).map(Planned::cell).toArray());
    }

    /** A string key that gives these records; its raw value is its name. */
    static Row row(String key, Value.Tuple... tuples) {
        return row(key, Part.WHOLE, tuples);
    }

    static Row row(String key, Part part, Value.Tuple... tuples) {
        Value raw = new Value.StringValue(("raw " + key).getBytes(UTF_8));
        return new Row(
                new Key(0, key.getBytes(UTF_8)),
                new Value.Mapped(Kind.STRING, List.of(tuples), raw),
                Row.NEVER,
                Row.UNKNOWN,
                part,
                0);
    }
}
