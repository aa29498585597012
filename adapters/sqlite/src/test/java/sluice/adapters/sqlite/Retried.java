package sluice.adapters.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import sluice.protocol.Batch;
import sluice.protocol.Checkpoint;
import sluice.protocol.Key;
import sluice.protocol.Kind;
import sluice.protocol.Reject;
import sluice.protocol.Row;
import sluice.protocol.Sink.Doubles;
import sluice.protocol.SinkRetry;
import sluice.protocol.SinkSettings;
import sluice.protocol.Tally;

/** Tries the rejects of a sink again, and keeps books of it as the engine would. */
final class Retried implements Doubles {
    final List<String> collided = new ArrayList<>();
    long untried;
    private final Map<Integer, Checkpoint.Standing> books = new HashMap<>();
    private byte[] ledger = new byte[0];

    private Retried() {}

    /** @param mapping what a plan makes of each row */
    static Retried in(SinkSettings settings, UnaryOperator<Row> mapping) {
        return in(settings, mapping, step -> {});
    }

    static Retried in(SinkSettings settings, UnaryOperator<Row> mapping, Consumer<Kit.SealStep> after) {
        Retried retried = new Retried();
        try (SinkRetry retry = new SqliteSinkProvider(InstantSource.system(), after).retry(settings)) {
            retried.run(retry, mapping);
        }
        return retried;
    }

    private void run(SinkRetry retry, UnaryOperator<Row> mapping) {
        books.putAll(retry.books().partitions());
        ledger = retry.books().ledger();
        untried = retry.untried();
        Batch batch;
        do {
            batch = retry.next().batch();
            List<Row> rows = batch.rows().stream().map(mapping).toList();
            Set<Key> again = new HashSet<>();
            for (Reject reject : retry.write(
                    new Batch(batch.partition(), rows, batch.next(), batch.bytes(), 0, 0, 0, batch.last()))) {
                again.add(reject.key());
            }
            for (Row row : rows) {
                if (row.part().closes() && !again.contains(row.key())) {
                    book(batch.partition(), Tally::withOneRejectWritten);
                }
            }
        } while (!batch.last());
        retry.settle(this);
        retry.finish(retry.run().retried("mended", "{}"), new Checkpoint(books, ledger));
    }

    private void book(int partition, UnaryOperator<Tally> change) {
        books.computeIfPresent(
                partition,
                (id, before) -> new Checkpoint.Standing(
                        before.partition(), before.cursor(), change.apply(before.tally()), before.drained()));
    }

    @Override
    public boolean possible() {
        return false;
    }

    @Override
    public void removed(int partition, Row row) {
        if (row.part().closes()) {
            book(partition, Tally::withOneDoubled);
        }
    }

    @Override
    public void restored(int partition, Row row) {
        if (row.part().closes()) {
            book(partition, Tally::withOneRestored);
        }
    }

    @Override
    public void rejectedTwice(int partition, Key key, Kind kind) {
        throw new AssertionError("rejected twice: " + key);
    }

    @Override
    public void collided(int partition, Key key, Kind kind, String how) {
        collided.add(new String(key.name(), UTF_8));
    }

    @Override
    public void rejected(int partition, Row row) {
        if (row.part().closes()) {
            book(partition, Tally::withOneRejected);
        }
    }

    @Override
    public Checkpoint settled() {
        return new Checkpoint(books, ledger);
    }
}
