package sluice.protocol;

/** The books of a partition, or of several. {@code read = written + rejected + expired + doubled}, always. */
public record Tally(long read, long written, long rejected, long expired, long doubled, long bytes) {
    public static final Tally ZERO = new Tally(0, 0, 0, 0, 0, 0);

    public Tally {
        if (read != written + rejected + expired + doubled) {
            throw new IllegalArgumentException("the books do not balance: " + read + " read, " + written + " written, "
                    + rejected + " rejected, " + expired + " expired, " + doubled + " doubled");
        }
    }

    /** The books after a batch: its rows are either written or rejected. */
    public static Tally of(long written, long rejected, long expired, long bytes) {
        return new Tally(written + rejected + expired, written, rejected, expired, 0, bytes);
    }

    public Tally plus(Tally other) {
        return new Tally(
                read + other.read,
                written + other.written,
                rejected + other.rejected,
                expired + other.expired,
                doubled + other.doubled,
                bytes + other.bytes);
    }

    /** The books after one reject turned out to be an older reading of another. */
    public Tally withOneRejectDoubled() {
        return new Tally(read, written, rejected - 1, expired, doubled + 1, bytes);
    }

    /** The books after one written row turned out not to fit. */
    public Tally withOneRejected() {
        return new Tally(read, written - 1, rejected + 1, expired, doubled, bytes);
    }

    /** The books after one written row turned out to be an older reading of another. */
    public Tally withOneDoubled() {
        return new Tally(read, written - 1, rejected, expired, doubled + 1, bytes);
    }

    /** The books after one row that had been doubled turned out to stand. */
    public Tally withOneRestored() {
        return new Tally(read, written + 1, rejected, expired, doubled - 1, bytes);
    }

    /** The books after one reject was written after all. */
    public Tally withOneRejectWritten() {
        return new Tally(read, written + 1, rejected - 1, expired, doubled, bytes);
    }

    /** The books after one reject turned out to have expired. */
    public Tally withOneRejectExpired() {
        return new Tally(read, written, rejected - 1, expired + 1, doubled, bytes);
    }

    /** The books after one reject turned out to be none of the rows that were wanted. */
    public Tally withOneRejectUnread() {
        return new Tally(read - 1, written, rejected - 1, expired, doubled, bytes);
    }
}
