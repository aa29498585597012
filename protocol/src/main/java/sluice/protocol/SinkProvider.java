package sluice.protocol;

import java.util.List;

/** Finds and opens sinks of one kind; announced by ServiceLoader. */
public interface SinkProvider {
    /** Whether this address is one of ours; never throws. */
    boolean accepts(String uri);

    /** The address as it may be printed: without secrets; never throws. */
    String redact(String uri);

    /** Takes the sink for writing, exclusively. Changes nothing in it yet. Throws {@link MigrationException}. */
    Sink open(SinkSettings settings);

    /**
     * Opens a sink for reading, beside a writer if there is one. The settings' layout and db are overridden by what
     * the sink's own latest run says. Throws {@link MigrationException} when there is no sink, or no run in it.
     */
    SinkReader read(SinkSettings settings);

    /** Looks at a sink without changing it: what would have a run refused there, and what a person should know. */
    default List<Check> checks(SinkSettings settings) {
        return List.of();
    }

    /** Makes a place that stands for the sink; the caller closes it. Throws {@link MigrationException}. */
    default SinkTrial trial(SinkSettings settings, SinkTrial.Content content) {
        throw MigrationException.refused(
                "cannot try out " + redact(settings.uri()),
                "this kind of sink has no place for trials",
                "try with another sink");
    }

    /**
     * Begins to try the rejects of the finished run in a sink again; the settings have the layout of that run. Refused
     * where there is nothing finished, and where the tables of the schema do not fit those of the sink.
     */
    default SinkRetry retry(SinkSettings settings) {
        throw MigrationException.refused(
                "cannot try the rejects of " + redact(settings.uri()) + " again",
                "this kind of sink cannot do that",
                "run the copy again");
    }

    /** Who looks after a sink between its runs. Opens nothing yet; refused by sinks that have no way back. */
    default Keeper keeper(String uri) {
        throw MigrationException.refused(
                "cannot look after " + redact(uri), "this kind of sink keeps no backups", "use the store's own means");
    }
}
