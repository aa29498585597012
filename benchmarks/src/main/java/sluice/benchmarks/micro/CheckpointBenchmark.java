package sluice.benchmarks.micro;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import sluice.engine.core.Ledger;
import sluice.engine.core.RowDigest;
import sluice.engine.core.RowDigester;
import sluice.engine.core.Standings;
import sluice.engine.core.Window;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.Cursor;
import sluice.protocol.Kind;
import sluice.protocol.Partition;
import sluice.protocol.Row;

/** The arithmetic around a batch of 500 strings and around a commit. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 250, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {Jvm.HEAP, Jvm.COLLECTOR, Jvm.NATIVE})
public class CheckpointBenchmark {
    private static final int ROWS = 500;
    private static final int PARTITIONS = 8;

    private final RowDigest[] digests = new RowDigest[ROWS];
    private final Ledger ledger = new Ledger();
    private final Ledger other = new Ledger();
    private byte[] encoded;
    private Batch batch;
    private Standings standings;
    private Window window = Window.of(8, 32L << 20);

    @Setup
    public void make() {
        List<Row> rows = new Data(1).rows(Kind.STRING, ROWS);
        batch = Data.batches(rows, ROWS).getFirst();
        RowDigester digester = new RowDigester();
        for (int i = 0; i < ROWS; i++) {
            RowDigest digest = digester.add(rows.get(i));
            if (digest == null) {
                throw new IllegalStateException("a whole row without a digest");
            }
            digests[i] = digest;
            other.add(digest);
            other.keyspaces().written(digest.key(), Row.NO_KEYSPACE);
        }
        encoded = other.toBytes();
        if (!Ledger.of(encoded).differing(other).isEmpty()
                || ledger.differing(other).isEmpty()) {
            throw new IllegalStateException("a ledger does not come back as it was written");
        }
        standings = new Standings(Checkpoint.EMPTY);
        for (int id = 0; id < PARTITIONS; id++) {
            standings.extend(List.of(new Partition(id, "slice " + id, new Cursor("0"))));
        }
    }

    /** One batch leaves and is acknowledged. */
    @Benchmark
    public Window window() {
        if (!window.isOpenFor(batch.bytes())) {
            throw new IllegalStateException("an empty window is closed: " + window);
        }
        window = window.sent(batch.bytes()).acked(1, batch.bytes());
        return window;
    }

    /** The books of one batch, its bytes counted. */
    @Benchmark
    public Standings standings() {
        standings.wrote(batch, 0);
        return standings;
    }

    /** The books of one batch, taken for a commit. */
    @Benchmark
    public Checkpoint standingsTaken() {
        standings.wrote(batch, 0);
        return standings.takeChanges(encoded);
    }

    /** One row's digest joins the sums. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Ledger ledgerAdd() {
        for (RowDigest digest : digests) {
            ledger.add(digest);
        }
        return ledger;
    }

    @Benchmark
    public Ledger ledgerAddAll() {
        ledger.addAll(other);
        return ledger;
    }

    @Benchmark
    public byte[] ledgerEncode() {
        return other.toBytes();
    }

    @Benchmark
    public Ledger ledgerDecode() {
        return Ledger.of(encoded);
    }
}
