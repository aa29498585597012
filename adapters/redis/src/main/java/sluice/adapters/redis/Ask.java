package sluice.adapters.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One command and, once its pipeline was flushed, the reply: a value, or the server's refusal. */
final class Ask extends Command<byte[], byte[], Object> {
    private final Reply reply;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable CompletableFuture<Void> answered;

    private Ask(ProtocolKeyword name, Reply reply, CommandArgs<byte[], byte[]> arguments) {
        super(name, reply, arguments);
        this.reply = reply;
    }

    static Ask of(CommandType name) {
        return new Ask(name, new Reply(), arguments());
    }

    static Ask of(CommandType name, byte[] key) {
        return new Ask(name, new Reply(), arguments().add(key));
    }

    /** Arguments are {@code byte[]}, {@link Number} or text. */
    static Ask of(CommandType name, Object... arguments) {
        CommandArgs<byte[], byte[]> args = arguments();
        for (Object argument : arguments) {
            switch (argument) {
                case byte[] bytes -> args.add(bytes);
                case Number number -> args.add(number.longValue());
                default -> args.add(argument.toString());
            }
        }
        return new Ask(name, new Reply(), args);
    }

    private static CommandArgs<byte[], byte[]> arguments() {
        return new CommandArgs<>(ByteArrayCodec.INSTANCE);
    }

    /** Completed when this command is answered, or lost; asked of the last command of a pipeline only. */
    CompletableFuture<Void> whenAnswered() {
        CompletableFuture<Void> future = new CompletableFuture<>();
        answered = future;
        return future;
    }

    /** Why there is no reply although nothing was refused: the connection broke. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** The server's error, such as {@code NOPERM …}, or null when it answered. */
    @Nullable
    String refusal() {
        return reply.getError();
    }

    boolean isRefused() {
        return reply.hasError();
    }

    /** Whether the refusal begins with this word. */
    boolean isRefused(String code) {
        String refusal = refusal();
        return refusal != null && refusal.startsWith(code);
    }

    @Nullable
    Object value() {
        return reply.value();
    }

    byte @Nullable [] bytes() {
        return (byte[]) reply.value();
    }

    static String ascii(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.US_ASCII);
    }

    /** An empty text where the reply is nil or refused. */
    String text() {
        return value() instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
    }

    long number() {
        return value() instanceof Long number ? number : -1;
    }

    /** An empty list where the reply is nil or refused. */
    @SuppressWarnings("unchecked")
    List<Object> list() {
        return value() instanceof List<?> list ? (List<Object>) list : List.of();
    }

    @Override
    public void complete() {
        super.complete();
        tell();
    }

    @Override
    public boolean completeExceptionally(Throwable cause) {
        failure = cause;
        boolean done = super.completeExceptionally(cause);
        tell();
        return done;
    }

    @Override
    public void cancel() {
        failure = new IllegalStateException("connection closed");
        super.cancel();
        tell();
    }

    private void tell() {
        CompletableFuture<Void> future = answered;
        if (future != null) {
            future.complete(null);
        }
    }
}
