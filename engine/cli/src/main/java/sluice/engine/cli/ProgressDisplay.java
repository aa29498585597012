package sluice.engine.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import sluice.engine.core.Progress;

/** Shows progress as it comes: a bar that is redrawn, or a line now and then. Safe for several threads. */
final class ProgressDisplay implements Consumer<Progress>, AutoCloseable {
    private static final long LINE_EVERY_NANOS = 5_000_000_000L;
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter err;
    private final ProgressMode mode;
    private final int columns;
    private final LongSupplier nanoTime;
    private String stage = "";
    private long shownAtNanos;
    private long stoppedAtNanos;
    private boolean waits;
    private boolean closed;

    ProgressDisplay(Shell shell, ProgressMode mode, LongSupplier nanoTime) {
        this.err = shell.err();
        this.mode = mode;
        this.columns = mode == ProgressMode.AUTO ? shell.columns() : 0;
        this.nanoTime = nanoTime;
        this.shownAtNanos = nanoTime.getAsLong();
        this.stoppedAtNanos = shownAtNanos - LINE_EVERY_NANOS;
    }

    @Override
    public synchronized void accept(Progress progress) {
        if (closed || mode == ProgressMode.NONE) {
            return;
        }
        if (columns > 0) {
            err.print(ERASE_LINE + ProgressText.bar(progress, columns));
            err.flush();
        } else if (isDue(progress)) {
            err.println(ProgressText.plain(progress));
            err.flush();
        }
    }

    /** Every few seconds, when a long run enters its next stage, and when it begins to wait, if that is not often. */
    private boolean isDue(Progress progress) {
        long now = nanoTime.getAsLong();
        boolean late = now - shownAtNanos >= LINE_EVERY_NANOS;
        boolean turned = progress.seconds() > 5 && !progress.stage().equals(stage);
        boolean stopped = !progress.waiting().isEmpty() && !waits && now - stoppedAtNanos >= LINE_EVERY_NANOS;
        boolean due = late || turned || stopped;
        if (due) {
            shownAtNanos = now;
            stage = progress.stage();
        }
        if (stopped) {
            stoppedAtNanos = now;
        }
        // What begins too soon after the last line is told as soon as it may be.
        waits = !progress.waiting().isEmpty() && (waits || due);
        return due;
    }

    /** Leaves the terminal as it was found. */
    @Override
    public synchronized void close() {
        if (!closed && columns > 0 && mode != ProgressMode.NONE) {
            err.print(ERASE_LINE);
            err.flush();
        }
        closed = true;
    }
}
