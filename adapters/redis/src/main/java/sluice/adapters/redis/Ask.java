package sluice.adapters.redis;

import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One command and, once its pipeline was flushed, the reply: a value, or the server's refusal. */
final class Ask {
    private final CommandType name;
    private final Object[] arguments;
    private @Nullable Object reply;

    private Ask(CommandType name, Object... arguments) {
        this.name = name;
        this.arguments = arguments;
    }

    static Ask of(CommandType name) {
        return new Ask(name);
    }

    static Ask of(CommandType name, byte[] key) {
        return new Ask(name, (Object) key);
    }

    /** Arguments are {@code byte[]}, {@link Number} or text. */
    static Ask of(CommandType name, Object... arguments) {
        return new Ask(name, arguments);
    }

    CommandType name() {
        return name;
    }

    void write(Outgoing outgoing) {
        outgoing.begin(name, arguments.length);
        for (Object argument : arguments) {
            switch (argument) {
                case byte[] bytes -> outgoing.argument(bytes);
                case Number number -> outgoing.argument(number.longValue());
                default -> outgoing.argument(argument.toString());
            }
        }
    }

    void answer(@Nullable Object given) {
        reply = given;
    }

    /** The server's error, such as {@code NOPERM …}, or null when it answered. */
    @Nullable
    String refusal() {
        return reply instanceof Refusal refusal ? refusal.text() : null;
    }

    boolean isRefused() {
        return reply instanceof Refusal;
    }

    /** Whether the refusal begins with this word. */
    boolean isRefused(String code) {
        return reply instanceof Refusal refusal && refusal.text().startsWith(code);
    }

    @Nullable
    Object value() {
        return isRefused() ? null : reply;
    }

    byte @Nullable [] bytes() {
        return (byte[]) value();
    }

    static String ascii(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.US_ASCII);
    }

    /** An empty text where the reply is nil or refused. */
    String text() {
        return reply instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "";
    }

    long number() {
        return reply instanceof Long number ? number : -1;
    }

    /** An empty list where the reply is nil or refused. */
    @SuppressWarnings("unchecked")
    List<Object> list() {
        return reply instanceof List<?> list ? (List<Object>) list : List.of();
    }
}
