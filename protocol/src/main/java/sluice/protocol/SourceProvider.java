package sluice.protocol;

/** Finds and opens sources of one kind; announced by ServiceLoader. */
public interface SourceProvider {
    /** Whether this address is one of ours; never throws. */
    boolean accepts(String uri);

    /** The address as it may be printed: without secrets; never throws. */
    String redact(String uri);

    /**
     * The logical database whose rows the source will give, 0 where there are several or none: layouts without database
     * numbers hold only this one. Never throws.
     */
    default int database(SourceSettings settings) {
        String db = settings.db();
        return db == null || db.equals(SourceSettings.ALL) ? 0 : Integer.parseInt(db);
    }

    /** Connects and checks: permissions, version, format. Throws {@link MigrationException} with what to do. */
    Source open(SourceSettings settings);
}
