package sluice.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something a user should know and can act upon: what failed, with which values, why, and what to do. The message is
 * one line, or one for each of several reasons, and never holds a secret.
 */
public final class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Fault fault;
    private final String subject;
    private final String why;
    private final String hint;
    private final List<String> lines;

    private MigrationException(Fault fault, String subject, String why, String hint, @Nullable Throwable cause) {
        this(fault, subject, why, hint, List.of(subject + ": " + why + (hint.isEmpty() ? "" : "; " + hint)), cause);
    }

    private MigrationException(
            Fault fault, String subject, String why, String hint, List<String> lines, @Nullable Throwable cause) {
        super(String.join("\n", lines), cause);
        this.lines = List.copyOf(lines);
        this.fault = fault;
        this.subject = subject;
        this.why = why;
        this.hint = hint;
    }

    /** The command cannot be carried out as it stands; nothing was changed. */
    public static MigrationException refused(String subject, String why, String hint) {
        return new MigrationException(Fault.REFUSED, subject, why, hint, null);
    }

    /** The same for several reasons at once, each a line that names its place. */
    public static MigrationException refused(List<String> lines) {
        return new MigrationException(Fault.REFUSED, lines.getFirst(), String.join("\n", lines), "", lines, null);
    }

    /** Trying again by itself may succeed: a connection was lost, a server is busy. */
    public static MigrationException transientFault(
            String subject, String why, String hint, @Nullable Throwable cause) {
        return new MigrationException(Fault.TRANSIENT, subject, why, hint, cause);
    }

    /** What was asked answers and says that it will be ready later: worth waiting for longer than for silence. */
    public static MigrationException notReady(String subject, String why, String hint) {
        return new MigrationException(Fault.NOT_READY, subject, why, hint, null);
    }

    /** Somebody has to act; what is durable stays, and the run can be resumed. */
    public static MigrationException failed(String subject, String why, String hint, @Nullable Throwable cause) {
        return new MigrationException(Fault.FATAL, subject, why, hint, cause);
    }

    /** The same fault told from further out: the new subject stands before the old message's reason. */
    public MigrationException within(String outer) {
        return new MigrationException(fault, outer, why, hint, this);
    }

    public Fault fault() {
        return fault;
    }

    /** What failed, with its values: "cannot read partition 3 of redis://localhost:6379/0 after 12,400 rows". */
    public String subject() {
        return subject;
    }

    public String why() {
        return why;
    }

    /** What to print: one line, or one for each reason. */
    public List<String> lines() {
        return lines;
    }

    /** What to do; empty when there is nothing to advise. */
    public String hint() {
        return hint;
    }

    /** What a fault means for the run. */
    public enum Fault {
        REFUSED,
        TRANSIENT,
        NOT_READY,
        FATAL;

        /** Whether trying again by itself may succeed. */
        public boolean mayPass() {
            return this == TRANSIENT || this == NOT_READY;
        }
    }
}
