package sluice.benchmarks.floor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * {@code Floor ROWS RDB DATABASE} reads an RDB file into memory, then appends its rows, so many with a statement, and
 * indexes them, and says how long each took. {@code Floor ROWS RDB --flat FILE} writes the rows down for the floor in
 * C. One thread.
 */
public final class Floor {
    private Floor() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        int rows = Integer.parseInt(arguments[0]);
        if (arguments[2].equals("--flat")) {
            FlatFile.write(HeldRows.of(arguments[1], rows).groups(), Path.of(arguments[3]));
        } else {
            load(rows, arguments[1], Path.of(arguments[2]));
        }
    }

    private static void load(int rowsPerStatement, String rdb, Path database) throws SQLException {
        Moment begun = Moment.now();
        HeldRows rows = HeldRows.of(rdb, rowsPerStatement);
        // What the rows left behind is not the loader's to clear away.
        System.gc();
        Moment held = Moment.now();
        Moment landed;
        try (Loader loader = new Loader(database)) {
            loader.land(rows.groups());
            landed = Moment.now();
            loader.index();
        }
        Moment indexed = Moment.now();
        double end = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) / 1e6;
        System.out.printf(
                Locale.ROOT,
                "{\"keys\": %d, \"sqlRows\": %d, \"held\": %.6f, \"heldCpu\": %.6f, \"land\": %.6f, \"index\": %.6f,"
                        + " \"end\": %.6f}%n",
                rows.keys(),
                rows.sqlRows(),
                held.secondsSince(begun),
                held.cpuSince(begun),
                landed.secondsSince(held),
                indexed.secondsSince(landed),
                end);
    }

    /** An instant, and how much processor time the process has had until then. */
    private record Moment(long nanos, long cpuNanos) {
        static Moment now() {
            return new Moment(System.nanoTime(), cpu());
        }

        private static long cpu() {
            return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                    ? system.getProcessCpuTime()
                    : 0;
        }

        double secondsSince(Moment earlier) {
            return (nanos - earlier.nanos) / 1e9;
        }

        double cpuSince(Moment earlier) {
            return (cpuNanos - earlier.cpuNanos) / 1e9;
        }
    }
}
