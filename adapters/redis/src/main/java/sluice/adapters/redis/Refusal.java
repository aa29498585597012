package sluice.adapters.redis;

/** A server's error, such as {@code NOPERM …}: what it answered instead of a value. */
record Refusal(String text) {}
