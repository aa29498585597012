package sluice.engine.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import sluice.protocol.RunRecord;

/**
 * What is to be done: from where, to where, and within which limits.
 *
 * @param source address, secrets included: never print it, print {@code SourceInfo.name}
 * @param password of the source from the environment, or null
 * @param db a logical database, {@code all}, or null for what the address says
 * @param match a glob over key names, or null for all
 * @param readers most readers at a time
 * @param batchRows most rows in a batch, and most elements in a slice of a big key
 * @param inFlightBytes most bytes between the readers and the last commit
 * @param rate most rows a second; 0 for as fast as it goes
 * @param fresh whether to forget a run that stands in the sink
 * @param backup whether to keep a copy of a sink that holds something already
 * @param mapped what a plan file adds to all this, or null without one
 */
public record Plan(
        String source,
        String sink,
        String layout,
        @Nullable String password,
        @Nullable String db,
        @Nullable String match,
        int readers,
        int batchRows,
        long inFlightBytes,
        long rate,
        VerifyMode verify,
        boolean fresh,
        boolean backup,
        @Nullable Mapped mapped) {
    public static final String DEFAULT_LAYOUT = "native";
    /** Two more than it takes to keep one writer busy, so that slow pages hide behind each other. */
    public static final int DEFAULT_READERS = 4;
    /** Rows; big enough to hide a round trip, small enough that progress is smooth. */
    public static final int DEFAULT_BATCH_ROWS = 500;
    /** Bytes; a hundred milliseconds of landing. What outlives the collections of the young costs memory and pauses. */
    public static final long DEFAULT_IN_FLIGHT_BYTES = 8L << 20;

    public Plan {
        positive("--readers", readers);
        positive("--batch-rows", batchRows);
        positive("--in-flight", inFlightBytes);
        if (rate < 0) {
            throw new IllegalArgumentException("--rate is " + rate + ", and cannot be negative");
        }
    }

    /** A plan without a plan file. */
    public Plan(
            String source,
            String sink,
            String layout,
            @Nullable String password,
            @Nullable String db,
            @Nullable String match,
            int readers,
            int batchRows,
            long inFlightBytes,
            long rate,
            VerifyMode verify,
            boolean fresh) {
        this(
                source,
                sink,
                layout,
                password,
                db,
                match,
                readers,
                batchRows,
                inFlightBytes,
                rate,
                verify,
                fresh,
                true,
                null);
    }

    /** What a plan file says of tables and limits. */
    public record Mapped(Mapper mapper, Gates gates) {}

    public static Plan of(String source, String sink) {
        return new Plan(
                source,
                sink,
                DEFAULT_LAYOUT,
                null,
                null,
                null,
                DEFAULT_READERS,
                DEFAULT_BATCH_ROWS,
                DEFAULT_IN_FLIGHT_BYTES,
                0,
                VerifyMode.SAMPLE,
                false);
    }

    private static void positive(String option, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " is " + value + ", and must be at least 1");
        }
    }

    /** The same plan for a run that has begun: what it began with must not be forgotten again. */
    public Plan resuming() {
        return new Plan(
                source,
                sink,
                layout,
                password,
                db,
                match,
                readers,
                batchRows,
                inFlightBytes,
                rate,
                verify,
                false,
                backup,
                mapped);
    }

    /** The same plan, into another sink that nobody minds. */
    public Plan into(String otherSink) {
        return new Plan(
                source,
                otherSink,
                layout,
                password,
                db,
                match,
                readers,
                batchRows,
                inFlightBytes,
                rate,
                verify,
                true,
                false,
                mapped);
    }

    /** The same plan, by what a plan file says. */
    public Plan mappedBy(Mapped by) {
        return new Plan(
                source,
                sink,
                layout,
                password,
                db,
                match,
                readers,
                batchRows,
                inFlightBytes,
                rate,
                verify,
                fresh,
                backup,
                by);
    }

    /** The same plan, verified in another way. */
    public Plan verifiedBy(VerifyMode mode) {
        return new Plan(
                source,
                sink,
                layout,
                password,
                db,
                match,
                readers,
                batchRows,
                inFlightBytes,
                rate,
                mode,
                fresh,
                backup,
                mapped);
    }

    /** The same plan; what it does not select itself is selected as that run did. */
    public Plan selectingLike(RunRecord run) {
        return new Plan(
                source,
                sink,
                run.layout(),
                password,
                db == null ? run.db() : db,
                match == null ? run.match() : match,
                readers,
                batchRows,
                inFlightBytes,
                rate,
                verify,
                fresh,
                backup,
                mapped);
    }

    /** The bytes at which a batch ends: small enough that every reader can have several in flight. */
    public long batchBytes() {
        return Math.max(1, Math.min(1L << 20, inFlightBytes / readers / 4));
    }

    /** Two commands with the same fingerprint are the same run: only what decides the content counts. */
    public String fingerprint(String sourceName) {
        String identity = String.join("\n", sourceName, layout, String.valueOf(db), String.valueOf(match))
                + (mapped == null ? "" : "\n" + mapped.mapper().identity());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** Records print themselves; this one holds secrets. */
    @Override
    public String toString() {
        return "Plan[layout=" + layout + ", db=" + db + ", match=" + match + ", verify=" + verify + "]";
    }
}
