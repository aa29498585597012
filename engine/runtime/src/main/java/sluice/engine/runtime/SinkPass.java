package sluice.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import sluice.engine.core.Ledger;
import sluice.engine.core.RowDigest;
import sluice.engine.core.RowDigester;
import sluice.protocol.SinkReader;
import sluice.protocol.SinkReader.Addresses;

/** Reads a whole sink, or a part of it, for its digests. */
final class SinkPass {
    private SinkPass() {}

    /** What stands in a part of a sink. */
    record Result(Ledger ledger, long rows) {
        static Result none() {
            return new Result(new Ledger(), 0);
        }

        Result plus(Result other) {
            Ledger sum = new Ledger();
            sum.addAll(ledger);
            sum.addAll(other.ledger);
            return new Result(sum, rows + other.rows);
        }
    }

    /** Cuts a range into parts of about the same width. */
    static List<Addresses> split(Addresses all, int parts) {
        List<Addresses> ranges = new ArrayList<>();
        long width = Math.max(1, (all.last() - all.first() + parts) / parts);
        for (long first = all.first(); first <= all.last(); first += width) {
            ranges.add(new Addresses(first, Math.min(all.last(), first + width - 1)));
        }
        return ranges;
    }

    static Result ledger(SinkReader sink, Addresses range, Runnable checkCancelled) {
        Ledger ledger = new Ledger();
        long[] rows = new long[1];
        digests(sink, range, row -> {
            if ((rows[0]++ & 0xfff) == 0) {
                checkCancelled.run();
            }
            ledger.add(row);
        });
        return new Result(ledger, rows[0]);
    }

    /** Gives the digest of each row; its origin is the row's address. */
    static void digests(SinkReader sink, Addresses range, Consumer<RowDigest> digests) {
        RowDigester digester = new RowDigester();
        sink.scan(range, row -> {
            RowDigest digest = digester.add(row);
            if (digest != null) {
                digests.accept(digest);
            }
        });
    }
}
