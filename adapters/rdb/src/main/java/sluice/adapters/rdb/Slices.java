package sluice.adapters.rdb;

import java.io.IOException;
import sluice.protocol.Value;

/** A value that is being read, slice by slice. Only what the next slice needs is in memory. */
interface Slices {
    /** What an element costs in memory beside its content. */
    int ELEMENT = 24;

    /** Whether anything is left. */
    boolean hasNext() throws IOException;

    /** The next slice, not beyond the limit; after the last one the file stands behind the value. */
    Value next(Limit limit) throws IOException;

    /** How big a slice may be: so many elements, and roughly so many bytes. */
    record Limit(int elements, long bytes) {
        boolean allows(int elementsSoFar, long bytesSoFar) {
            return elementsSoFar < elements && bytesSoFar < bytes;
        }
    }
}
