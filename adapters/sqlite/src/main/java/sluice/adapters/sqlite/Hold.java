package sluice.adapters.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import sluice.protocol.MigrationException;

/**
 * Keeps every other program out of a file while it is exchanged: its log is folded in, and nobody can read or write it.
 * Refused while another program has it open. A file that SQLite cannot make sense of can be held by nobody, and is
 * exchanged as it lies.
 */
final class Hold {
    private final @Nullable Database database;
    private final boolean hadLog;

    private Hold(@Nullable Database database, boolean hadLog) {
        this.database = database;
        this.hadLog = hadLog;
    }

    static Hold on(Path file, String subject) {
        if (!Files.exists(file)) {
            return new Hold(null, false);
        }
        String holders = Holders.of(file);
        if (!holders.isEmpty()) {
            throw inUse(subject, holders + " has it open");
        }
        Database opened = null;
        boolean held = false;
        try {
            opened = Database.forWriting(file);
            boolean hadLog = foldLogIn(opened, subject);
            opened.run("BEGIN EXCLUSIVE");
            held = true;
            return new Hold(opened, hadLog);
        } catch (SQLException e) {
            if (isLocked(e)) {
                throw inUse(subject, "another program uses it");
            }
            if (!Faults.isDamage(e)) {
                throw Faults.told(subject, file, e);
            }
            return new Hold(null, false);
        } finally {
            if (!held && opened != null) {
                close(opened);
            }
        }
    }

    private static boolean foldLogIn(Database opened, String subject) throws SQLException {
        if (!"wal".equals(opened.text("PRAGMA journal_mode"))) {
            return false;
        }
        if (!"delete".equals(opened.text("PRAGMA journal_mode = DELETE"))) {
            throw inUse(subject, "another program uses it");
        }
        return true;
    }

    private static boolean isLocked(SQLException e) {
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
        return code == SQLiteErrorCode.SQLITE_BUSY || code == SQLiteErrorCode.SQLITE_LOCKED;
    }

    private static MigrationException inUse(String subject, String why) {
        return MigrationException.refused(subject, why, "end every program that uses the file, then try again");
    }

    /** Lets go of the file, which is called so by now; null where it has no name any more. */
    void release(@Nullable Path name) {
        if (database == null) {
            return;
        }
        close(database);
        if (hadLog && name != null) {
            giveLogBack(name);
        }
    }

    private static void close(Database opened) {
        try (opened) {
            opened.run("ROLLBACK");
        } catch (SQLException alreadyOver) {
            // Nothing was written in it.
        }
    }

    private static void giveLogBack(Path file) {
        try (Database kept = Database.forWriting(file)) {
            kept.run("PRAGMA journal_mode = WAL");
        } catch (SQLException asItIs) {
            // It works as well without; the mode was only kept for courtesy.
        }
    }
}
