package sluice.adapters.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log moves into the file while the writer goes on. */
class LogKeeperTest {
    private static final long MIB = 1 << 20;
    private static final long SOON_NANOS = 30_000_000_000L;

    /** How long a connection waits for a lock. */
    private static final long WAIT_NANOS = 5_000_000_000L;

    @TempDir
    private Path folder;

    @Test
    void theLogMovesWhileTheWriterGoesOn() throws SQLException {
        Path file = folder.resolve("t.db");
        try (Database writing = open(file);
                LogKeeper keeper = new LogKeeper(file, writing)) {
            write(writing, keeper, 40);

            awaitBytes(file, 32 * MIB);
        }
    }

    @Test
    void theLogDoesNotGrowForever() throws SQLException {
        Path file = folder.resolve("t.db");
        try (Database writing = open(file);
                LogKeeper keeper = new LogKeeper(file, writing)) {
            write(writing, keeper, 300);

            assertThat(Database.beside(file, "-wal").toFile().length()).isLessThan(64 * MIB);
            assertThat(file.toFile().length()).isGreaterThan(200 * MIB);
        }
        assertThat(SqlFile.query(file, "SELECT count(*) FROM t")).containsExactly("300");
    }

    @Test
    void aReaderThatHoldsTheLogStopsNobody() throws SQLException {
        Path file = folder.resolve("t.db");
        try (Database writing = open(file);
                LogKeeper keeper = new LogKeeper(file, writing);
                Database reading = Database.forReading(file)) {
            reading.run("BEGIN");
            reading.number("SELECT count(*) FROM t");
            long longest = write(writing, keeper, 300);
            reading.commit();

            assertThat(longest).as("nanoseconds of the longest commit").isLessThan(WAIT_NANOS);
        }
        assertThat(SqlFile.query(file, "SELECT count(*) FROM t")).containsExactly("300");
    }

    private static Database open(Path file) throws SQLException {
        Database database = Database.forWriting(file);
        database.run("PRAGMA page_size = 8192");
        database.run("PRAGMA journal_mode = WAL");
        database.run("CREATE TABLE t(value)");
        return database;
    }

    /** Gives the nanoseconds that the longest look after a commit took. */
    private static long write(Database database, LogKeeper keeper, int rows) throws SQLException {
        long longest = 0;
        for (int i = 0; i < rows; i++) {
            database.run("INSERT INTO t VALUES (zeroblob(" + MIB + "))");
            long begun = System.nanoTime();
            keeper.committed();
            longest = Math.max(longest, System.nanoTime() - begun);
        }
        return longest;
    }

    private static void awaitBytes(Path file, long bytes) {
        long deadline = System.nanoTime() + SOON_NANOS;
        while (file.toFile().length() < bytes && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(file.toFile().length()).isGreaterThanOrEqualTo(bytes);
    }
}
