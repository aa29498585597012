package sluice.protocol;

/** How to find a row again: its key, and where it was found. */
public record Reference(Key key, long origin) {}
