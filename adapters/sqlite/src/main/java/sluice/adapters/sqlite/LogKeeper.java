package sluice.adapters.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Moves the write-ahead log into the file beside the writer, which would wait for the disk otherwise. The log begins
 * anew only when all of it has been moved, and the writer is ahead of that as long as it writes: so when the log is
 * long, the writer moves what is left by itself. Belongs to the writer's thread.
 */
final class LogKeeper implements AutoCloseable {
    /** As much is moved at a time: few and large, since each waits for the disk. */
    private static final long STEP_BYTES = 32L << 20;

    /** How long the log may grow. */
    private static final long MOST_BYTES = 8 * STEP_BYTES;

    private final Path log;
    private final Database writing;
    private final Database beside;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("sluice-log").factory());
    private Future<?> moving = CompletableFuture.completedFuture(null);
    private long movedBytes;
    private long mostBytes = MOST_BYTES;

    LogKeeper(Path path, Database writing) throws SQLException {
        this.log = Database.beside(path, "-wal");
        this.writing = writing;
        this.beside = Database.forWriting(path);
        beside.run("PRAGMA synchronous = NORMAL");
        writing.run("PRAGMA wal_autocheckpoint = 0");
    }

    /** Called after each commit. */
    void committed() throws SQLException {
        long bytes = log.toFile().length();
        if (bytes >= mostBytes) {
            awaitMoving();
            writing.truncateLogNow();
            // A program that reads the file for long keeps the log as it is, and is not waited for.
            movedBytes = log.toFile().length();
            mostBytes = Math.max(MOST_BYTES, 2 * movedBytes);
        } else if (bytes - movedBytes >= STEP_BYTES && moving.isDone()) {
            movedBytes = bytes;
            moving = thread.submit(this::move);
        }
    }

    /** Begins to move what is in the log, so that little is left for the end. For any thread. */
    void begin() {
        thread.execute(this::move);
    }

    /** Waits for what was begun, and empties the log as far as readers let it. */
    void empty() throws SQLException {
        moving = thread.submit(() -> {});
        awaitMoving();
        writing.truncateLog();
    }

    private void move() {
        try {
            beside.run("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException e) {
            // Nothing is lost: the log stays, and the writer meets the same trouble when it comes to move it.
        }
    }

    private void awaitMoving() {
        try {
            moving.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() throws SQLException {
        thread.close();
        beside.close();
    }
}
