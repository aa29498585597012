package sluice.adapters.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sluice.protocol.Cursor;
import sluice.protocol.Partition;

/** Cuts databases into partitions: a big one into slices, small ones whole, as evenly as that goes. */
final class Partitioning {
    private Partitioning() {}

    /**
     * @param sizes how many keys each database holds
     * @param wanted at most so many partitions
     * @param sliceKeys a slice of a database has at least so many keys
     */
    static List<Partition> of(Map<Integer, Long> sizes, boolean sliceable, int wanted, int sliceKeys) {
        int slots = Integer.highestOneBit(Math.max(1, wanted));
        List<List<Segment>> partitions = new ArrayList<>();
        sizes.keySet().stream().sorted().forEach(db -> {
            int bits = sliceable ? bits(sizes.getOrDefault(db, 0L), slots, sliceKeys) : 0;
            for (int index = 0; index < 1 << bits; index++) {
                put(partitions, new Segment(db, new ScanSlice(bits, index), !sliceable), slots);
            }
        });
        List<Partition> named = new ArrayList<>();
        for (List<Segment> segments : partitions) {
            named.add(partition(named.size(), segments));
        }
        return named;
    }

    static Partition partition(int id, List<Segment> segments) {
        Position start = new Position(0, segments.getFirst().slice().start());
        Cursor cursor = start.toCursor();
        return new Partition(id, Segment.nameOf(segments), cursor);
    }

    private static int bits(long keys, int slots, int sliceKeys) {
        int bits = 0;
        while (2 << bits <= slots && keys >> (bits + 1) >= sliceKeys) {
            bits++;
        }
        return bits;
    }

    private static void put(List<List<Segment>> partitions, Segment segment, int slots) {
        if (partitions.size() < slots) {
            partitions.add(new ArrayList<>(List.of(segment)));
        } else {
            partitions.stream()
                    .min((one, other) -> Integer.compare(one.size(), other.size()))
                    .orElseThrow()
                    .add(segment);
        }
    }
}
