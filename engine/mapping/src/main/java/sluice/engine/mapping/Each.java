package sluice.engine.mapping;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sluice.engine.mapping.json.JsonPath;
import sluice.protocol.Kind;

/**
 * What gives one record: the key, or each part of its value.
 *
 * @param array for {@link Sort#ARRAY} the way to the array, which may lead through others
 */
public record Each(Sort sort, @Nullable JsonPath array) {
    public static final Each KEY = new Each(Sort.KEY, null);

    /** Of what there is one record for each. */
    public enum Sort {
        KEY,
        ARRAY,
        ELEMENTS,
        FIELDS,
        ENTRIES
    }

    boolean isOneOf(Sort... sorts) {
        return Arrays.asList(sorts).contains(sort);
    }

    /** The kinds of keys that have such parts. */
    Set<Kind> kinds() {
        return switch (sort) {
            case KEY -> EnumSet.allOf(Kind.class);
            case ARRAY -> EnumSet.of(Kind.STRING);
            case ELEMENTS -> EnumSet.of(Kind.LIST, Kind.SET, Kind.ZSET);
            case FIELDS -> EnumSet.of(Kind.HASH);
            case ENTRIES -> EnumSet.of(Kind.STREAM);
        };
    }
}
