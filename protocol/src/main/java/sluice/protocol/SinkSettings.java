package sluice.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How to open a sink.
 *
 * @param db which logical database the rows of a layout without database numbers belong to
 * @param schema the tables of a plan, for the layouts that are made of a plan's tables; null for the others
 * @param backup whether to keep a copy of a sink that holds something already, before anything is written to it
 */
public record SinkSettings(
        String uri, String layout, int db, @Nullable Schema schema, boolean backup) {
    /** Settings of a layout that brings its own tables. */
    public SinkSettings(String uri, String layout, int db) {
        this(uri, layout, db, null, true);
    }
}
