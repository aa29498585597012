package sluice.protocol;

/**
 * One migrated thing, or a slice of one that is too big to hold at once.
 *
 * @param expiresAt absolute Unix milliseconds, or {@link #NEVER}
 * @param origin where the row was found, in the terms of the one who read it (a byte offset, a row id), or
 *     {@link #UNKNOWN}
 * @param keyspace which of the plan's keyspaces the key belongs to, or {@link #NO_KEYSPACE}
 */
public record Row(Key key, Value value, long expiresAt, long origin, Part part, int keyspace) {
    /** The expiry of what does not expire. */
    public static final long NEVER = -1;

    /** A number that the source does not have. */
    public static final long UNKNOWN = -1;

    /** The keyspace of a row that no plan has looked at. */
    public static final int NO_KEYSPACE = -1;

    public Row {
        if (expiresAt < NEVER) {
            throw new IllegalArgumentException("expiry of " + key + " is " + expiresAt);
        }
    }

    /** A row that no plan has looked at. */
    public Row(Key key, Value value, long expiresAt, long origin, Part part) {
        this(key, value, expiresAt, origin, part, NO_KEYSPACE);
    }

    /** The same row, as a plan sees it. */
    public Row mapped(Value mapped, int ofKeyspace) {
        return new Row(key, mapped, expiresAt, origin, part, ofKeyspace);
    }

    /** The bytes of data in it: its key and its value. */
    public long contentBytes() {
        return key.name().length + value.contentBytes();
    }

    /** What the row occupies in memory, near enough to keep a budget. */
    public long bytes() {
        return 3L * Weights.OBJECT + key.name().length + value.bytes();
    }
}
