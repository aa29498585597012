package sluice.engine.mapping;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.PlanFile.Column;
import sluice.engine.mapping.PlanFile.Constant;
import sluice.engine.mapping.PlanFile.Table;
import sluice.engine.mapping.PlanFile.Timestamps;
import sluice.engine.mapping.keys.KeyPattern;
import sluice.engine.mapping.yaml.Nearest;
import sluice.engine.mapping.yaml.Node;
import sluice.engine.mapping.yaml.Place;
import sluice.engine.mapping.yaml.Problems;
import sluice.engine.mapping.yaml.Section;
import sluice.protocol.Kind;
import sluice.protocol.Schema;

/** Reads what fills the columns of one table. */
final class ColumnReader {
    private final Problems problems;
    private final Section into;
    private final Table table;
    private final KeyPattern pattern;
    private final Each each;
    /** The kinds of keys that all sources so far can be had of. */
    private final Set<Kind> served;

    private final Set<Kind> wanted;
    private final boolean isForAnyType;

    ColumnReader(Problems problems, Section into, Table table, KeyPattern pattern, Each each, Set<Kind> kinds) {
        this.problems = problems;
        this.into = into;
        this.table = table;
        this.pattern = pattern;
        this.each = each;
        this.wanted = kinds;
        this.isForAnyType = kinds.size() == Kind.values().length;
        this.served = EnumSet.copyOf(kinds);
        narrow(each.kinds(), "each: " + PlanKeys.word(each.sort()), into.placeOf("each"));
    }

    List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        Node node = into.node("columns");
        if (node == null) {
            return columns;
        }
        Section section = Section.free(node, "columns of " + into.what(), problems);
        List<String> known =
                table.shape().columns().stream().map(Schema.Column::name).toList();
        for (Node.Entry entry : section.entries()) {
            int index = known.indexOf(entry.name());
            if (index < 0) {
                problems.add(
                        entry.place(),
                        into.what() + " fills the column " + entry.name() + ", which table "
                                + table.shape().name() + " has not" + Nearest.hint(entry.name(), known));
                continue;
            }
            Column column = column(entry, table.shape().columns().get(index));
            if (column != null) {
                columns.add(column);
            }
        }
        return columns;
    }

    /** The columns that are filled, well or badly. */
    Set<String> named() {
        return into.node("columns") instanceof Node.Entries(Place at, Map<String, Node.Entry> entries)
                ? entries.keySet()
                : Set.of();
    }

    private @Nullable Column column(Node.Entry entry, Schema.Column target) {
        String what = "column " + entry.name() + " of " + into.what();
        if (entry.node() instanceof Node.Scalar scalar) {
            From from = scalar.form() == Node.Form.NOTHING ? noSource(what, scalar.place()) : source(scalar, what);
            return from == null ? null : new Column(entry.name(), List.of(from), null, null, false, List.of(), null);
        }
        String capture = Section.captureWithoutQuotes(entry.node());
        if (capture != null && !PlanKeys.COLUMN.contains(capture)) {
            problems.add(entry.node().place(), what + ": write \"{" + capture + "}\" in quotes");
            return null;
        }
        Section section = Section.of(entry.node(), what, PlanKeys.COLUMN, problems);
        Constant constant = constant(section, "constant", target);
        Constant otherwise = constant(section, "default", target);
        List<From> from = sources(section);
        boolean optional = Boolean.TRUE.equals(section.truth("optional"));
        String as = section.word("as", PlanKeys.TIMESTAMPS);
        requireSense(section, target, optional);
        return new Column(
                entry.name(),
                from,
                constant,
                otherwise,
                optional,
                normalisations(section),
                as == null ? null : PlanKeys.value(Timestamps.class, as));
    }

    private @Nullable From noSource(String what, Place place) {
        problems.add(place, what + " has no source");
        return null;
    }

    private List<From> sources(Section section) {
        List<From> sources = new ArrayList<>();
        for (String name : List.of("from", "or")) {
            for (Node node : section.items(name)) {
                From from = source(node, section.what());
                if (from != null) {
                    sources.add(from);
                }
            }
        }
        if (section.node("from") instanceof Node.Items(Place at, List<Node> items)) {
            problems.add(at, "\"from\" of " + section.what() + " is one source: put the others into \"or\"");
        }
        return sources;
    }

    private void requireSense(Section section, Schema.Column target, boolean optional) {
        boolean constant = section.has("constant");
        if (constant == section.has("from")) {
            problems.add(
                    section.place(),
                    section.what()
                            + (constant
                                    ? " has both from and constant: one is needed"
                                    : " has neither from nor constant"));
        }
        if (constant) {
            for (String name : List.of("default", "or", "optional", "normalise", "as")) {
                if (section.has(name)) {
                    problems.add(
                            section.placeOf(name),
                            "\"" + name + "\" of " + section.what() + " has no effect on a constant");
                }
            }
        }
        if (optional && section.has("default")) {
            problems.add(section.placeOf("optional"), section.what() + " is optional and has a default: one is enough");
        }
        boolean needed = table.shape().primaryKey().contains(target.name())
                || (target.notNull() && !KeyspaceReader.mayMerge(table.shape()));
        if (optional && needed) {
            problems.add(
                    section.placeOf("optional"),
                    section.what() + " is optional, but may not be null in table "
                            + table.shape().name() + ": give a default");
        }
        boolean isTime = target.type() == Schema.Type.TIMESTAMP_TEXT || target.type() == Schema.Type.TIMESTAMP_NUMBER;
        if (section.has("as") && !isTime) {
            problems.add(section.placeOf("as"), "\"as\" of " + section.what() + " is for columns of type timestamp");
        }
    }

    private List<Normalisation> normalisations(Section section) {
        List<Normalisation> normalisations = new ArrayList<>();
        for (Node node : section.items("normalise")) {
            String word = section.textOf(node, "\"normalise\" of " + section.what());
            if (word != null && Normalisation.words().contains(word)) {
                normalisations.add(PlanKeys.value(Normalisation.class, word));
            } else if (word != null) {
                problems.add(
                        node.place(),
                        "\"normalise\" of " + section.what() + " cannot be \"" + word + "\""
                                + Nearest.hint(word, Normalisation.words()));
            }
        }
        return normalisations;
    }

    private @Nullable Constant constant(Section section, String name, Schema.Column target) {
        Node node = section.node(name);
        if (node == null) {
            return null;
        }
        Constant constant = node instanceof Node.Scalar scalar
                ? new Constant(scalar.form(), scalar.text())
                : new Constant(Node.Form.NOTHING, Constants.json(node));
        String wrong = Constants.wrongWith(constant, target.type(), table.timestamps());
        if (wrong != null) {
            problems.add(node.place(), "\"" + name + "\" of " + section.what() + ": " + wrong);
        }
        return constant;
    }

    private @Nullable From source(Node node, String what) {
        String text = into.textOf(node, "the source of " + what);
        if (text == null) {
            return null;
        }
        try {
            From from = SourceText.read(text);
            requireCapture(from, what, node.place());
            narrow(from.kinds(each), text, node.place());
            return from;
        } catch (IllegalArgumentException e) {
            problems.add(node.place(), what + ": " + e.getMessage());
            return null;
        }
    }

    private void requireCapture(From from, String what, Place place) {
        if (from instanceof From.Capture(String name) && !pattern.captures().contains(name)) {
            problems.add(
                    place,
                    what + ": the pattern \"" + pattern + "\" captures no {" + name + "}"
                            + Nearest.hint(name, new HashSet<>(pattern.captures())));
        }
    }

    /** Some sources can be had of some types only, and of some sorts of records only. */
    private void narrow(Set<Kind> kinds, String source, Place place) {
        Set<Kind> missing = EnumSet.copyOf(wanted);
        missing.removeAll(kinds);
        boolean nowhere = kinds.isEmpty();
        boolean none = kinds.stream().noneMatch(served::contains);
        if (nowhere) {
            problems.add(
                    place,
                    "\"" + source + "\" cannot be had here, where there is one record for "
                            + (each.sort() == Each.Sort.KEY
                                    ? "each key: say what with \"each\""
                                    : "each of " + PlanKeys.word(each.sort())));
        } else if ((!isForAnyType && !missing.isEmpty()) || none) {
            problems.add(
                    place,
                    "\"" + source + "\" is of keys of type " + words(kinds) + ", but " + into.what() + " is for "
                            + (isForAnyType ? "keys that have what its other columns ask for" : words(wanted)));
        }
        served.retainAll(kinds);
    }

    private static String words(Set<Kind> kinds) {
        return kinds.stream().sorted().map(Kind::word).collect(Collectors.joining(", "));
    }
}
