package sluice.engine.runtime;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Runs blocking steps side by side on an executor, so many at a time as it has room for. */
record Parallel(Executor executor, int width) {
    /** The results in the order of the steps; the first fault is thrown as it was when all have ended. */
    <T> List<T> all(List<Supplier<T>> steps) {
        List<CompletableFuture<T>> running = steps.stream()
                .map(step -> CompletableFuture.supplyAsync(step, executor))
                .toList();
        try {
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
        return running.stream().map(CompletableFuture::join).toList();
    }
}
