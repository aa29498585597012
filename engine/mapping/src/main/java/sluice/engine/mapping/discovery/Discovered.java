package sluice.engine.mapping.discovery;

import java.util.List;
import sluice.engine.core.Confidence;
import sluice.protocol.Row;
import sluice.protocol.SourceInfo;
import sluice.protocol.SourceSettings;

/** What was found in a source. */
public final class Discovered {
    private final SourceInfo source;
    private final Selection selection;
    private final boolean complete;
    private final long unreadable;
    private final Keyspaces keyspaces;

    Discovered(SourceInfo source, Selection selection, boolean complete, long unreadable, Keyspaces keyspaces) {
        this.source = source;
        this.selection = selection;
        this.complete = complete;
        this.unreadable = unreadable;
        this.keyspaces = keyspaces;
    }

    SourceInfo source() {
        return source;
    }

    /** Whether every key was read. */
    public boolean isComplete() {
        return complete;
    }

    /** How many keys were read. */
    public long keys() {
        return keyspaces.keys();
    }

    /** How many of the names are not readable UTF-8. */
    long unreadable() {
        return unreadable;
    }

    Keyspaces keyspaces() {
        return keyspaces;
    }

    List<Keyspace> found() {
        return keyspaces.found();
    }

    Selection selection() {
        return selection;
    }

    /** Whether keys of several databases may meet in one table. */
    boolean mayMix() {
        boolean unseen = selection.db() == null && !source.moves() && !complete;
        return keyspaces.dbs().size() > 1 || SourceSettings.ALL.equals(selection.db()) || unseen;
    }

    /** How many keys of the whole source there are where so many were read, or -1 where nobody knows. */
    long estimated(long read) {
        if (complete) {
            return read;
        }
        return source.rows() == Row.UNKNOWN || keys() == 0 ? -1 : Math.round((double) read / keys() * source.rows());
    }

    /** What a sample says of what it did not show: "at most 0.4 % at 99 %"; empty where all was read. */
    String doubt(long misses, long of) {
        return complete
                ? ""
                : "at most " + Words.percent(Math.max(1e-4, Confidence.upperBound(misses, of))) + " at 99 % confidence";
    }
}
