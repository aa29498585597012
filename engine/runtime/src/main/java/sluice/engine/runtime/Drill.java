package sluice.engine.runtime;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sluice.engine.core.Ledger;
import sluice.engine.core.RowDigest;
import sluice.protocol.KeyFilter;
import sluice.protocol.Partition;
import sluice.protocol.SinkReader;
import sluice.protocol.Source;

/**
 * Compares, key by key, the buckets in which two ledgers differ: every row of the source against the sink, and then
 * every row of the sink that no row of the source has asked for. Remembers one bit for each row of the sink.
 */
final class Drill {
    /** Addresses that share a bit set; a power of two. */
    private static final long PAGE = 1L << 20;

    private final Source source;
    private final SinkReader sink;
    private final BitSet buckets;
    private final Suspects suspects;
    private final Runnable checkCancelled;
    private final Map<Long, BitSet> seen = new HashMap<>();
    private long rows;

    Drill(Source source, SinkReader sink, BitSet buckets, Suspects suspects, Runnable checkCancelled) {
        this.source = source;
        this.sink = sink;
        this.buckets = buckets;
        this.suspects = suspects;
        this.checkCancelled = checkCancelled;
    }

    /** How many rows of the sink were looked at. */
    long run() {
        KeyFilter wanted = key -> buckets.get(Ledger.bucketOf(key));
        for (Partition partition : source.partitions(1)) {
            SourcePass.digests(source, partition, wanted, this::compare);
        }
        sink.addresses().ifPresent(this::findUnseen);
        return rows;
    }

    private void compare(List<RowDigest> fromSource) {
        checkCancelled.run();
        suspects.compareRead(fromSource).forEach(found -> markSeen(found.origin()));
    }

    private void findUnseen(SinkReader.Addresses all) {
        List<RowDigest> unseen = new ArrayList<>();
        SinkPass.digests(sink, all, row -> {
            if (!buckets.get(Ledger.bucketOf(row.keyHash()))) {
                return;
            }
            if ((rows++ & 0xfff) == 0) {
                checkCancelled.run();
            }
            if (!wasSeen(row.origin())) {
                unseen.add(row);
            }
            if (unseen.size() >= Suspects.PENDING_MAX) {
                suspects.addUnseen(unseen);
                unseen.clear();
            }
        });
        suspects.addUnseen(unseen);
    }

    private void markSeen(long address) {
        seen.computeIfAbsent(address / PAGE, page -> new BitSet()).set((int) (address % PAGE));
    }

    private boolean wasSeen(long address) {
        BitSet page = seen.get(address / PAGE);
        return page != null && page.get((int) (address % PAGE));
    }
}
