package sluice.engine.mapping.discovery;

import org.jspecify.annotations.Nullable;

/**
 * Which source is looked at, and which part of it.
 *
 * @param address of the source, without secrets
 * @param db a logical database, {@code all}, or null for what the address says
 * @param match a glob over key names, or null for all
 * @param locked whether it takes a password
 */
public record Selection(
        String address, @Nullable String db, @Nullable String match, boolean locked) {}
