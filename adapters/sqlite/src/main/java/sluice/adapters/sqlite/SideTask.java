package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One statement that runs on a connection and a thread of its own. */
final class SideTask implements AutoCloseable {
    private final Database database;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sluice-index").factory());
    private final Future<?> done;

    SideTask(Path file, String sql) throws SQLException {
        this.database = Database.forWriting(file);
        this.done = thread.submit(() -> {
            Seal.sortWell(database);
            database.run("PRAGMA synchronous = NORMAL");
            database.run("PRAGMA wal_autocheckpoint = 0");
            database.run(sql);
            return database;
        });
    }

    /** Waits for its end, and throws what it threw. */
    void await() throws SQLException {
        try {
            done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    void interrupt() throws SQLException {
        database.interrupt();
    }

    @Override
    public void close() throws SQLException {
        if (!done.isDone()) {
            interrupt();
        }
        thread.close();
        database.close();
    }
}
