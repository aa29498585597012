package sluice.adapters.contract.fuzz;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** One change to bytes: at an offset, so many taken away and others put there. Every damage is made of such. */
public record Edit(int at, int removed, byte[] inserted) {
    private static final int SHOWN_MAX = 64;

    /** The bytes with this change; what reaches beyond their end is left out. */
    public byte[] apply(byte[] bytes) {
        int from = Math.min(at, bytes.length);
        int to = (int) Math.min((long) from + removed, bytes.length);
        byte[] changed = new byte[bytes.length - (to - from) + inserted.length];
        System.arraycopy(bytes, 0, changed, 0, from);
        System.arraycopy(inserted, 0, changed, from, inserted.length);
        System.arraycopy(bytes, to, changed, from + inserted.length, bytes.length - to);
        return changed;
    }

    /** The bytes with all of these changes, one after the other. */
    public static byte[] applyAll(byte[] bytes, List<Edit> edits) {
        byte[] changed = bytes;
        for (Edit edit : edits) {
            changed = edit.apply(changed);
        }
        return changed;
    }

    /** The offset before which nothing changed. */
    public static int firstOf(List<Edit> edits) {
        return edits.stream().mapToInt(Edit::at).min().orElse(Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        byte[] shown = Arrays.copyOf(inserted, Math.min(inserted.length, SHOWN_MAX));
        return "at " + at + " -" + removed + " +" + inserted.length + ":"
                + HexFormat.of().formatHex(shown);
    }
}
