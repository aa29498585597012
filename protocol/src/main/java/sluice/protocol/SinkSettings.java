package sluice.protocol;

/**
 * How to open a sink.
 *
 * @param db which logical database the rows of a layout without database numbers belong to
 */
public record SinkSettings(String uri, String layout, int db) {}
