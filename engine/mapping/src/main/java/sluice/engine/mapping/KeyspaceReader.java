package sluice.engine.mapping;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.PlanFile.Action;
import sluice.engine.mapping.PlanFile.Into;
import sluice.engine.mapping.PlanFile.Keyspace;
import sluice.engine.mapping.PlanFile.Table;
import sluice.engine.mapping.json.JsonPath;
import sluice.engine.mapping.keys.KeyPattern;
import sluice.engine.mapping.yaml.Nearest;
import sluice.engine.mapping.yaml.Node;
import sluice.engine.mapping.yaml.Problems;
import sluice.engine.mapping.yaml.Section;
import sluice.protocol.Kind;
import sluice.protocol.Schema;

/** Reads the keyspaces of a plan; the tables are known before. */
final class KeyspaceReader {
    private static final int KEYSPACES_MAX = 10_000;
    private static final int INTO_MAX = 100;

    private final Problems problems;
    private final Map<String, Table> tables = new HashMap<>();
    private final KeyspaceChecks checks;

    KeyspaceReader(Problems problems, List<Table> tables) {
        this.problems = problems;
        tables.forEach(table -> this.tables.put(table.shape().name(), table));
        this.checks = new KeyspaceChecks(problems, tables);
    }

    List<Keyspace> keyspaces(Section plan) {
        List<Keyspace> keyspaces = new ArrayList<>();
        Node node = plan.node("keyspaces");
        if (node == null) {
            problems.add(plan.place(), "the plan has no keyspaces: it has to say what becomes of which keys");
            return keyspaces;
        }
        if (!(node instanceof Node.Items(var place, List<Node> items))) {
            problems.add(node.place(), "\"keyspaces\" is " + node.what() + ": it has to be a list");
            return keyspaces;
        }
        if (items.size() > KEYSPACES_MAX) {
            problems.add(place, items.size() + " keyspaces: at most " + KEYSPACES_MAX + " are possible");
            return keyspaces;
        }
        for (Node item : items) {
            Keyspace keyspace = keyspace(item);
            if (keyspace != null) {
                checks.add(keyspace, item.place());
                keyspaces.add(keyspace);
            }
        }
        checks.requireThatTablesAreFilled();
        return keyspaces;
    }

    private @Nullable Keyspace keyspace(Node node) {
        Section any = Section.free(node, "a keyspace", problems);
        String text = any.has("pattern") ? any.text("pattern") : null;
        String given = any.has("name") ? any.text("name") : null;
        String name = given != null ? given : text != null ? text : "without a pattern";
        Section section = Section.of(node, "keyspace " + name, PlanKeys.KEYSPACE, problems);
        if (text == null) {
            if (!section.has("pattern")) {
                problems.add(section.place(), "a keyspace has no pattern");
            }
            return null;
        }
        KeyPattern pattern = pattern(section, text);
        Set<Kind> kinds = kinds(section);
        if (pattern == null || kinds.isEmpty()) {
            return null;
        }
        Action action = action(section, pattern, kinds);
        return action == null ? null : new Keyspace(name, pattern, kinds, action);
    }

    private @Nullable KeyPattern pattern(Section section, String text) {
        try {
            return KeyPattern.parse(text);
        } catch (IllegalArgumentException e) {
            problems.add(section.placeOf("pattern"), String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** Empty where what stands there is no type. */
    private Set<Kind> kinds(Section section) {
        if (!section.has("type")) {
            return EnumSet.allOf(Kind.class);
        }
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (Node item : section.items("type")) {
            String word = section.textOf(item, "\"type\" of " + section.what());
            if (word == null) {
                continue;
            }
            if (PlanKeys.KINDS.contains(word)) {
                kinds.add(PlanKeys.value(Kind.class, word));
            } else {
                problems.add(
                        item.place(),
                        "\"type\" of " + section.what() + " cannot be \"" + word + "\""
                                + Nearest.hint(word, PlanKeys.KINDS));
            }
        }
        if (section.node("type") instanceof Node.Items(var at, List<Node> items) && items.isEmpty()) {
            problems.add(at, "\"type\" of " + section.what() + " names no type: leave it out for any");
        }
        return kinds;
    }

    private @Nullable Action action(Section section, KeyPattern pattern, Set<Kind> kinds) {
        List<String> said = new ArrayList<>();
        for (String name : List.of("table", "into", "layout", "ignore", "reject")) {
            if (section.has(name)) {
                said.add(name);
            }
        }
        if (said.size() != 1) {
            String found = said.isEmpty() ? "nothing" : String.join(" and ", said);
            problems.add(
                    section.place(),
                    section.what() + " says " + found
                            + " of what becomes of its keys: one of table, into, layout, ignore and reject is needed");
            return null;
        }
        if (!said.getFirst().equals("table")) {
            refuseRecordKeys(section);
        }
        return switch (said.getFirst()) {
            case "table" -> records(section, List.of(sectionAsInto(section)), pattern, kinds);
            case "into" -> records(section, section.items("into"), pattern, kinds);
            case "layout" -> layout(section);
            default -> aside(section, said.getFirst());
        };
    }

    /** Columns belong to the one table of a keyspace. */
    private void refuseRecordKeys(Section section) {
        for (String name : List.of("columns", "each", "optional")) {
            if (section.has(name)) {
                problems.add(
                        section.placeOf(name),
                        "\"" + name + "\" of " + section.what() + " belongs to a table: name it with \"table\", or put "
                                + "both into \"into\"");
            }
        }
    }

    private @Nullable Action layout(Section section) {
        String word = section.word("layout", PlanKeys.LAYOUTS);
        return word == null ? null : word.equals("native") ? new PlanFile.Native() : new PlanFile.Document();
    }

    private @Nullable Action aside(Section section, String name) {
        Boolean said = section.truth(name);
        if (Boolean.FALSE.equals(said)) {
            problems.add(section.placeOf(name), "\"" + name + "\" of " + section.what() + " is false: leave it out");
        }
        return said == null ? null : name.equals("ignore") ? new PlanFile.Ignore() : new PlanFile.Reject();
    }

    private Node sectionAsInto(Section section) {
        Map<String, Node.Entry> kept = new LinkedHashMap<>();
        section.entries().stream()
                .filter(entry -> PlanKeys.INTO.contains(entry.name()))
                .forEach(entry -> kept.put(entry.name(), entry));
        return new Node.Entries(section.place(), kept);
    }

    private @Nullable Action records(Section section, List<Node> nodes, KeyPattern pattern, Set<Kind> kinds) {
        List<Into> intos = new ArrayList<>();
        for (Node node : nodes) {
            Into into = into(section, node, pattern, kinds);
            if (into != null) {
                intos.add(into);
            }
        }
        if (nodes.isEmpty() || nodes.size() > INTO_MAX) {
            problems.add(
                    section.placeOf("into"),
                    "\"into\" of " + section.what() + " has " + nodes.size() + " parts: 1 to " + INTO_MAX
                            + " are possible");
        }
        return intos.size() == nodes.size() && !nodes.isEmpty() ? new PlanFile.Records(intos) : null;
    }

    private @Nullable Into into(Section keyspace, Node node, KeyPattern pattern, Set<Kind> kinds) {
        Section section = Section.of(node, keyspace.what(), PlanKeys.INTO, problems);
        String name = section.text("table");
        if (name == null) {
            if (!section.has("table")) {
                problems.add(section.place(), "a part of \"into\" of " + section.what() + " names no table");
            }
            return null;
        }
        Table table = tables.get(name);
        if (table == null) {
            problems.add(
                    section.placeOf("table"),
                    section.what() + " names the table " + name + ", which the plan has not"
                            + Nearest.hint(name, tables.keySet()));
            return null;
        }
        Each each = each(section);
        if (each == null) {
            return null;
        }
        boolean optional = Boolean.TRUE.equals(section.truth("optional"));
        if (optional && each.sort() != Each.Sort.ARRAY) {
            problems.add(
                    section.placeOf("optional"), "\"optional\" of " + section.what() + " is for each: a JSON path");
        }
        if (!section.has("columns")) {
            problems.add(section.place(), section.what() + " fills no columns of table " + name);
            return null;
        }
        ColumnReader columns = new ColumnReader(problems, section, table, pattern, each, kinds);
        Into into = new Into(name, each, optional, columns.columns());
        checks.requireThatRowsAreWhole(section, table.shape(), columns.named());
        checks.requireThatPositionsAreStable(section, table.shape(), into, kinds);
        return into;
    }

    private @Nullable Each each(Section section) {
        String text = section.has("each") ? section.text("each") : null;
        if (text == null) {
            return section.has("each") ? null : Each.KEY;
        }
        if (PlanKeys.EACH.contains(text)) {
            return new Each(PlanKeys.value(Each.Sort.class, text), null);
        }
        try {
            if (text.startsWith("$")) {
                return new Each(Each.Sort.ARRAY, JsonPath.parse(text, '$'));
            }
            problems.add(
                    section.placeOf("each"),
                    "\"each\" of " + section.what() + " cannot be \"" + text + "\""
                            + Nearest.hint(text, List.of("$", "elements", "fields", "entries")));
        } catch (IllegalArgumentException e) {
            problems.add(section.placeOf("each"), String.valueOf(e.getMessage()));
        }
        return null;
    }

    static boolean mayMerge(Schema.Table table) {
        return table.collisions().policy() == Schema.Policy.MERGE;
    }
}
