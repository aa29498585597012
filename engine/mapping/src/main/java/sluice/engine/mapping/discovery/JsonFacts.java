package sluice.engine.mapping.discovery;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands in one place of many documents. Mutable; belongs to one thread. */
final class JsonFacts {
    /** So many fields of one object are told apart. */
    private static final int FIELDS_MAX = 100;

    private final Map<Sort, Long> seen = new EnumMap<>(Sort.class);
    private final Map<String, JsonFacts> fields = new LinkedHashMap<>();
    private boolean crowded;
    private boolean repeated;
    private long documents;
    private long lastDocument = -1;

    /** What a value is. */
    enum Sort {
        NULL,
        BOOLEAN,
        /** A number without fraction or exponent that fits into 64 bits. */
        INTEGER,
        /** Any other number. */
        REAL,
        TEXT,
        /** A moment as ISO 8601 writes it. */
        TIME,
        /** Text that SQL's texts cannot hold, or a number that is too big. */
        ODD,
        OBJECT,
        ARRAY
    }

    /** It was found in this document; twice in one where names repeat. */
    void add(Sort sort, long document) {
        seen.merge(sort, 1L, Long::sum);
        if (document == lastDocument) {
            repeated = true;
        } else {
            documents++;
        }
        lastDocument = document;
    }

    /** The place of a field of the object here, or null where there are too many to tell apart. */
    @Nullable
    JsonFacts field(String name, Budget budget) {
        JsonFacts known = fields.get(name);
        if (known != null) {
            return known;
        }
        if (crowded || fields.size() == FIELDS_MAX || !budget.takes()) {
            crowded = true;
            return null;
        }
        JsonFacts added = new JsonFacts();
        fields.put(name, added);
        return added;
    }

    Map<String, JsonFacts> fields() {
        return fields;
    }

    /** Whether its fields were too many to tell apart: most likely they are ids. */
    boolean isCrowded() {
        return crowded;
    }

    /** In how many documents it was. */
    long documents() {
        return documents;
    }

    long seen(Sort sort) {
        return seen.getOrDefault(sort, 0L);
    }

    private long seen() {
        return seen.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether it was in each of so many documents, never null and never twice. */
    boolean isAlwaysThere(long of) {
        return documents == of && seen(Sort.NULL) == 0 && !repeated;
    }

    /** Whether it was never anything else than these, or null. */
    boolean isOnly(Sort... sorts) {
        long sum = seen(Sort.NULL);
        for (Sort sort : sorts) {
            sum += seen(sort);
        }
        return sum == seen() && sum > seen(Sort.NULL);
    }
}
