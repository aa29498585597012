package sluice.adapters.rdb;

/**
 * Bytes that are decoded at once and then forgotten; its array is used again for the next blob. Valid until the next
 * one is read into it.
 */
final class Blob {
    /** Arrays above this many bytes are not kept. */
    private static final int KEPT_MAX = 1 << 20;

    private byte[] bytes = new byte[1 << 14];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Makes room for so many bytes; what stood here is lost. */
    byte[] reserve(int wanted) throws DamagedValueException {
        if (wanted > bytes.length || bytes.length > KEPT_MAX) {
            bytes = RdbInput.allocate(Math.max(wanted, Math.min(KEPT_MAX, 2 * wanted)));
        }
        length = wanted;
        return bytes;
    }
}
