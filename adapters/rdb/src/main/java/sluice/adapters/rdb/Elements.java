package sluice.adapters.rdb;

import java.io.IOException;

/**
 * The elements of a collection, one after the other, whatever encoding they lie in. Throws
 * {@link DamagedValueException} when they do not lie there as that encoding wants.
 */
interface Elements {
    boolean hasNext() throws IOException;

    /** The next element in an array of its own. */
    byte[] next() throws IOException;

    /** The next element, which is the score of the member before it; never NaN. */
    double nextScore() throws IOException;

    /** The next element, which is a whole number. */
    long nextNumber() throws IOException;
}
