package sluice.engine.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.yaml.Nearest;
import sluice.engine.mapping.yaml.Node;
import sluice.engine.mapping.yaml.Problems;
import sluice.engine.mapping.yaml.Section;
import sluice.protocol.Schema;
import sluice.protocol.Schema.Merge;

/** Reads what a table says of rows with one primary key. */
final class CollisionReader {
    private final Problems problems;
    private final List<Schema.Column> columns;
    private final List<String> names;

    CollisionReader(Problems problems, List<Schema.Column> columns) {
        this.problems = problems;
        this.columns = columns;
        this.names = columns.stream().map(Schema.Column::name).toList();
    }

    Schema.Collisions read(Section table, List<String> primaryKey) {
        Node node = table.node("collisions");
        if (node == null) {
            return Schema.Collisions.REJECTED;
        }
        String what = "collisions of " + table.what();
        Node named = node instanceof Node.Scalar
                ? new Node.Entries(node.place(), Map.of("keep", new Node.Entry(node.place(), "keep", node)))
                : node;
        Section section = Section.of(named, what, PlanKeys.COLLISIONS, problems);
        String keep = section.has("merge") && !section.has("keep") ? "merge" : section.word("keep", PlanKeys.KEEP);
        String by = section.text("by");
        if (keep == null) {
            if (!section.has("keep")) {
                problems.add(section.place(), what + ": \"keep\" is missing" + Nearest.hint("", PlanKeys.KEEP));
            }
            return Schema.Collisions.REJECTED;
        }
        requireSense(section, keep, by);
        if (primaryKey.isEmpty()) {
            problems.add(
                    section.place(), what + " have no meaning: it has no primary-key, so that no rows are the same");
        }
        return new Schema.Collisions(PlanKeys.value(Schema.Policy.class, keep), by, merges(section, keep, primaryKey));
    }

    private void requireSense(Section collisions, String keep, @Nullable String by) {
        boolean newest = keep.equals("newest");
        if (newest && by == null) {
            problems.add(
                    collisions.place(),
                    collisions.what() + " keep the newest: \"by\" has to name the column that tells");
        } else if (!newest && by != null) {
            problems.add(collisions.placeOf("by"), "\"by\" of " + collisions.what() + " is only for keep: newest");
        } else if (by != null && !names.contains(by)) {
            problems.add(
                    collisions.placeOf("by"),
                    "\"by\" of " + collisions.what() + " names the column " + by + ", which it has not"
                            + Nearest.hint(by, names));
        }
    }

    private Map<String, Merge> merges(Section collisions, String keep, List<String> primaryKey) {
        Map<String, Merge> merges = new LinkedHashMap<>();
        Node node = collisions.node("merge");
        if (node == null) {
            return merges;
        }
        String what = "\"merge\" of " + collisions.what();
        if (!keep.equals("merge")) {
            problems.add(node.place(), what + " is only for keep: merge");
            return merges;
        }
        Section section = Section.free(node, what, problems);
        for (Node.Entry entry : section.entries()) {
            String word = section.word(entry.name(), PlanKeys.MERGE);
            String objection = objection(entry.name(), word, primaryKey);
            if (objection != null) {
                problems.add(entry.place(), what + objection);
            } else if (word != null) {
                merges.put(entry.name(), PlanKeys.value(Merge.class, word));
            }
        }
        return merges;
    }

    private @Nullable String objection(String name, @Nullable String word, List<String> primaryKey) {
        if (!names.contains(name)) {
            return " names the column " + name + ", which it has not" + Nearest.hint(name, names);
        }
        if (primaryKey.contains(name)) {
            return " names the column " + name + " of the primary key, which is the same in all";
        }
        Schema.Type type = columns.get(names.indexOf(name)).type();
        boolean fits = word == null
                || switch (PlanKeys.value(Merge.class, word)) {
                    case FIRST -> true;
                    case SUM -> type == Schema.Type.INTEGER || type == Schema.Type.REAL;
                    case MAX, MIN -> type != Schema.Type.JSON && type != Schema.Type.BLOB;
                };
        return fits ? null : " cannot have the " + word + " of column " + name + ", for what it holds";
    }
}
