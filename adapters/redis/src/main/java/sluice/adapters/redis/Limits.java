package sluice.adapters.redis;

import java.time.Duration;

/**
 * Every limit of the adapter that is not in the settings.
 *
 * @param connect how long a connection may take to be made, and again to be greeted
 * @param patience how long a server may keep silent while we wait for answers
 * @param sliceKeys a database is cut into slices of at least so many keys
 * @param replyBytes how much one command may ask for, about
 */
record Limits(Duration connect, Duration patience, int sliceKeys, int replyBytes) {
    static final Limits DEFAULT = new Limits(Duration.ofSeconds(3), Duration.ofSeconds(60), 5_000, 64 << 10);

    Limits withPatience(Duration other) {
        return new Limits(connect, other, sliceKeys, replyBytes);
    }
}
