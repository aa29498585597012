package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import sluice.protocol.MigrationException;

/** What SQLite's errors mean to the person who has to act. */
final class Faults {
    private static final int PRIMARY = 0xff;
    private static final String RESTORE = "restore it, or copy again with --fresh into another file";
    private static final String RESUME = "run the same command to resume";

    private Faults() {}

    /** Work on a connection, whose errors become {@link MigrationException}s. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Does the work; the subject is told only if it fails, and then also who else uses the file. */
    static <T> T guarded(String subject, Path file, Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw told(subject, file, e);
        }
    }

    /** True when only the row is to blame: another one may succeed. */
    static boolean isOfRow(SQLException e) {
        return switch (primary(e)) {
            case SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH -> true;
            default -> false;
        };
    }

    /**
     * True when an expression may have failed on the row: a check, an index, a computed column or a trigger does not
     * take every value. Preparing a statement fails in the same way: the caller has to know that it can be prepared.
     */
    static boolean isOfExpression(SQLException e) {
        return primary(e) == SQLiteErrorCode.SQLITE_ERROR;
    }

    static boolean isConstraint(SQLException e) {
        return primary(e) == SQLiteErrorCode.SQLITE_CONSTRAINT;
    }

    static boolean isCorruption(SQLException e) {
        return primary(e) == SQLiteErrorCode.SQLITE_CORRUPT;
    }

    /** True when the file cannot be made sense of, or not be read where it lies: it is none of the surroundings. */
    static boolean isDamage(SQLException e) {
        if (e instanceof DamagedTableException) {
            return true;
        }
        boolean unreadable = e instanceof SQLiteException told
                && switch (told.getResultCode()) {
                    case SQLITE_IOERR_SHORT_READ, SQLITE_IOERR_READ, SQLITE_IOERR_CORRUPTFS -> true;
                    default -> false;
                };
        return unreadable
                || switch (primary(e)) {
                    case SQLITE_CORRUPT, SQLITE_NOTADB -> true;
                    default -> false;
                };
    }

    static String reason(SQLException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }

    /** What SQLite says itself, without the driver's words around it. */
    static String detail(SQLException e) {
        String reason = reason(e);
        int from = reason.indexOf(" (");
        return from > 0 && reason.endsWith(")") ? reason.substring(from + 2, reason.length() - 1) : reason;
    }

    static MigrationException told(String subject, Path file, SQLException e) {
        if (e instanceof DamagedTableException || reason(e).contains("no such table")) {
            return MigrationException.failed(subject, reason(e), RESTORE, e);
        }
        if (e instanceof SQLiteException told && told.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ) {
            return MigrationException.failed(subject, "the file is damaged: it ends too early", RESTORE, e);
        }
        return switch (primary(e)) {
            case SQLITE_FULL ->
                MigrationException.failed(
                        subject,
                        "the disk is full",
                        "free some space beside it (to seal it, also where temporary files go: SQLITE_TMPDIR, TMPDIR or"
                                + " /var/tmp), then " + RESUME,
                        e);
            case SQLITE_BUSY, SQLITE_LOCKED ->
                MigrationException.transientFault(
                        subject,
                        "another program has locked the file" + by(file),
                        "close that program, then " + RESUME,
                        e);
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
                MigrationException.failed(
                        subject, "the file or its folder cannot be written", "make it writable, then " + RESUME, e);
            case SQLITE_CORRUPT ->
                MigrationException.failed(subject, "the file is damaged (" + reason(e) + ")", RESTORE, e);
            case SQLITE_NOTADB ->
                MigrationException.refused(
                        subject,
                        "it is not a SQLite file, or its header is damaged",
                        "restore it, or choose another file name");
            case SQLITE_CANTOPEN ->
                MigrationException.failed(
                        subject,
                        "a file cannot be opened (" + reason(e) + ")",
                        "check the folder, and how many files may be open at a time (ulimit -n), then " + RESUME,
                        e);
            case SQLITE_IOERR, SQLITE_PROTOCOL ->
                MigrationException.failed(
                        subject,
                        "the disk does not do as told (" + reason(e) + ")",
                        "check the disk, and how large a file may become (ulimit -f), then " + RESUME,
                        e);
            case SQLITE_INTERRUPT -> MigrationException.failed(subject, "it was interrupted", RESUME, e);
            default -> MigrationException.failed(subject, reason(e), RESUME, e);
        };
    }

    private static String by(Path file) {
        String holders = Holders.of(file);
        return holders.isEmpty() ? "" : "; " + holders + " has it open";
    }

    private static SQLiteErrorCode primary(SQLException e) {
        return e instanceof SQLiteException
                ? SQLiteErrorCode.getErrorCode(e.getErrorCode() & PRIMARY)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }
}
