package sluice.engine.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Difference;
import sluice.engine.core.Difference.Nature;
import sluice.engine.core.RowDigest;
import sluice.engine.core.RowDigester;
import sluice.engine.core.Verification.Findings;
import sluice.protocol.Key;
import sluice.protocol.Row;
import sluice.protocol.SinkReader;
import sluice.protocol.Source;
import sluice.protocol.Value;

/**
 * Rows that do not look the same on both sides. Each is asked again, in rounds where the source lives, before it is
 * found to differ. Belongs to one thread.
 */
final class Suspects {
    /** So many wait for one settlement: some megabytes. */
    static final int PENDING_MAX = 10_000;

    /** So far may the clocks of two machines be apart; a key that is gone and was due by then has expired. */
    private static final long CLOCK_SKEW_MILLIS = 60_000;

    /**
     * A key under suspicion.
     *
     * @param asRead its digest when it was copied, null when nobody remembers
     */
    private record Suspect(RowDigest row, @Nullable RowDigest asRead) {}

    private final Source source;
    private final SinkReader sink;
    private final Findings findings;
    private final Clock clock;
    private final Comparison.Rounds rounds;
    private final Consumer<Duration> pause;
    private final long tolerance;
    private final boolean sourceMoves;
    private List<Suspect> pending = new ArrayList<>();
    private long @Nullable [] rejected;

    Suspects(
            Source source,
            SinkReader sink,
            Findings findings,
            Clock clock,
            Comparison.Rounds rounds,
            Consumer<Duration> pause) {
        this.source = source;
        this.sink = sink;
        this.findings = findings;
        this.clock = clock;
        this.rounds = rounds;
        this.pause = pause;
        this.tolerance = source.info().expiryToleranceMillis();
        this.sourceMoves = source.info().moves();
    }

    /** Compares rows, as they were read, with both sides as they are now. */
    void compareDrawn(List<RowDigest> drawn) {
        Map<Key, RowDigest> inSink = fromSink(drawn);
        Map<Key, RowDigest> inSource = fromSource(drawn);
        for (RowDigest row : drawn) {
            if (natureOf(row.keyHash(), row, inSink.get(row.key()), inSource.get(row.key()))
                    .isPresent()) {
                add(new Suspect(row, row));
            }
        }
    }

    /** Compares rows that were just read from the source with the sink; gives the sink's rows that were found. */
    Collection<RowDigest> compareRead(List<RowDigest> fromSource) {
        Map<Key, RowDigest> inSink = fromSink(fromSource);
        for (RowDigest row : fromSource) {
            RowDigest found = inSink.get(row.key());
            if (found == null || !row.matches(found, tolerance)) {
                add(new Suspect(row, null));
            }
        }
        return inSink.values();
    }

    /** Takes rows of the sink that no row of the source asked for. */
    void addUnseen(List<RowDigest> fromSink) {
        for (RowDigest row : fromSink) {
            if (!sourceMoves) {
                // The whole source was just read, and it stands still: there is nothing to ask again.
                findings.add(new Difference(row.key(), hasExpired(row) ? Nature.EXPIRED : Nature.EXTRA));
                continue;
            }
            // The address in the sink means nothing to the source.
            add(new Suspect(
                    new RowDigest(row.key(), row.keyHash(), row.high(), row.low(), row.expiresAt(), Row.UNKNOWN),
                    null));
        }
    }

    private void add(Suspect suspect) {
        pending.add(suspect);
        if (pending.size() >= PENDING_MAX) {
            settle();
        }
    }

    /** Asks again about every row that is still suspected, and books what stays different. */
    void settle() {
        int roundsLeft = sourceMoves ? rounds.count() : 1;
        while (!pending.isEmpty() && roundsLeft-- > 0) {
            if (sourceMoves) {
                pause.accept(rounds.pause());
            }
            askAgain(roundsLeft == 0);
        }
        pending = new ArrayList<>();
    }

    private void askAgain(boolean finalRound) {
        List<Suspect> remaining = new ArrayList<>();
        for (int from = 0; from < pending.size(); from += Comparison.CHUNK) {
            List<Suspect> chunk = pending.subList(from, Math.min(from + Comparison.CHUNK, pending.size()));
            List<RowDigest> rows = chunk.stream().map(Suspect::row).toList();
            Map<Key, RowDigest> inSink = fromSink(rows);
            Map<Key, RowDigest> inSource = fromSource(rows);
            for (Suspect suspect : chunk) {
                Key key = suspect.row().key();
                natureOf(suspect.row().keyHash(), suspect.asRead(), inSink.get(key), inSource.get(key))
                        .ifPresent(nature -> {
                            remaining.add(suspect);
                            if (finalRound) {
                                findings.add(new Difference(key, nature));
                            }
                        });
            }
        }
        pending = remaining;
    }

    private Optional<Nature> natureOf(
            long keyHash, @Nullable RowDigest asRead, @Nullable RowDigest inSink, @Nullable RowDigest inSource) {
        if (inSink == null) {
            boolean nowhere = inSource == null && asRead == null;
            return nowhere || isRejected(keyHash) ? Optional.empty() : Optional.of(Nature.MISSING);
        }
        boolean sinkIsAsRead = asRead != null && inSink.matches(asRead, 0);
        if (inSource == null) {
            return Optional.of(hasExpired(inSink) ? Nature.EXPIRED : sinkIsAsRead ? Nature.MOVED : Nature.EXTRA);
        }
        if (inSink.matches(inSource, tolerance)) {
            return Optional.empty();
        }
        return Optional.of(sinkIsAsRead && sourceMoves ? Nature.MOVED : Nature.CHANGED);
    }

    /** A reject is accounted for elsewhere: it is not missing. Their hashes are read when the first row is missing. */
    private boolean isRejected(long keyHash) {
        long[] known = rejected;
        if (known == null) {
            LongStream.Builder hashes = LongStream.builder();
            sink.rejects(reject -> hashes.add(RowDigester.keyHash(reject.key())));
            known = hashes.build().sorted().toArray();
            rejected = known;
        }
        return Arrays.binarySearch(known, keyHash) >= 0;
    }

    private boolean hasExpired(RowDigest row) {
        return row.expiresAt() != Row.NEVER && row.expiresAt() <= clock.millis() + CLOCK_SKEW_MILLIS;
    }

    private Map<Key, RowDigest> fromSink(List<RowDigest> rows) {
        return digests(each -> sink.read(rows.stream().map(RowDigest::key).toList(), each));
    }

    private Map<Key, RowDigest> fromSource(List<RowDigest> rows) {
        return digests(
                each -> source.lookup(rows.stream().map(RowDigest::reference).toList(), each));
    }

    private static Map<Key, RowDigest> digests(Consumer<Consumer<Row>> rows) {
        Map<Key, RowDigest> digests = new HashMap<>();
        RowDigester digester = new RowDigester();
        rows.accept(row -> {
            RowDigest digest = digester.add(row);
            if (digest != null && !(row.value() instanceof Value.Undecodable)) {
                digests.put(row.key(), digest);
            }
        });
        return digests;
    }
}
