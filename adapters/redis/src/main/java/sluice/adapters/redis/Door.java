package sluice.adapters.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;

/** Makes connections to one server. Safe for use by several threads. */
final class Door {
    /** Most machines run more than this; the replies of two readers are decoded side by side. */
    private static final int IO_THREADS = 2;

    private final RedisURI uri;
    private final String name;
    private final String subject;
    private final @Nullable String user;
    private final @Nullable String password;
    private final Limits limits;

    private Door(RedisAddress address, @Nullable String password, Limits limits) {
        this.uri = uri(address, limits);
        this.name = address.toString();
        this.subject = "cannot connect to " + name;
        this.user = address.user();
        this.password = address.password() != null ? address.password() : password;
        this.limits = limits;
    }

    static Door to(RedisAddress address, @Nullable String password, Limits limits) {
        if (address.path() != null && !EpollProvider.isAvailable()) {
            throw MigrationException.refused(
                    "cannot connect to " + address,
                    "unix sockets need Linux on x86-64",
                    "use redis://host:port instead");
        }
        return new Door(address, password, limits);
    }

    /** A new connection, named for the operator who looks at CLIENT LIST. Throws within the limits' time. */
    Wire connect(String clientName) {
        try {
            return greeted(
                    await(Shared.CLIENT
                            .connectAsync(ByteArrayCodec.INSTANCE, uri)
                            .toCompletableFuture()),
                    clientName);
        } catch (MigrationException failure) {
            throw explained(failure);
        }
    }

    private Wire greeted(StatefulRedisConnection<byte[], byte[]> connection, String clientName) {
        try {
            Wire wire = new Wire(connection, await(Line.takeOver(connection)), name, limits.patience());
            greet(wire, clientName);
            return wire;
        } catch (RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    /** The driver could do this, but when a greeting fails it does not always tell why. */
    private void greet(Wire wire, String clientName) {
        Ask auth = password == null ? null : wire.add(auth(password));
        Ask ping = wire.add(Ask.of(CommandType.PING));
        // These two are not worth failing for: hosted servers may refuse them.
        wire.add(Ask.of(CommandType.CLIENT, "SETNAME", clientName));
        wire.add(Ask.of(CommandType.CLIENT, "NO-TOUCH", "ON"));
        wire.flush(subject, limits.connect());
        if (auth != null && auth.refusal() != null) {
            throw Faults.refusal(subject, CommandType.AUTH, auth.refusal());
        }
        String refusal = ping.refusal();
        if (refusal != null && !Faults.isForbiddenCommand(refusal)) {
            throw Faults.refusal(subject, CommandType.PING, refusal);
        }
    }

    /** A connection that breaks while it is greeted was most likely refused in words that the driver has dropped. */
    private MigrationException explained(MigrationException failure) {
        boolean broke = failure.getCause() != null && !(failure.getCause() instanceof TimeoutException);
        if (!broke || uri.getSocket() != null || uri.isSsl()) {
            return failure;
        }
        String said = Greeting.of(uri.getHost(), uri.getPort(), limits.connect());
        if (Greeting.isForeign(said)) {
            return Faults.notRedis(subject);
        }
        return Faults.isFull(said) ? Faults.refusal(subject, CommandType.PING, said.substring(1)) : failure;
    }

    private Ask auth(String secret) {
        return user == null ? Ask.of(CommandType.AUTH, secret) : Ask.of(CommandType.AUTH, user, secret);
    }

    private <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(limits.connect().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            future.cancel(true);
            throw Faults.silent(subject, late);
        } catch (ExecutionException | CompletionException | CancellationException failure) {
            throw Faults.connection(subject, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            future.cancel(true);
            throw MigrationException.transientFault(subject, "the attempt was interrupted", "", interrupted);
        }
    }

    private static RedisURI uri(RedisAddress address, Limits limits) {
        RedisURI.Builder builder = address.path() != null
                ? RedisURI.Builder.socket(address.path())
                : RedisURI.Builder.redis(address.host(), address.port())
                        .withSsl(address.isTls())
                        .withVerifyPeer(address.verify());
        builder.withLibraryName("").withLibraryVersion("");
        return builder.withTimeout(limits.connect()).build();
    }

    private static ClientOptions options() {
        return ClientOptions.builder()
                .autoReconnect(false)
                // A whole pipeline has a time limit; a timer for each command is dear.
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .useHashIndexQueue(false)
                .pingBeforeActivateConnection(false)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .protocolVersion(ProtocolVersion.RESP2)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Limits.DEFAULT.connect())
                        .keepAlive(true)
                        .build())
                .build();
    }

    /**
     * One client for all sources of this JVM: its few threads never keep the JVM alive, and ending them with each
     * source would race with connections that are just being given up.
     */
    private static final class Shared {
        static final RedisClient CLIENT = client();

        private static RedisClient client() {
            RedisClient client = RedisClient.create(DefaultClientResources.builder()
                    .ioThreadPoolSize(IO_THREADS)
                    .computationThreadPoolSize(2)
                    .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                    .nettyCustomizer(new NettyCustomizer() {
                        @Override
                        public void afterChannelInitialized(Channel channel) {
                            Line.prepare(channel);
                        }
                    })
                    .build());
            client.setOptions(options());
            // A JVM that ends waits 300 ms for threads that are in native code, as those of the driver are.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> client.shutdown(Duration.ZERO, Duration.ZERO)));
            return client;
        }
    }
}
