package sluice.protocol;

/** Finds and opens sources of one kind; announced by ServiceLoader. */
public interface SourceProvider {
    /** Whether this address is one of ours; never throws. */
    boolean accepts(String uri);

    /** The address as it may be printed: without secrets; never throws. */
    String redact(String uri);

    /** Connects and checks: permissions, version, format. Throws {@link MigrationException} with what to do. */
    Source open(SourceSettings settings);
}
