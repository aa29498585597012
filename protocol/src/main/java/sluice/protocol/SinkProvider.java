package sluice.protocol;

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
}
