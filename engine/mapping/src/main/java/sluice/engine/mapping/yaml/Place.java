package sluice.engine.mapping.yaml;

/** Where something stands in a file; both numbers count from 1. */
public record Place(int line, int column) {
    public static final Place START = new Place(1, 1);
}
