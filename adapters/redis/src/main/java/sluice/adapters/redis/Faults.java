package sluice.adapters.redis;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisProtocolException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import sluice.protocol.MigrationException;

/** Says what a broken connection or a refused command means for a person. */
final class Faults {
    private static final int CAUSES_MAX = 10;

    private Faults() {}

    /** The connection could not be made, or broke. */
    static MigrationException connection(String subject, Throwable failure) {
        Throwable cause = failure;
        Throwable deepest = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            MigrationException known = known(subject, cause);
            if (known != null) {
                return known;
            }
            deepest = cause;
            cause = cause.getCause();
        }
        return lost(subject, "the connection was lost (" + oneLine(deepest) + ")", failure);
    }

    /** The driver tells it as an answer of the server, or as a broken connection. */
    private static boolean isOutOfMemory(String message) {
        return message.contains("Java heap space") || message.contains("direct buffer memory");
    }

    private static MigrationException outOfMemory(String subject, @Nullable Throwable cause) {
        return MigrationException.failed(
                subject,
                "a reply does not fit into the memory of this process",
                "give it more, as in SLUICE_JAVA_OPTS=-Xmx2g, or use a smaller --batch-rows; the same command resumes",
                cause);
    }

    private static @Nullable MigrationException known(String subject, Throwable cause) {
        String message = oneLine(cause);
        if (cause instanceof OutOfMemoryError || isOutOfMemory(message)) {
            return outOfMemory(subject, cause);
        }
        return switch (cause) {
            case UnknownHostException unknown ->
                MigrationException.refused(subject, "no such host", "check the host in the address");
            case NoRouteToHostException unreachable ->
                lost(subject, "the host cannot be reached", "check host, port and firewall", cause);
            case ConnectException late when message.contains("timed out") -> silent(subject, cause);
            case ConnectException refused ->
                lost(
                        subject,
                        "nothing answers there (connection refused)",
                        "start the server or check host and port",
                        cause);
            case SSLException tls ->
                MigrationException.refused(
                        subject,
                        "the encrypted connection failed: " + message,
                        "check that the server speaks TLS and the JVM trusts its certificate, or add ?verify=none");
            case TimeoutException late -> silent(subject, cause);
            case RedisCommandTimeoutException late -> silent(subject, cause);
            case RedisProtocolException foreign -> notRedis(subject);
            case IOException closed -> lost(subject, message, "", cause);
            default -> null;
        };
    }

    static MigrationException notRedis(String subject) {
        return MigrationException.refused(
                subject, "what answers there does not speak the Redis protocol", "check host and port");
    }

    /** A reply has another shape than its command's replies have. */
    static MigrationException odd(String subject, RuntimeException failure) {
        return MigrationException.failed(
                subject,
                "a reply has not the shape that it has with Redis (" + oneLine(failure) + ")",
                "check what answers there: Redis and Valkey are known to work",
                failure);
    }

    static MigrationException silent(String subject, @Nullable Throwable cause) {
        return lost(
                subject,
                "no answer in time",
                "check host and port, that the server is not stuck, and for rediss:// that it speaks TLS",
                cause);
    }

    private static MigrationException lost(String subject, String why, @Nullable Throwable cause) {
        return lost(subject, why, "check the server", cause);
    }

    private static MigrationException lost(String subject, String why, String hint, @Nullable Throwable cause) {
        return MigrationException.transientFault(subject, why, hint, cause);
    }

    /** A command was refused that should have worked. */
    static MigrationException refusal(String subject, CommandType command, String answer) {
        return refusal(subject, command.name(), answer);
    }

    private static MigrationException refusal(String subject, String command, String answer) {
        return switch (code(answer)) {
            case "NOAUTH" ->
                MigrationException.refused(
                        subject,
                        "the server wants a password",
                        "set SLUICE_SOURCE_PASSWORD, or write it into the address");
            case "WRONGPASS" ->
                MigrationException.refused(
                        subject, "wrong user or password", "check the user in the address and SLUICE_SOURCE_PASSWORD");
            case "NOPERM" -> forbidden(subject, command, answer);
            case "LOADING" ->
                MigrationException.notReady(subject, "the server is still loading its data", "wait for it");
            case "MASTERDOWN" ->
                MigrationException.notReady(
                        subject,
                        "the replica has lost its primary and gives no stale data",
                        "wait, or read the primary");
            case "BUSY" -> MigrationException.notReady(subject, "the server is busy with a script", "wait for it");
            case "TRYAGAIN", "CLUSTERDOWN" -> lost(subject, answer, "wait for the server", null);
            default -> other(subject, command, answer);
        };
    }

    private static MigrationException other(String subject, String command, String answer) {
        if (isOutOfMemory(answer)) {
            return outOfMemory(subject, null);
        }
        String lower = answer.toLowerCase(Locale.ROOT);
        if (lower.contains("no password is set") || lower.contains("without any password configured")) {
            return MigrationException.refused(
                    subject, "the server has no password", "leave it out of the address and SLUICE_SOURCE_PASSWORD");
        }
        if (lower.contains("invalid password")) {
            return MigrationException.refused(
                    subject, "wrong user or password", "check the user in the address and SLUICE_SOURCE_PASSWORD");
        }
        if (isFull(answer)) {
            return lost(subject, "the server has no connection left", "free one, or use fewer --readers", null);
        }
        if (lower.startsWith("denied")) {
            return MigrationException.refused(
                    subject, "the server is in protected mode", "give it a password, or connect from its own host");
        }
        return MigrationException.failed(subject, command + " was answered: " + answer, "", null);
    }

    private static MigrationException forbidden(String subject, String command, String answer) {
        if (!isForbiddenCommand(answer)) {
            return MigrationException.failed(
                    subject,
                    "the user may not read all keys: " + command + " was refused",
                    "grant it ~*, or copy only what it may read with --match",
                    null);
        }
        return MigrationException.failed(
                subject,
                "the user has no permission for the command " + command,
                "grant it: ACL SETUSER <user> +" + command.toLowerCase(Locale.ROOT),
                null);
    }

    /** Whether the user may not run the command at all; a key that may not be read is another matter. */
    static boolean isForbiddenCommand(String answer) {
        return answer.startsWith("NOPERM") && answer.contains("command");
    }

    /** Whether the server has no connection left. */
    static boolean isFull(String answer) {
        return answer.toLowerCase(Locale.ROOT).contains("max number of clients");
    }

    static boolean isUnknownCommand(@Nullable String answer) {
        return answer != null && answer.toLowerCase(Locale.ROOT).startsWith("err unknown");
    }

    private static String code(String answer) {
        int space = answer.indexOf(' ');
        return space < 0 ? answer : answer.substring(0, space);
    }

    private static String oneLine(Throwable cause) {
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.lines().findFirst().orElse("");
    }
}
