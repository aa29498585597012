package sluice.engine.mapping;

import java.util.EnumSet;
import java.util.Set;
import sluice.engine.mapping.json.JsonPath;
import sluice.protocol.Kind;

/** Where the content of a column comes from. */
public sealed interface From {
    /** Where this can be had: of which kinds of keys, and for which sort of records. */
    default Set<Kind> kinds(Each each) {
        return EnumSet.allOf(Kind.class);
    }

    /** {@code {phone}}: what a capture of the pattern took. */
    record Capture(String name) implements From {}

    /** {@code key}: the name of the key. */
    record KeyName() implements From {}

    /** {@code db}: the number of the logical database. */
    record Db() implements From {}

    /** {@code type}: the type of the key, as a word. */
    record TypeWord() implements From {}

    /** {@code expiry}: when the key, or the field of a hash, ends. */
    record Expiry() implements From {}

    /** {@code value}: the whole value of a string. */
    record Whole() implements From {
        @Override
        public Set<Kind> kinds(Each each) {
            return each.isOneOf(Each.Sort.KEY, Each.Sort.ARRAY) ? EnumSet.of(Kind.STRING) : EnumSet.noneOf(Kind.class);
        }
    }

    /** {@code $.a.b}: a part of the document that a string, or an element, is. */
    record Path(JsonPath path) implements From {
        @Override
        public Set<Kind> kinds(Each each) {
            return switch (each.sort()) {
                case KEY, ARRAY -> EnumSet.of(Kind.STRING);
                case ELEMENTS -> EnumSet.of(Kind.LIST, Kind.SET, Kind.ZSET);
                case FIELDS -> EnumSet.of(Kind.HASH);
                case ENTRIES -> EnumSet.noneOf(Kind.class);
            };
        }
    }

    /** {@code @.a}: a part of the element of an array. */
    record Relative(JsonPath path) implements From {
        @Override
        public Set<Kind> kinds(Each each) {
            return each.isOneOf(Each.Sort.ARRAY) ? EnumSet.of(Kind.STRING) : EnumSet.noneOf(Kind.class);
        }
    }

    /** {@code field.name}: of a hash, or of an entry of a stream. */
    record Field(String name) implements From {
        @Override
        public Set<Kind> kinds(Each each) {
            return switch (each.sort()) {
                case KEY -> EnumSet.of(Kind.HASH);
                case ENTRIES -> EnumSet.of(Kind.STREAM);
                case ARRAY, ELEMENTS, FIELDS -> EnumSet.noneOf(Kind.class);
            };
        }
    }

    /** {@code element}: of a list, a set or a sorted set, or what a field of a hash holds. */
    record Element() implements From {
        @Override
        public Set<Kind> kinds(Each each) {
            return each.isOneOf(Each.Sort.ELEMENTS, Each.Sort.FIELDS) ? each.kinds() : EnumSet.noneOf(Kind.class);
        }
    }

    /** {@code name}: of a field of a hash. */
    record FieldName() implements From {
        @Override
        public Set<Kind> kinds(Each each) {
            return each.isOneOf(Each.Sort.FIELDS) ? each.kinds() : EnumSet.noneOf(Kind.class);
        }
    }

    /** {@code position}: of the record among those of its key. */
    record Position() implements From {
        @Override
        public Set<Kind> kinds(Each each) {
            return each.isOneOf(Each.Sort.KEY) ? EnumSet.noneOf(Kind.class) : each.kinds();
        }
    }

    /** {@code score}: of a member of a sorted set. */
    record Score() implements From {
        @Override
        public Set<Kind> kinds(Each each) {
            return each.isOneOf(Each.Sort.ELEMENTS) ? EnumSet.of(Kind.ZSET) : EnumSet.noneOf(Kind.class);
        }
    }

    /** {@code entry-id}: of an entry of a stream, as {@code ms-seq}. */
    record EntryId() implements From {
        @Override
        public Set<Kind> kinds(Each each) {
            return each.isOneOf(Each.Sort.ENTRIES) ? EnumSet.of(Kind.STREAM) : EnumSet.noneOf(Kind.class);
        }
    }

    /** {@code entry-ms}: the time that the id of an entry begins with. */
    record EntryMs() implements From {
        @Override
        public Set<Kind> kinds(Each each) {
            return each.isOneOf(Each.Sort.ENTRIES) ? EnumSet.of(Kind.STREAM) : EnumSet.noneOf(Kind.class);
        }
    }
}
