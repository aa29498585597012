package sluice.adapters.rdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sluice.protocol.Value;

/** A sorted set, in the order of the file. */
record SortedSlices(Elements elements) implements Slices {
    @Override
    public boolean hasNext() throws IOException {
        return elements.hasNext();
    }

    @Override
    public Value next(Limit limit) throws IOException {
        List<Value.Scored> slice = new ArrayList<>();
        long bytes = 0;
        while (limit.allows(slice.size(), bytes) && elements.hasNext()) {
            byte[] member = elements.next();
            slice.add(new Value.Scored(member, elements.nextScore()));
            bytes += member.length + 2L * ELEMENT;
        }
        return new Value.SortedSlice(slice);
    }
}
