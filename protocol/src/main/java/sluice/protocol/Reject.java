package sluice.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A row that could not be written, kept with everything that is needed to look at it again.
 *
 * @param payload the raw bytes, in the form that {@code encoding} names; null in what {@link Sink#write} returns
 * @param part which slice of the row this is, counted from 0
 */
public record Reject(
        Key key,
        Kind kind,
        long expiresAt,
        String origin,
        String reason,
        String encoding,
        byte @Nullable [] payload,
        int part) {}
