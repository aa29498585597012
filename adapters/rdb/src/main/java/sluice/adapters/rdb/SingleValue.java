package sluice.adapters.rdb;

import java.io.IOException;
import sluice.protocol.Value;

/** A value that is always whole: a string, or what a module keeps. */
final class SingleValue implements Slices {
    private final Reading reading;
    private boolean read;

    SingleValue(Reading reading) {
        this.reading = reading;
    }

    @Override
    public boolean hasNext() {
        return !read;
    }

    @Override
    public Value next(Limit limit) throws IOException {
        read = true;
        return reading.read();
    }

    /** Reads the one value from where the file stands. */
    interface Reading {
        Value read() throws IOException;
    }
}
