package sluice.engine.mapping.discovery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sluice.protocol.Key;
import sluice.protocol.Row;
import sluice.protocol.Value;

/** What the values of one keyspace hold, of one type. Mutable; belongs to one thread. */
sealed interface ValueFacts {
    /** Takes in a value, or a slice of one. */
    void add(Key key, Value value);

    /**
     * Strings.
     *
     * @param others the first keys whose values are no JSON
     */
    record Strings(BytesFacts contents, List<String> others) implements ValueFacts {
        private static final int OTHERS = 3;

        @Override
        public void add(Key key, Value value) {
            if (value instanceof Value.StringValue(byte[] content)) {
                long before = contents.documents();
                contents.add(content);
                if (contents.documents() == before && others.size() < OTHERS) {
                    others.add(Words.cut(key.toString()));
                }
            }
        }
    }

    /** Lists, sets and sorted sets. */
    record Elements(BytesFacts elements) implements ValueFacts {
        @Override
        public void add(Key key, Value value) {
            switch (value) {
                case Value.ListSlice list -> list.elements().forEach(elements::add);
                case Value.SetSlice set -> set.members().forEach(elements::add);
                case Value.SortedSlice sorted -> sorted.members().forEach(scored -> elements.add(scored.member()));
                default -> throw new IllegalArgumentException(value.kind() + " among collections");
            }
        }
    }

    /** Hashes. */
    final class Hashes implements ValueFacts {
        private static final int FIELDS_MAX = 100;
        private static final double COMMON_SHARE = 0.25;

        private final Budget budget;
        private final BytesFacts names = new BytesFacts(null);
        private final BytesFacts contents = new BytesFacts(null);
        private final Map<String, BytesFacts> fields = new LinkedHashMap<>();
        private boolean crowded;
        private boolean expiring;

        Hashes(Budget budget) {
            this.budget = budget;
        }

        @Override
        public void add(Key key, Value value) {
            if (value instanceof Value.HashSlice hash) {
                hash.fields().forEach(this::add);
            }
        }

        private void add(Value.Field field) {
            names.add(field.name());
            contents.add(field.content());
            expiring |= field.expiresAt() != Row.NEVER;
            String name = field.name().length == 0 ? null : Texts.decoded(field.name());
            BytesFacts known = name == null ? null : fields.get(name);
            if (known == null && name != null && !crowded && fields.size() < FIELDS_MAX && budget.takes()) {
                known = new BytesFacts(null);
                fields.put(name, known);
            }
            if (known == null) {
                crowded = true;
            } else {
                known.add(field.content());
            }
        }

        BytesFacts names() {
            return names;
        }

        BytesFacts contents() {
            return contents;
        }

        /** Each field with what it holds; it is there once in a hash. */
        Map<String, BytesFacts> fields() {
            return fields;
        }

        /** Whether fields differ from key to key, among so many: then names are data. */
        boolean isVaried(long keys) {
            return crowded || names.count() < COMMON_SHARE * fields.size() * keys;
        }

        /** Whether a field has an expiry of its own. */
        boolean isExpiring() {
            return expiring;
        }
    }

    /** What stays as it is. */
    record Others() implements ValueFacts {
        @Override
        public void add(Key key, Value value) {
            // Nothing of it matters to a plan.
        }
    }
}
