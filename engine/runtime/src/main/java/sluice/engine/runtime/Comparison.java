package sluice.engine.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import sluice.engine.core.Difference.Nature;
import sluice.engine.core.Ledger;
import sluice.engine.core.RowDigest;
import sluice.engine.core.Sample;
import sluice.engine.core.Verification;
import sluice.engine.core.Verification.Findings;
import sluice.protocol.MigrationException;
import sluice.protocol.Row;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkReader.Addresses;
import sluice.protocol.Source;

/**
 * Compares a sealed sink with its source: a sample, everything against the digests that were taken while reading, or
 * everything against a source that is read again. Needs memory for one chunk of rows, one bit a row, and no more.
 * Blocks; belongs to one thread, but for {@link #cancel}.
 */
final class Comparison {
    /** Rows that are looked up at a time. */
    static final int CHUNK = 500;

    /** How often, and how patiently, a difference in a living source is asked again. */
    record Rounds(int count, Duration pause) {
        static final Rounds DEFAULT = new Rounds(3, Duration.ofMillis(250));
    }

    private final Source source;
    private final Supplier<SinkReader> sinks;
    private final Parallel parallel;
    private final Clock clock;
    private final Rounds rounds;
    private final CountDownLatch cancelled = new CountDownLatch(1);

    Comparison(Source source, Supplier<SinkReader> sinks, Parallel parallel, Clock clock, Rounds rounds) {
        this.source = source;
        this.sinks = sinks;
        this.parallel = parallel;
        this.clock = clock;
        this.rounds = rounds;
    }

    /** Makes a running comparison end soon with an exception. Safe for several threads. */
    void cancel() {
        cancelled.countDown();
    }

    void checkCancelled() {
        if (cancelled.getCount() == 0) {
            throw MigrationException.failed(
                    "cannot verify", "it was stopped", "run the same command to verify again", null);
        }
    }

    /** Compares rows that were drawn from {@code rows} rows, and counts what the sink holds. */
    Verification sample(Sample sample, long rows) {
        List<RowDigest> drawn = sample.rows();
        Findings findings = new Findings();
        int share = Math.max(CHUNK, drawn.size() / parallel.width() + 1);
        List<Supplier<Findings>> shares = new ArrayList<>();
        for (int from = 0; from < drawn.size(); from += share) {
            List<RowDigest> part = drawn.subList(from, Math.min(from + share, drawn.size()));
            shares.add(() -> compareDrawn(part));
        }
        parallel.all(shares).forEach(findings::addAll);
        try (SinkReader sink = sinks.get()) {
            findings.reconcile(rows, sink.rows());
        }
        return Verification.ofSample(
                        drawn.size(), Math.max(rows, drawn.size()), sample.isWhole() || rows == 0, findings)
                .allowing(source.info().expiryToleranceMillis());
    }

    private Findings compareDrawn(List<RowDigest> drawn) {
        Findings findings = new Findings();
        try (SinkReader sink = sinks.get()) {
            Suspects suspects = suspects(sink, findings);
            for (int from = 0; from < drawn.size(); from += CHUNK) {
                checkCancelled();
                suspects.compareDrawn(drawn.subList(from, Math.min(from + CHUNK, drawn.size())));
            }
            suspects.settle();
        }
        return findings;
    }

    /**
     * Reads every row of the sink back, compares it with the digests that were taken while reading, and their number
     * with what the books say.
     */
    Verification full(Ledger asRead, long booked) {
        return asRead.isDigested() ? compareLedgers(asRead, readSink(), new BitSet(), booked) : audit(asRead, booked);
    }

    /**
     * Reads source and sink again and compares everything.
     *
     * @param asRead what was read when the sink was filled: tells rows of the sink that were changed since from rows
     *     of the source that were
     */
    Verification audit(Ledger asRead) {
        return audit(asRead, Row.UNKNOWN);
    }

    private Verification audit(Ledger asRead, long booked) {
        boolean tolerant = source.info().expiryToleranceMillis() > 0;
        boolean tells = source.info().moves() && asRead.isDigested();
        SinkPass.Result found = tolerant && !tells ? SinkPass.Result.none() : readSink();
        BitSet untouched = tells ? untouched(asRead, found.ledger()) : new BitSet();
        if (tolerant) {
            // Sums need exact expiries; without them every row is looked at by itself.
            return drill(every(), 0, untouched, booked);
        }
        return compareLedgers(SourcePass.ledger(source, parallel, this::checkCancelled), found, untouched, booked);
    }

    private static BitSet untouched(Ledger asRead, Ledger found) {
        BitSet untouched = every();
        untouched.andNot(asRead.differing(found));
        return untouched;
    }

    private static BitSet every() {
        BitSet every = new BitSet();
        every.set(0, Ledger.BUCKETS);
        return every;
    }

    private Verification compareLedgers(Ledger expected, SinkPass.Result found, BitSet untouched, long booked) {
        BitSet differing = expected.differing(found.ledger());
        return differing.isEmpty()
                ? Verification.ofAll(found.rows(), againstTheBooks(booked))
                : drill(differing, found.rows(), untouched, booked);
    }

    /** Where both sides hold the same, the books may still tell of a row that is in neither. */
    private Findings againstTheBooks(long booked) {
        Findings findings = new Findings();
        if (booked != Row.UNKNOWN) {
            try (SinkReader sink = sinks.get()) {
                findings.reconcile(booked, sink.rows());
            }
        }
        return findings;
    }

    private SinkPass.Result readSink() {
        List<Supplier<SinkPass.Result>> passes = new ArrayList<>();
        try (SinkReader sink = sinks.get()) {
            sink.addresses()
                    .ifPresent(all ->
                            SinkPass.split(all, parallel.width()).forEach(range -> passes.add(() -> readRange(range))));
        }
        return parallel.all(passes).stream().reduce(SinkPass.Result.none(), SinkPass.Result::plus);
    }

    private SinkPass.Result readRange(Addresses range) {
        try (SinkReader sink = sinks.get()) {
            return SinkPass.ledger(sink, range, this::checkCancelled);
        }
    }

    /** Looks at every key of these buckets on both sides. */
    private Verification drill(BitSet buckets, long sinkRows, BitSet untouched, long booked) {
        Findings findings = new Findings(untouched);
        try (SinkReader sink = sinks.get()) {
            Suspects suspects = suspects(sink, findings);
            Drill drill = new Drill(source, sink, buckets, suspects, this::checkCancelled);
            long rows = drill.run();
            suspects.settle();
            if (booked != Row.UNKNOWN) {
                // A source that does not show a row again, as it did the first time, names nothing that is missing.
                findings.reconcile(booked, sink.rows());
            }
            return Verification.ofAll(Math.max(sinkRows, rows) + findings.count(Nature.MISSING), findings)
                    .allowing(source.info().expiryToleranceMillis());
        }
    }

    private Suspects suspects(SinkReader sink, Findings findings) {
        return new Suspects(source, sink, findings, clock, rounds, this::pause);
    }

    private void pause(Duration pause) {
        try {
            if (cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                checkCancelled();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cancel();
            checkCancelled();
        }
    }
}
