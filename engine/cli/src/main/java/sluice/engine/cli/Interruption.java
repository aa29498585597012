package sluice.engine.cli;

import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Report;

/**
 * A wish from outside that the process should end. The first one stops what is running in a clean way; a second one, or
 * the first one when nothing is running, ends the process at once. Safe for several threads.
 */
final class Interruption {
    /** What shells add to a signal's number. */
    private static final int SIGNALLED = 128;

    /** How long a clean stop may take: the last commit and the actors' goodbyes. */
    private static final int STOP_SECONDS_MAX = 60;

    private final PrintWriter err;
    private final IntConsumer halt;
    private int signal;
    private @Nullable Runnable stop;

    Interruption(PrintWriter err, IntConsumer halt) {
        this.err = err;
        this.halt = halt;
    }

    /** An interruption by SIGINT, SIGTERM or SIGHUP. */
    static Interruption bySignals(PrintWriter err) {
        Interruption interruption = new Interruption(err, Runtime.getRuntime()::halt);
        Signals.handle(interruption::arrived);
        return interruption;
    }

    /** While something runs that can be stopped; null when it has ended. */
    synchronized void stopsBy(@Nullable Runnable newStop) {
        stop = newStop;
        if (stop != null && signal > 0) {
            stop.run();
        }
    }

    void arrived(int number) {
        Runnable first = take(number);
        if (first == null) {
            halt.accept(SIGNALLED + number);
            return;
        }
        err.println();
        err.println("sluice: stopping after a clean commit; once more to stop at once");
        CompletableFuture.delayedExecutor(STOP_SECONDS_MAX, TimeUnit.SECONDS)
                .execute(() -> halt.accept(SIGNALLED + number));
        first.run();
    }

    /** What is to be stopped, once. */
    private synchronized @Nullable Runnable take(int number) {
        if (signal > 0) {
            return null;
        }
        signal = number;
        return stop;
    }

    /** What the process says to its shell when it stopped for a signal; 0 when there was none. */
    synchronized int exitCode() {
        return signal > 0 ? SIGNALLED + signal : 0;
    }

    /** What the process says to its shell: the signal where it stopped the run, otherwise what the report says. */
    synchronized int exitCode(Report report) {
        return signal > 0 && report.status().equals("stopped") ? SIGNALLED + signal : report.exitCode();
    }
}
