package sluice.engine.mapping.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a YAML file, and where it begins. Immutable. */
public sealed interface Node {
    Place place();

    /** What the node is, in words that end a sentence: "a list". */
    String what();

    /** A single value. {@code text} is as it was written, without quotes. */
    record Scalar(Place place, Form form, String text) implements Node {
        @Override
        public String what() {
            return switch (form) {
                case NOTHING -> "nothing";
                case TRUTH -> text;
                case NUMBER -> "the number " + text;
                case TEXT -> '"' + text + '"';
            };
        }
    }

    /** What YAML takes an unquoted value for. */
    enum Form {
        NOTHING,
        TRUTH,
        NUMBER,
        TEXT
    }

    record Items(Place place, List<Node> items) implements Node {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String what() {
            return "a list";
        }
    }

    /** Names and what belongs to them, in the order of the file. */
    record Entries(Place place, Map<String, Entry> entries) implements Node {
        public Entries {
            entries = new LinkedHashMap<>(entries);
        }

        @Override
        public String what() {
            return "a mapping";
        }
    }

    record Entry(Place place, String name, Node node) {}
}
