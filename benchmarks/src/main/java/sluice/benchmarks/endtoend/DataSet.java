package sluice.benchmarks.endtoend;

import java.util.Locale;

/** A keyspace that is made by itself: the same for the same kind, number of keys and seed. */
record DataSet(Kind kind, long keys, long seed) {
    /** Part of the name of a file, so that what an older version made is not taken for ours. */
    private static final int VERSION = 1;

    /** What a keyspace is made of. */
    enum Kind {
        /** Strings of 100 bytes, a fifth with an expiry. */
        STRINGS,
        /** Of a hundred keys 60 strings, 20 hashes of 10 fields, 10 lists, 5 sets and 5 sorted sets of 20. */
        MIX,
        /** One list of so many elements. */
        BIGLIST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What stands in a keyspace.
     *
     * @param sqlRows the rows of layout native: one for a key and one for an element
     * @param bytes names, contents, members, and eight for each score
     */
    record Facts(long keys, long sqlRows, long bytes) {}

    /** For people: {@code mix 1m}. */
    @Override
    public String toString() {
        return kind + " " + Size.show(keys);
    }

    String fileName() {
        return kind + "-" + Size.show(keys) + "-seed" + seed + "-v" + VERSION;
    }

    DataSet withKeys(long other) {
        return new DataSet(kind, other, seed);
    }
}
