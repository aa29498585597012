package sluice.engine.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.PlanFile.Table;
import sluice.engine.mapping.yaml.Nearest;
import sluice.engine.mapping.yaml.Node;
import sluice.engine.mapping.yaml.Problems;
import sluice.engine.mapping.yaml.Section;
import sluice.protocol.Schema;

/** Reads what tables refer to; all tables are known before. */
final class ReferenceReader {
    private final Problems problems;
    private final List<Table> tables;

    ReferenceReader(Problems problems, List<Table> tables) {
        this.problems = problems;
        this.tables = tables;
    }

    List<Schema.ForeignKey> keys(Schema.Table table, List<Node> nodes) {
        List<Schema.ForeignKey> keys = new ArrayList<>();
        for (Node node : nodes) {
            Schema.ForeignKey key = key(table, node);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys;
    }

    private Schema.@Nullable ForeignKey key(Schema.Table table, Node node) {
        String what = "a reference of table " + table.name();
        Section section = Section.of(node, what, PlanKeys.REFERENCE, problems);
        List<String> columns = section.texts("columns");
        requireColumns(section, "columns", columns, table);
        String name = section.text("table");
        Schema.Table target = name == null ? null : named(name);
        if (target == null) {
            String why = name == null
                    ? what + " names no table"
                    : what + " names the table " + name + ", which the plan has not" + Nearest.hint(name, names());
            problems.add(section.placeOf("table"), why);
            return null;
        }
        List<String> targets = section.has("to") ? section.texts("to") : target.primaryKey();
        requireColumns(section, "to", targets, target);
        requireMatch(section, columns, targets, target);
        return built(section, columns, target, targets);
    }

    private Schema.ForeignKey built(Section section, List<String> columns, Schema.Table target, List<String> targets) {
        String word = section.word("orphans", PlanKeys.ORPHANS);
        Schema.Orphans orphans = word == null ? Schema.Orphans.REJECT : PlanKeys.value(Schema.Orphans.class, word);
        Boolean enforced = section.truth("enforced");
        boolean kept = orphans == Schema.Orphans.KEEP;
        if (kept && Boolean.TRUE.equals(enforced)) {
            problems.add(
                    section.placeOf("enforced"),
                    "an enforced reference cannot keep orphans: write enforced: false, or orphans: reject");
        }
        boolean cascade = "cascade".equals(section.word("on-delete", PlanKeys.ON_DELETE));
        boolean enforces = !kept && !Boolean.FALSE.equals(enforced);
        if (cascade && !enforces) {
            problems.add(
                    section.placeOf("on-delete"),
                    "on-delete: cascade needs a reference that is enforced, and one that keeps orphans is not");
        }
        return new Schema.ForeignKey(columns, target.name(), targets, orphans, enforces, cascade);
    }

    private void requireColumns(Section section, String name, List<String> columns, Schema.Table table) {
        List<String> known = table.columns().stream().map(Schema.Column::name).toList();
        if (columns.isEmpty()) {
            problems.add(section.placeOf(name), section.what() + " names no columns in \"" + name + "\"");
        }
        for (String column : columns) {
            if (!known.contains(column)) {
                problems.add(
                        section.placeOf(name),
                        section.what() + " names the column " + column + ", which table " + table.name() + " has not"
                                + Nearest.hint(column, known));
            }
        }
    }

    /** What is referred to is one row: a primary key, or something unique. */
    private void requireMatch(Section section, List<String> columns, List<String> targets, Schema.Table target) {
        if (columns.size() != targets.size()) {
            problems.add(
                    section.place(),
                    section.what() + " has " + columns.size() + " columns for " + targets.size() + " in table "
                            + target.name());
        }
        HashSet<String> set = new HashSet<>(targets);
        boolean unique = new HashSet<>(target.primaryKey()).equals(set)
                || target.uniques().stream().anyMatch(columnSet -> new HashSet<>(columnSet).equals(set));
        if (!unique && !targets.isEmpty()) {
            problems.add(
                    section.placeOf("to"),
                    section.what() + " leads to columns of table " + target.name()
                            + " that are neither its primary-key nor unique: name such, or add them to \"unique\"");
        }
    }

    private Schema.@Nullable Table named(String name) {
        for (Table table : tables) {
            if (table.shape().name().equals(name)) {
                return table.shape();
            }
        }
        return null;
    }

    private List<String> names() {
        return tables.stream().map(table -> table.shape().name()).toList();
    }
}
