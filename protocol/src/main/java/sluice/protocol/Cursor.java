package sluice.protocol;

/** Where a partition stands: a short text that only the adapter that wrote it understands. */
public record Cursor(String text) {}
