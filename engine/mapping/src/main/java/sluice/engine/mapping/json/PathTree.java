package sluice.engine.mapping.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paths that are asked of a document, as a tree with a numbered place for each different one. Paths are added
 * first; afterwards it is only read, by any thread.
 */
public final class PathTree {
    private final Step root = new Step();
    private int slots;

    /** The number under which the scan gives what stands at this path; a path that was added before has one already. */
    public int add(JsonPath path) {
        Step step = root;
        for (JsonPath.Step next : path.steps()) {
            step = switch (next) {
                case JsonPath.Field(String name) -> step.field(name.getBytes(StandardCharsets.UTF_8));
                case JsonPath.Index(int index) -> step.element(index);
                case JsonPath.Every() -> throw new IllegalArgumentException("a path to each element has no one place");
            };
        }
        if (step.slot < 0) {
            step.slot = slots++;
        }
        return step.slot;
    }

    /** How many different paths there are. */
    public int slots() {
        return slots;
    }

    Step root() {
        return root;
    }

    /** A place in the document. */
    static final class Step {
        private int slot = -1;
        private final List<byte[]> names = new ArrayList<>();
        private final List<Step> fields = new ArrayList<>();
        private final List<Integer> indexes = new ArrayList<>();
        private final List<Step> elements = new ArrayList<>();

        private Step field(byte[] name) {
            for (int i = 0; i < names.size(); i++) {
                if (Arrays.equals(names.get(i), name)) {
                    return fields.get(i);
                }
            }
            names.add(name);
            fields.add(new Step());
            return fields.getLast();
        }

        private Step element(int index) {
            int at = indexes.indexOf(index);
            if (at >= 0) {
                return elements.get(at);
            }
            indexes.add(index);
            elements.add(new Step());
            return elements.getLast();
        }

        int slot() {
            return slot;
        }

        boolean asksForFields() {
            return !fields.isEmpty();
        }

        boolean asksForElements() {
            return !elements.isEmpty();
        }

        @Nullable
        Step fieldNamed(byte[] bytes, int from, int to) {
            for (int i = 0; i < names.size(); i++) {
                byte[] name = names.get(i);
                if (name.length == to - from && Arrays.equals(name, 0, name.length, bytes, from, to)) {
                    return fields.get(i);
                }
            }
            return null;
        }

        @Nullable
        Step elementAt(int index) {
            for (int i = 0; i < indexes.size(); i++) {
                if (indexes.get(i) == index) {
                    return elements.get(i);
                }
            }
            return null;
        }

        /** Forgets what was found here and further in: of fields of one name the last one counts. */
        void forget(int[] ranges) {
            if (slot >= 0) {
                ranges[2 * slot] = JsonScan.MISSING;
            }
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).forget(ranges);
            }
            for (int i = 0; i < elements.size(); i++) {
                elements.get(i).forget(ranges);
            }
        }
    }
}
