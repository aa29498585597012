package sluice.protocol;

import org.jspecify.annotations.Nullable;

/**
 * How to open a source.
 *
 * @param uri the address as the user wrote it, secrets included: never print it
 * @param password from the environment, or null; a password in the address wins
 * @param db a logical database, {@code all}, or null for what the address says
 * @param match a glob over key names, or null for all
 * @param batchRows most rows in a batch, and most elements in a slice
 * @param batchBytes a batch ends when it has gathered so much
 * @param asOf Unix milliseconds: a file's rows that expired before count as expired
 */
public record SourceSettings(
        String uri,
        @Nullable String password,
        @Nullable String db,
        @Nullable String match,
        int batchRows,
        long batchBytes,
        long asOf) {
    public static final String ALL = "all";

    public SourceSettings {
        if (batchRows < 1 || batchBytes < 1) {
            throw new IllegalArgumentException("a batch of " + batchRows + " rows and " + batchBytes + " bytes");
        }
    }

    /** Records print themselves; this one holds a secret. */
    @Override
    public String toString() {
        return "SourceSettings[db=" + db + ", match=" + match + ", batchRows=" + batchRows + "]";
    }
}
