package sluice.engine.core;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import sluice.protocol.Key;
import sluice.protocol.MigrationException;

/**
 * The digest of many rows: an order-free 128-bit sum for each of a fixed number of buckets, into which keys fall by
 * their hash, and the number of rows by keyspace. Two ledgers over the same rows are equal, whatever the order, the
 * batching or the partitions were; where they are not, the buckets that differ tell which keys to look at. Its size
 * does not depend on the number of rows. Mutable; belongs to one thread.
 */
public final class Ledger {
    /** So many that a bucket of 10 million keys holds some 2,400; so few that a commit can carry them (64 KiB). */
    public static final int BUCKETS = 4096;

    private final long[] high = new long[BUCKETS];
    private final long[] low = new long[BUCKETS];
    private final Keyspaces keyspaces = new Keyspaces();
    private boolean digested = true;

    public static int bucketOf(long keyHash) {
        return (int) (keyHash >>> 52);
    }

    public static int bucketOf(Key key) {
        return bucketOf(RowDigester.keyHash(key));
    }

    public void add(RowDigest row) {
        int bucket = bucketOf(row.keyHash());
        high[bucket] += row.sumHigh();
        low[bucket] += row.sumLow();
    }

    /** Takes back a row that was added before. */
    public void remove(RowDigest row) {
        int bucket = bucketOf(row.keyHash());
        high[bucket] -= row.sumHigh();
        low[bucket] -= row.sumLow();
    }

    public void addAll(Ledger other) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            high[bucket] += other.high[bucket];
            low[bucket] += other.low[bucket];
        }
        keyspaces.addAll(other.keyspaces);
        digested &= other.digested;
    }

    public Keyspaces keyspaces() {
        return keyspaces;
    }

    /** Whether every row was digested; false once some attempt went without. */
    public boolean isDigested() {
        return digested;
    }

    /** Some rows pass without a digest from here on, so the sums are worth nothing. */
    public void giveUpDigests() {
        digested = false;
    }

    /** The buckets in which the two differ. */
    public BitSet differing(Ledger other) {
        BitSet differing = new BitSet(BUCKETS);
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            differing.set(bucket, high[bucket] != other.high[bucket] || low[bucket] != other.low[bucket]);
        }
        return differing;
    }

    /** For the checkpoint; {@link #of} reads it. */
    public byte[] toBytes() {
        byte[] names = keyspaces.toBytes();
        ByteBuffer buffer = ByteBuffer.allocate(1 + (digested ? BUCKETS * 16 : 0) + names.length);
        buffer.put((byte) (digested ? 1 : 0));
        if (digested) {
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                buffer.putLong(high[bucket]).putLong(low[bucket]);
            }
        }
        return buffer.put(names).array();
    }

    /** What {@link #toBytes} wrote; an empty ledger from no bytes. Throws where they are none of ours. */
    public static Ledger of(byte[] bytes) {
        try {
            return bytes.length == 0 ? new Ledger() : read(ByteBuffer.wrap(bytes));
        } catch (BufferUnderflowException | IllegalArgumentException damaged) {
            throw MigrationException.failed(
                    "cannot go on with the run",
                    "the digests in its checkpoint are damaged (" + bytes.length + " bytes)",
                    "start over with --fresh",
                    damaged);
        }
    }

    private static Ledger read(ByteBuffer buffer) {
        Ledger ledger = new Ledger();
        ledger.digested = buffer.get() == 1;
        if (ledger.digested) {
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                ledger.high[bucket] = buffer.getLong();
                ledger.low[bucket] = buffer.getLong();
            }
        }
        ledger.keyspaces.read(buffer);
        if (buffer.hasRemaining()) {
            throw new IllegalArgumentException(buffer.remaining() + " bytes too many");
        }
        return ledger;
    }
}
