package sluice.engine.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.PlanFile.Table;
import sluice.engine.mapping.PlanFile.Timestamps;
import sluice.engine.mapping.yaml.Nearest;
import sluice.engine.mapping.yaml.Node;
import sluice.engine.mapping.yaml.Place;
import sluice.engine.mapping.yaml.Problems;
import sluice.engine.mapping.yaml.Section;
import sluice.protocol.Schema;

/** Reads the tables of a plan. */
final class TableReader {
    private static final int COLUMNS_MAX = 1_000;
    private static final int TABLES_MAX = 1_000;
    private static final List<String> ROWIDS = List.of("rowid", "oid", "_rowid_");

    private final Problems problems;

    TableReader(Problems problems) {
        this.problems = problems;
    }

    List<Table> tables(@Nullable Node node) {
        List<Table> tables = new ArrayList<>();
        if (node == null) {
            return tables;
        }
        Section section = Section.free(node, "tables", problems);
        Names names = new Names("table", problems);
        List<References> references = new ArrayList<>();
        for (Node.Entry entry : section.entries()) {
            names.add(entry.name(), entry.place());
            names.refuseReserved(entry.name(), entry.place());
            tables.add(table(entry, references));
        }
        if (tables.size() > TABLES_MAX) {
            problems.add(section.place(), tables.size() + " tables: at most " + TABLES_MAX + " are possible");
        }
        return withReferences(tables, references);
    }

    /** What a table refers to can only be looked at when all tables are known. */
    private record References(String table, List<Node> nodes) {}

    private Table table(Node.Entry entry, List<References> references) {
        String what = "table " + entry.name();
        Section section = Section.of(entry.node(), what, PlanKeys.TABLE, problems);
        String word = section.word("timestamps", PlanKeys.TIMESTAMPS);
        Timestamps timestamps = word == null ? Timestamps.ISO : PlanKeys.value(Timestamps.class, word);
        List<String> primaryKey = distinct(section, "primary-key", section.texts("primary-key"));
        List<Schema.Column> columns = columns(section, what, timestamps, primaryKey);
        List<String> names = columns.stream().map(Schema.Column::name).toList();
        requireKnown(section, "primary-key", primaryKey, names);
        references.add(new References(entry.name(), section.items("references")));
        requireNameOfRows(section, primaryKey, names);
        Schema.Existing existing = existing(section);
        if (existing != Schema.Existing.REFUSE && primaryKey.isEmpty()) {
            problems.add(
                    section.place(),
                    what
                            + " is there already, and has no primary-key: without one nothing tells which rows are the"
                            + " same");
        }
        Schema.Table shape = new Schema.Table(
                entry.name(),
                columns,
                primaryKey,
                columnSets(section, "unique", names),
                section.texts("checks"),
                columnSets(section, "indexes", names),
                List.of(),
                new CollisionReader(problems, columns).read(section, primaryKey),
                existing,
                isOrdered(section, primaryKey, existing));
        return new Table(shape, timestamps);
    }

    private List<Schema.Column> columns(Section table, String what, Timestamps timestamps, List<String> primaryKey) {
        List<Schema.Column> columns = new ArrayList<>();
        Node node = table.node("columns");
        if (node == null) {
            problems.add(table.place(), what + " has no columns");
            return columns;
        }
        Section section = Section.free(node, "columns of " + what, problems);
        Names names = new Names("column", problems);
        for (Node.Entry entry : section.entries()) {
            names.add(entry.name(), entry.place());
            columns.add(column(section, entry, timestamps, primaryKey));
        }
        if (columns.isEmpty() || columns.size() > COLUMNS_MAX) {
            problems.add(
                    section.place(),
                    what + " has " + columns.size() + " columns: 1 to " + COLUMNS_MAX + " are possible");
        }
        return columns;
    }

    /** What is in a primary key is never null: it is what tells one row from another. */
    private Schema.Column column(Section columns, Node.Entry entry, Timestamps timestamps, List<String> primaryKey) {
        boolean notNull = primaryKey.contains(entry.name());
        String subject = "column " + entry.name();
        Node type = entry.node();
        if (entry.node() instanceof Node.Entries) {
            Section section = Section.of(entry.node(), subject, PlanKeys.TABLE_COLUMN, problems);
            notNull |= Boolean.TRUE.equals(section.truth("not-null"));
            Node given = section.node("type");
            if (given == null) {
                problems.add(section.place(), subject + " has no type" + Nearest.hint("", PlanKeys.COLUMN_TYPES));
                return new Schema.Column(entry.name(), Schema.Type.TEXT, notNull);
            }
            type = given;
        }
        String word = columns.textOf(type, "the type of " + subject);
        if (word != null && !PlanKeys.COLUMN_TYPES.contains(word)) {
            problems.add(
                    type.place(),
                    subject + " cannot be of type \"" + word + "\"" + Nearest.hint(word, PlanKeys.COLUMN_TYPES));
        }
        return new Schema.Column(entry.name(), typeOf(word, timestamps), notNull);
    }

    private static Schema.Type typeOf(@Nullable String word, Timestamps timestamps) {
        return switch (word) {
            case "integer" -> Schema.Type.INTEGER;
            case "real" -> Schema.Type.REAL;
            case "blob" -> Schema.Type.BLOB;
            case "json" -> Schema.Type.JSON;
            case "boolean" -> Schema.Type.BOOLEAN;
            case "any" -> Schema.Type.ANY;
            case "timestamp" ->
                timestamps == Timestamps.ISO ? Schema.Type.TIMESTAMP_TEXT : Schema.Type.TIMESTAMP_NUMBER;
            case null, default -> Schema.Type.TEXT;
        };
    }

    /** Sets of columns: {@code [[a, b], [c]]}; one set may stand without its own brackets. */
    private List<List<String>> columnSets(Section table, String name, List<String> columns) {
        List<Node> items = table.items(name);
        List<List<String>> sets = new ArrayList<>();
        if (!items.isEmpty() && items.stream().allMatch(Node.Scalar.class::isInstance)) {
            items = List.of(new Node.Items(table.placeOf(name), items));
        }
        for (Node item : items) {
            List<Node> set = item instanceof Node.Items(Place at, List<Node> inside) ? inside : List.of(item);
            List<String> names = distinct(table, name, table.textsOf(set, "a column in \"" + name + "\""));
            requireKnown(table, name, names, columns);
            if (names.isEmpty()) {
                problems.add(item.place(), "\"" + name + "\" of " + table.what() + " has a set without columns");
            } else {
                sets.add(names);
            }
        }
        return sets;
    }

    private List<String> distinct(Section table, String name, List<String> names) {
        if (names.stream().distinct().count() < names.size()) {
            problems.add(table.placeOf(name), "\"" + name + "\" of " + table.what() + " names a column twice");
        }
        return names.stream().distinct().toList();
    }

    private void requireKnown(Section table, String name, List<String> names, List<String> known) {
        for (String column : names) {
            if (!known.contains(column)) {
                problems.add(
                        table.placeOf(name),
                        "\"" + name + "\" of " + table.what() + " names the column " + column + ", which it has not"
                                + Nearest.hint(column, known));
            }
        }
    }

    /** A row without a primary key is found again by its rowid, which needs a name that no column has. */
    private void requireNameOfRows(Section table, List<String> primaryKey, List<String> columns) {
        Set<String> lower =
                columns.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        if (primaryKey.isEmpty() && lower.containsAll(ROWIDS)) {
            problems.add(
                    table.placeOf("columns"),
                    table.what() + " has no primary-key, and its columns take all names of a rowid ("
                            + String.join(", ", ROWIDS) + "): name a primary-key, or rename one of them");
        }
    }

    private Schema.Existing existing(Section table) {
        Node node = table.node("existing");
        if (node instanceof Node.Scalar(Place at, Node.Form form, String text) && form == Node.Form.TRUTH) {
            return text.toLowerCase(Locale.ROOT).equals("true") ? Schema.Existing.UPDATE : Schema.Existing.REFUSE;
        }
        String word = table.word("existing", PlanKeys.EXISTING);
        return word == null ? Schema.Existing.REFUSE : PlanKeys.value(Schema.Existing.class, word);
    }

    private boolean isOrdered(Section table, List<String> primaryKey, Schema.Existing existing) {
        if (!Boolean.FALSE.equals(table.truth("rowid"))) {
            return false;
        }
        if (primaryKey.isEmpty()) {
            problems.add(table.placeOf("rowid"), table.what() + " needs a primary-key to do without a rowid");
        }
        if (existing != Schema.Existing.REFUSE) {
            problems.add(table.placeOf("rowid"), table.what() + " is there already: it is as it is");
        }
        return true;
    }

    private List<Table> withReferences(List<Table> tables, List<References> references) {
        ReferenceReader reader = new ReferenceReader(problems, tables);
        List<Table> complete = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            Schema.Table shape = tables.get(i).shape();
            List<Schema.ForeignKey> keys = reader.keys(shape, references.get(i).nodes());
            complete.add(new Table(shape.referring(keys), tables.get(i).timestamps()));
        }
        return complete;
    }
}
