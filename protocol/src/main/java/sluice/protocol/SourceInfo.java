package sluice.protocol;

import java.util.List;

/**
 * What a source says of itself.
 *
 * @param name the address, without secrets
 * @param identity which incarnation of it this is: a server's run id, a file's size, time and checksum
 * @param rows how many keys to expect, or {@link Row#UNKNOWN}
 * @param bytes how many bytes to expect, or {@link Row#UNKNOWN}
 * @param mayDouble whether a key can be read twice in one run
 * @param moves whether the content can change while it is read
 * @param expiryToleranceMillis how far two readings of one expiry may differ; 0 where they are exact
 * @param notes what a person should know: things seen that are not keys, warnings
 */
public record SourceInfo(
        String name,
        String identity,
        long rows,
        long bytes,
        boolean mayDouble,
        boolean moves,
        long expiryToleranceMillis,
        List<String> notes) {
    public SourceInfo {
        notes = List.copyOf(notes);
    }
}
