package sluice.engine.mapping.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping whose names are known beforehand, or are the writer's own. Each method gives null where a name is not
 * there, and also, besides telling the problem, where what is there is of another sort.
 */
public final class Section {
    private final Place place;
    private final String what;
    private final Map<String, Node.Entry> entries;
    private final Problems problems;

    private Section(Place place, String what, Map<String, Node.Entry> entries, Problems problems) {
        this.place = place;
        this.what = what;
        this.entries = entries;
        this.problems = problems;
    }

    /** A section with the names that {@code known} holds; any other one is a problem. */
    public static Section of(Node node, String what, List<String> known, Problems problems) {
        Section section = free(node, what, problems);
        for (Node.Entry entry : section.entries.values()) {
            if (!known.contains(entry.name())) {
                problems.add(
                        entry.place(),
                        "unknown key \"" + entry.name() + "\" in " + what + Nearest.hint(entry.name(), known));
            }
        }
        return section;
    }

    /** A section whose names are the writer's. */
    public static Section free(Node node, String what, Problems problems) {
        if (node instanceof Node.Entries(Place place, Map<String, Node.Entry> entries)) {
            return new Section(place, what, entries, problems);
        }
        problems.add(node.place(), what + " is " + node.what() + ": it has to be a mapping of names");
        return new Section(node.place(), what, new LinkedHashMap<>(), problems);
    }

    public Place place() {
        return place;
    }

    public String what() {
        return what;
    }

    public List<Node.Entry> entries() {
        return List.copyOf(entries.values());
    }

    public boolean has(String name) {
        return entries.containsKey(name);
    }

    public @Nullable Node node(String name) {
        Node.Entry entry = entries.get(name);
        if (entry != null
                && entry.node() instanceof Node.Scalar(Place at, Node.Form form, String text)
                && form == Node.Form.NOTHING) {
            problems.add(entry.place(), "\"" + name + "\" of " + what + " has no value: give it one, or leave it out");
            return null;
        }
        return entry == null ? null : entry.node();
    }

    /** Where the value of a name stands, or the section where it has none. */
    public Place placeOf(String name) {
        Node.Entry entry = entries.get(name);
        return entry == null ? place : entry.node().place();
    }

    /** A single value as it was written. */
    public @Nullable String text(String name) {
        Node node = node(name);
        return node == null ? null : textOf(node, "\"" + name + "\" of " + what);
    }

    /** A single value as it was written, or null and a problem. */
    public @Nullable String textOf(Node node, String subject) {
        if (node instanceof Node.Scalar scalar && scalar.form() != Node.Form.NOTHING) {
            return scalar.text();
        }
        problems.add(node.place(), subject + " is " + node.what() + ": it has to be a single value" + inQuotes(node));
        return null;
    }

    private static String inQuotes(Node node) {
        String capture = captureWithoutQuotes(node);
        return capture == null ? "" : "; write \"{" + capture + "}\" in quotes if it is a capture";
    }

    /** Braces without quotes are a mapping for YAML: what stands in them if they look like that, else null. */
    public static @Nullable String captureWithoutQuotes(Node node) {
        if (node instanceof Node.Entries(Place at, Map<String, Node.Entry> inside) && inside.size() == 1) {
            Node.Entry entry = inside.values().iterator().next();
            boolean bare = entry.node() instanceof Node.Scalar scalar && scalar.form() == Node.Form.NOTHING;
            return bare ? entry.name() : null;
        }
        return null;
    }

    public @Nullable Boolean truth(String name) {
        Node node = node(name);
        if (node == null) {
            return null;
        }
        if (node instanceof Node.Scalar scalar && scalar.form() == Node.Form.TRUTH) {
            return scalar.text().equalsIgnoreCase("true");
        }
        problems.add(node.place(), "\"" + name + "\" of " + what + " is " + node.what() + ": it is true or false");
        return null;
    }

    /** One of some words; null, and a problem, for any other one. */
    public @Nullable String word(String name, List<String> words) {
        String text = text(name);
        if (text == null || words.contains(text)) {
            return text;
        }
        problems.add(
                placeOf(name),
                "\"" + name + "\" of " + what + " cannot be \"" + text + "\"" + Nearest.hint(text, words));
        return null;
    }

    /** What a list holds, or the one thing that stands where a list may. */
    public List<Node> items(String name) {
        Node node = node(name);
        return node == null
                ? List.of()
                : node instanceof Node.Items(Place at, List<Node> items) ? items : List.of(node);
    }

    /** The same, each a single value. */
    public List<String> texts(String name) {
        return textsOf(items(name), "\"" + name + "\" of " + what);
    }

    /** Each of the nodes that is a single value; the others are problems. */
    public List<String> textsOf(List<Node> nodes, String subject) {
        List<String> texts = new ArrayList<>();
        for (Node node : nodes) {
            String text = textOf(node, subject);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }
}
