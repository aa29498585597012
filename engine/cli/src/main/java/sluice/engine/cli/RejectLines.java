package sluice.engine.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sluice.protocol.Bytes;
import sluice.protocol.Reject;

/** Prints one line for each reject, however many slices it comes in. Close it to see the last one. */
final class RejectLines implements Consumer<Reject>, AutoCloseable {
    private final PrintWriter out;
    private final long rowsMax;
    private @Nullable Reject open;
    private long openBytes;
    private long rows;

    RejectLines(PrintWriter out, long rowsMax) {
        this.out = out;
        this.rowsMax = rowsMax;
    }

    @Override
    public void accept(Reject slice) {
        if (slice.part() == 0) {
            flush();
            open = slice;
        }
        byte[] payload = slice.payload();
        openBytes += payload == null ? 0 : payload.length;
    }

    private void flush() {
        Reject reject = open;
        if (reject != null && ++rows <= rowsMax) {
            out.println(String.join(
                    "\t",
                    Bytes.show(reject.key().name()),
                    reject.kind().word(),
                    "db " + reject.key().db(),
                    reject.origin(),
                    Shown.bytes(openBytes),
                    reject.reason()));
        }
        open = null;
        openBytes = 0;
    }

    @Override
    public void close() {
        flush();
        if (rows > rowsMax) {
            out.println("… and " + Shown.count(rows - rowsMax) + " more");
        }
        out.flush();
    }
}
