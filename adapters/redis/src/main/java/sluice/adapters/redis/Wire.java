package sluice.adapters.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sluice.protocol.MigrationException;

/**
 * One connection, used in pipelines: commands gather until {@link #flush}, which waits for all replies. Never
 * reconnects. Belongs to one thread at a time.
 */
final class Wire implements AutoCloseable {
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final String name;
    private final Duration patience;
    private final Line line;
    private Outgoing outgoing = new Outgoing();
    private List<Ask> gathered = new ArrayList<>();
    private int db;

    /**
     * @param line the same connection, taken over
     * @param name the address for errors, without secrets
     * @param patience how long the server may keep silent before it has answered a pipeline
     */
    Wire(StatefulRedisConnection<byte[], byte[]> connection, Line line, String name, Duration patience) {
        this.connection = connection;
        this.line = line;
        this.name = name;
        this.patience = patience;
    }

    String name() {
        return name;
    }

    /** Adds a command to the pipeline, and returns it: its reply is there after the flush. */
    Ask add(Ask ask) {
        ask.write(outgoing);
        gathered.add(ask);
        return ask;
    }

    /** Sends what has gathered and waits for the replies. Throws when the connection is lost. */
    void flush() {
        flush(name, patience);
    }

    /** The same with another patience, and another subject for what may go wrong. */
    void flush(String subject, Duration atMost) {
        if (gathered.isEmpty()) {
            return;
        }
        Pipeline pipeline = new Pipeline(gathered, outgoing.take());
        gathered = new ArrayList<>(gathered.size());
        line.send(pipeline);
        await(pipeline, subject, atMost);
    }

    /** Sends one command, with what has gathered before it; throws when it is refused. */
    Ask call(Ask ask) {
        add(ask);
        flush();
        return granted(ask);
    }

    /** The same, where it was answered; throws what its refusal means otherwise. */
    Ask granted(Ask ask) {
        String refusal = ask.refusal();
        if (refusal != null) {
            throw Faults.refusal(name, ask.name(), refusal);
        }
        return ask;
    }

    /** Chooses the database for what follows; costs a round trip when it changes. */
    void select(int wanted) {
        if (wanted != db) {
            call(Ask.of(CommandType.SELECT, wanted));
            db = wanted;
        }
    }

    private void await(Pipeline pipeline, String subject, Duration atMost) {
        try {
            awaitAnswers(pipeline, atMost.toNanos());
        } catch (TimeoutException late) {
            // What is still to be sent of it stays as it is.
            outgoing = new Outgoing();
            throw Faults.silent(subject, late);
        } catch (InterruptedException interrupted) {
            outgoing = new Outgoing();
            Thread.currentThread().interrupt();
            throw MigrationException.transientFault(subject, "reading was interrupted", "", interrupted);
        } catch (ExecutionException lost) {
            throw Faults.connection(subject, lost);
        }
    }

    /** A slow line is not a silent one: patience begins anew with every byte that arrives. */
    private void awaitAnswers(Pipeline pipeline, long patienceNanos)
            throws TimeoutException, ExecutionException, InterruptedException {
        long sent = System.nanoTime();
        long left = patienceNanos;
        while (true) {
            try {
                pipeline.done().get(left, TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException late) {
                left = patienceNanos - (System.nanoTime() - Math.max(sent, line.heardNanos()));
                if (left <= 0) {
                    throw late;
                }
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
