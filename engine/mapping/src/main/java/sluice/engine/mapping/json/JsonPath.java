package sluice.engine.mapping.json;

import java.util.ArrayList;
import java.util.List;

/**
 * A way into a JSON document: {@code $.a.b[0]['odd name']}. {@code $} is the document itself, {@code @} the element of
 * an array whose elements are looked at one by one.
 */
public record JsonPath(List<Step> steps) {
    static final int STEPS_MAX = 1_000;

    public JsonPath {
        steps = List.copyOf(steps);
    }

    public sealed interface Step {}

    public record Field(String name) implements Step {}

    public record Index(int index) implements Step {}

    /** Each element of an array. */
    public record Every() implements Step {}

    /** Reads a path that begins with {@code root}; throws IllegalArgumentException that says what is wrong where. */
    public static JsonPath parse(String text, char root) {
        return new Reading(text, root).path();
    }

    public boolean has(Class<? extends Step> step) {
        return steps.stream().anyMatch(step::isInstance);
    }

    /** The parts between the steps to each element; a path that ends with one ends with an empty part. */
    public List<JsonPath> splitAtEvery() {
        List<JsonPath> parts = new ArrayList<>();
        List<Step> part = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Every) {
                parts.add(new JsonPath(part));
                part.clear();
            } else {
                part.add(step);
            }
        }
        parts.add(new JsonPath(part));
        return parts;
    }

    /** Without its root. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            switch (step) {
                case Field(String name) ->
                    text.append(Reading.isPlain(name) ? "." + name : "['" + escaped(name) + "']");
                case Index(int index) -> text.append('[').append(index).append(']');
                case Every() -> text.append("[*]");
            }
        }
        return text.toString();
    }

    private static String escaped(String name) {
        return name.replace("\\", "\\\\").replace("'", "\\'");
    }

    private static final class Reading {
        private final String text;
        private int at = 1;

        Reading(String text, char root) {
            this.text = text;
            if (text.isEmpty() || text.charAt(0) != root) {
                throw wrong("it does not begin with " + root);
            }
        }

        JsonPath path() {
            List<Step> steps = new ArrayList<>();
            while (at < text.length()) {
                steps.add(step());
                if (steps.size() > STEPS_MAX) {
                    throw wrong("it has over " + STEPS_MAX + " steps");
                }
            }
            return new JsonPath(steps);
        }

        private Step step() {
            char c = text.charAt(at);
            if (c == '.') {
                return name();
            }
            if (c != '[') {
                throw wrong("here should be . or [");
            }
            if (text.startsWith("[*]", at)) {
                at += 3;
                return new Every();
            }
            return at + 1 < text.length() && text.charAt(at + 1) == '\'' ? quoted() : index();
        }

        private Step name() {
            int from = ++at;
            while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
                at++;
            }
            String name = text.substring(from, at);
            if (!isPlain(name)) {
                at = from;
                throw wrong(name.isEmpty() ? "a name is missing" : "write odd names as ['" + escaped(name) + "']");
            }
            return new Field(name);
        }

        private Step quoted() {
            StringBuilder name = new StringBuilder();
            at += 2;
            while (at < text.length() && text.charAt(at) != '\'') {
                at += text.charAt(at) == '\\' ? 1 : 0;
                if (at < text.length()) {
                    name.append(text.charAt(at++));
                }
            }
            if (!text.startsWith("']", at)) {
                throw wrong("here should be ']");
            }
            at += 2;
            return new Field(name.toString());
        }

        private Step index() {
            int from = ++at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (from == at || at - from > 9 || at >= text.length() || text.charAt(at) != ']') {
                throw wrong("here should be a number from 0, * or a 'name', and ]");
            }
            return new Index(Integer.parseInt(text.substring(from, at++)));
        }

        static boolean isPlain(String name) {
            return !name.isEmpty() && name.chars().noneMatch(c -> c <= ' ' || ".[]'\"*\\$@".indexOf(c) >= 0);
        }

        private IllegalArgumentException wrong(String why) {
            return new IllegalArgumentException("the path \"" + text + "\" cannot be read at " + (at + 1) + ": " + why);
        }
    }
}
