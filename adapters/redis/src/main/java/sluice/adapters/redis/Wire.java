package sluice.adapters.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;

/**
 * One connection, used in pipelines: commands gather until {@link #flush}, which waits for all replies. Never
 * reconnects. Belongs to one thread at a time.
 */
final class Wire implements AutoCloseable {
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final String name;
    private final Duration patience;
    private final List<Ask> gathered = new ArrayList<>();
    private @Nullable Ask last;
    private int db;

    /**
     * @param name the address for errors, without secrets
     * @param patience how long a pipeline may take
     */
    Wire(StatefulRedisConnection<byte[], byte[]> connection, String name, Duration patience) {
        this.connection = connection;
        this.name = name;
        this.patience = patience;
    }

    String name() {
        return name;
    }

    /** Adds a command to the pipeline, and returns it: its reply is there after the flush. */
    Ask add(Ask ask) {
        gathered.add(ask);
        last = ask;
        return ask;
    }

    /** Sends what has gathered and waits for the replies. Throws when the connection is lost. */
    void flush() {
        flush(name, patience);
    }

    /** The same with another patience, and another subject for what may go wrong. */
    void flush(String subject, Duration atMost) {
        Ask waited = last;
        if (waited == null) {
            return;
        }
        CompletableFuture<Void> answered = waited.whenAnswered();
        connection.dispatch(new Envelope(List.copyOf(gathered)));
        gathered.clear();
        last = null;
        await(answered, subject, atMost);
        Throwable failure = waited.failure();
        if (failure != null) {
            throw Faults.connection(subject, failure);
        }
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
            throw Faults.refusal(name, (CommandType) ask.getType(), refusal);
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

    private void await(CompletableFuture<Void> answered, String subject, Duration atMost) {
        try {
            answered.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw Faults.silent(subject, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw MigrationException.transientFault(subject, "reading was interrupted", "", interrupted);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
