package sluice.adapters.rdb;

import com.moilioncircle.redis.replicator.Constants;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A list as a chain of nodes, of which one is held at a time: packed ones, or single big elements. */
final class QuickList implements Elements {
    private final RdbInput input;
    private final Blob blob;
    private final boolean ofListPacks;
    private long nodes;
    private @Nullable Elements packed;
    private byte @Nullable [] single;

    QuickList(RdbInput input, Blob blob, long nodes, boolean ofListPacks) {
        this.input = input;
        this.blob = blob;
        this.nodes = nodes;
        this.ofListPacks = ofListPacks;
    }

    @Override
    public boolean hasNext() throws IOException {
        while (single == null && (packed == null || !packed.hasNext())) {
            if (nodes == 0) {
                return false;
            }
            nodes--;
            readNode();
        }
        return true;
    }

    private void readNode() throws IOException {
        packed = null;
        if (!ofListPacks) {
            packed = new ZipList(input.string(blob));
            return;
        }
        long container = input.length();
        if (container == Constants.QUICKLIST_NODE_CONTAINER_PLAIN) {
            single = input.string();
        } else if (container == Constants.QUICKLIST_NODE_CONTAINER_PACKED) {
            packed = new ListPack(input.string(blob));
        } else {
            throw new DamagedValueException("no list node is of kind " + container);
        }
    }

    @Override
    public byte[] next() throws IOException {
        if (!hasNext()) {
            throw new DamagedValueException("a list ends before its end");
        }
        byte[] whole = single;
        single = null;
        if (whole != null) {
            return whole;
        }
        if (packed == null) {
            throw new IllegalStateException("no node of the list is open");
        }
        return packed.next();
    }

    @Override
    public double nextScore() throws IOException {
        throw new DamagedValueException("a list holds no scores");
    }

    @Override
    public long nextNumber() throws IOException {
        throw new DamagedValueException("a list holds no bare numbers");
    }
}
