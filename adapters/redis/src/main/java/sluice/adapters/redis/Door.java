package sluice.adapters.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.EpollProvider;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;

/** Makes connections to one server. Safe for use by several threads. */
final class Door implements AutoCloseable {
    /** Most machines run more than this; the replies of two readers are decoded side by side. */
    private static final int IO_THREADS = 2;

    private static final Duration QUIET = Duration.ZERO;
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final RedisClient client;
    private final RedisURI uri;
    private final String name;
    private final Limits limits;

    private Door(RedisClient client, RedisURI uri, String name, Limits limits) {
        this.client = client;
        this.uri = uri;
        this.name = name;
        this.limits = limits;
    }

    static Door to(RedisAddress address, @Nullable String password, Limits limits) {
        String name = address.toString();
        if (address.path() != null && !EpollProvider.isAvailable()) {
            throw MigrationException.refused(
                    "cannot connect to " + name, "unix sockets need Linux on x86-64", "use redis://host:port instead");
        }
        RedisURI uri = uri(address, password, limits);
        RedisClient client = RedisClient.create(Resources.SHARED, uri);
        client.setOptions(options(limits));
        return new Door(client, uri, name, limits);
    }

    /** A new connection, named for the operator who looks at CLIENT LIST. Throws within the limits' time. */
    Wire connect(String clientName) {
        StatefulRedisConnection<byte[], byte[]> connection = connect();
        Wire wire = new Wire(connection, name, limits.patience());
        try {
            wire.add(Ask.of(CommandType.CLIENT, "SETNAME", clientName));
            wire.add(Ask.of(CommandType.CLIENT, "NO-TOUCH", "ON"));
            // Neither is worth failing for: hosted servers may refuse them.
            wire.flush();
            return wire;
        } catch (RuntimeException failure) {
            wire.close();
            throw failure;
        }
    }

    private StatefulRedisConnection<byte[], byte[]> connect() {
        ConnectionFuture<StatefulRedisConnection<byte[], byte[]>> future =
                client.connectAsync(ByteArrayCodec.INSTANCE, uri);
        try {
            return future.get(limits.connect().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            future.cancel(true);
            throw Faults.silent("cannot connect to " + name, late);
        } catch (ExecutionException | CompletionException | CancellationException failure) {
            throw Faults.connection("cannot connect to " + name, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            future.cancel(true);
            throw MigrationException.transientFault(
                    "cannot connect to " + name, "the attempt was interrupted", "", interrupted);
        }
    }

    private static RedisURI uri(RedisAddress address, @Nullable String password, Limits limits) {
        RedisURI.Builder builder = address.path() != null
                ? RedisURI.Builder.socket(address.path())
                : RedisURI.Builder.redis(address.host(), address.port())
                        .withSsl(address.isTls())
                        .withVerifyPeer(address.verify());
        String secret = address.password() != null ? address.password() : password;
        if (secret != null && address.user() != null) {
            builder.withAuthentication(address.user(), secret);
        } else if (secret != null) {
            builder.withPassword(secret.toCharArray());
        }
        return builder.withTimeout(limits.connect()).build();
    }

    private static ClientOptions options(Limits limits) {
        return ClientOptions.builder()
                .autoReconnect(false)
                .protocolVersion(ProtocolVersion.RESP2)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(limits.connect())
                        .keepAlive(true)
                        .build())
                .build();
    }

    @Override
    public void close() {
        client.shutdown(QUIET.toMillis(), CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Threads are shared by all sources of this JVM, and never keep it alive. */
    private static final class Resources {
        static final ClientResources SHARED = DefaultClientResources.builder()
                .ioThreadPoolSize(IO_THREADS)
                .computationThreadPoolSize(2)
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
    }
}
