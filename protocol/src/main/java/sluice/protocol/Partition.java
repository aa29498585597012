package sluice.protocol;

/**
 * A slice of a source that can be read alone and resumed.
 *
 * @param id small and unique within a run
 * @param name for people and for the adapter: stored in the checkpoint, and enough to find the slice again
 * @param start where reading begins
 */
public record Partition(int id, String name, Cursor start) {}
