package sluice.protocol;

/** Which keys a reader is to read. Belongs to the thread of that reader. */
@FunctionalInterface
public interface KeyFilter {
    /** Whether to read it; asked once for each key that is found, expired ones apart. */
    boolean wants(Key key);

    /** This key was passed over because it had expired; it is counted in the batch that is read now. */
    default void expired(Key key, Kind kind) {}
}
