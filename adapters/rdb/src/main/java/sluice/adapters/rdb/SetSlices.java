package sluice.adapters.rdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Value;

/** A set, in the order of the file. */
record SetSlices(Elements elements) implements Slices {
    @Override
    public boolean hasNext() throws IOException {
        return elements.hasNext();
    }

    @Override
    public Value next(Limit limit) throws IOException {
        List<byte[]> slice = new ArrayList<>();
        long bytes = 0;
        while (limit.allows(slice.size(), bytes) && elements.hasNext()) {
            byte[] member = elements.next();
            slice.add(member);
            bytes += member.length + ELEMENT;
        }
        return new Value.SetSlice(slice);
    }
}
