package sluice.adapters.rdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Value;

/** A list, in order. */
final class ListSlices implements Slices {
    private final Elements elements;
    private long position;

    ListSlices(Elements elements) {
        this.elements = elements;
    }

    @Override
    public boolean hasNext() throws IOException {
        return elements.hasNext();
    }

    @Override
    public Value next(Limit limit) throws IOException {
        List<byte[]> slice = new ArrayList<>();
        long bytes = 0;
        while (limit.allows(slice.size(), bytes) && elements.hasNext()) {
            byte[] element = elements.next();
            slice.add(element);
            bytes += element.length + ELEMENT;
        }
        Value value = new Value.ListSlice(position, slice);
        position += slice.size();
        return value;
    }
}
