package sluice.adapters.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Whether a file that nobody has open is a database and undamaged. */
final class Soundness {
    private Soundness() {}

    /** The first thing that is wrong with it; empty when it is sound. Reads the whole file. */
    static String flaw(Path file) {
        if (Database.beside(file, "-wal").toFile().length() > 0) {
            return "somebody wrote to it: a log lies beside it";
        }
        if (Files.exists(Database.beside(file, "-journal"))) {
            return "somebody wrote to it: a journal lies beside it";
        }
        if (file.toFile().length() == 0) {
            return "it is empty";
        }
        try (Database database = Database.asItLies(file)) {
            return flaw(database);
        } catch (SQLException e) {
            return Faults.reason(e);
        }
    }

    /** The first thing that is wrong with an open file; throws where SQLite cannot say. */
    static String flaw(Database database) throws SQLException {
        List<String> findings;
        try {
            findings = Census.texts(database, "PRAGMA integrity_check(1)");
        } catch (SQLException e) {
            if (!Faults.isCorruption(e)) {
                throw e;
            }
            return Faults.reason(e);
        }
        return findings.equals(List.of("ok")) ? "" : String.join("; ", findings).replaceAll("\\s+", " ");
    }
}
