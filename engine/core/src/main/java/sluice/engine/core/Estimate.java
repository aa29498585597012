package sluice.engine.core;

/**
 * What a run will take, from a sample of it.
 *
 * @param rows how many keys there are to be read
 * @param seconds of the whole run, from the start of the command
 * @param sinkBytes what it adds to the sink
 * @param diskBytes what it needs while it runs: the sink, what lies beside it, and what sorts need
 */
public record Estimate(long rows, boolean rowsAreExact, Range seconds, Range sinkBytes, Range diskBytes) {
    /** From the least to the most that is likely. */
    public record Range(double least, double most) {
        public Range {
            if (!(least <= most)) {
                throw new IllegalArgumentException(least + " to " + most);
            }
        }

        static Range around(double middle, double part) {
            return new Range(middle * (1 - part), middle * (1 + part));
        }

        Range plus(Range other) {
            return new Range(least + other.least, most + other.most);
        }

        public double middle() {
            return (least + most) / 2;
        }
    }

    /**
     * What a sample took.
     *
     * @param read keys that were read
     * @param fraction of the source, 0 to 1
     * @param startSeconds from the start of the command to its first row
     * @param rate rows a second over the sample
     * @param lateRate rows a second over its second half; NaN where that is not known
     * @param stagedBytes what lay beside the sink, and in the log of one that was there
     */
    public record Sampled(
            long read,
            double fraction,
            double startSeconds,
            double rate,
            double lateRate,
            double sealSeconds,
            double verifySeconds,
            VerifyMode verify,
            long sinkBytes,
            long stagedBytes) {}

    /** With so many bytes more on the disk: a copy of what stands in the sink. */
    public Estimate besides(long bytes) {
        return new Estimate(rows, rowsAreExact, seconds, sinkBytes, diskBytes.plus(new Range(bytes, bytes)));
    }

    /** How much one part of a keyspace may differ from another. */
    private static final double UNEVEN = 0.1;

    /** Seconds of a seal that do not grow with its rows: files that are opened, synced and moved. */
    private static final double SEAL_OPENING = 0.1;

    /** What runs on a machine that does something else besides. */
    private static final double NOISE = 0.1;

    /** @param known how many keys the source counts, or negative where it does not */
    public static Estimate of(Sampled sample, long known) {
        boolean whole = sample.fraction >= 1;
        long rows =
                whole ? sample.read : known >= 0 ? known : Math.round(sample.read / Math.max(1e-6, sample.fraction));
        double factor = sample.read == 0 ? 1 : (double) rows / sample.read;
        double part = whole ? NOISE : NOISE + UNEVEN;
        double late = Double.isNaN(sample.lateRate) ? sample.rate : Math.max(sample.rate, sample.lateRate);
        double landing = sample.rate > 0 ? sample.read / sample.rate + (rows - sample.read) / late : 0;
        double verifying = sample.verify == VerifyMode.FULL ? sample.verifySeconds * factor : sample.verifySeconds;
        double opening = Math.min(SEAL_OPENING, sample.sealSeconds);
        double sealing = opening + (sample.sealSeconds - opening) * factor;
        Range seconds =
                Range.around(landing + sealing + verifying, part).plus(Range.around(sample.startSeconds, NOISE));
        Range sink = Range.around(sample.sinkBytes * factor, part);
        Range disk = sink.plus(Range.around((sample.stagedBytes + sample.sinkBytes / 2.0) * factor, part));
        return new Estimate(rows, whole || known >= 0, seconds, sink, disk);
    }
}
