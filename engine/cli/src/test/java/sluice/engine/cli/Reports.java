package sluice.engine.cli;

import java.util.List;
import java.util.Map;
import sluice.engine.core.Keyspaces;
import sluice.engine.core.Report;
import sluice.engine.core.Report.Latency;
import sluice.engine.core.Report.Named;
import sluice.engine.core.Report.Rows;
import sluice.engine.core.Report.Seal;
import sluice.engine.core.Report.Verified;

/** Reports to be printed. */
final class Reports {
    private Reports() {}

    static Report verified() {
        return of("verified", new Rows(40_123, 40_100, 0, 20, 3), List.of(), "");
    }

    static Report with(String status, String error) {
        return of(status, new Rows(40_123, 40_100, 0, 20, 3), List.of(), error);
    }

    static Report differing() {
        List<Named> named = List.of(
                new Named("user:17", 0, "changed"), new Named("user:18", 3, "missing"), new Named("x", 0, "extra"));
        return of("differences", new Rows(40_123, 40_099, 1, 20, 3), named, "");
    }

    private static Report of(String status, Rows rows, List<Named> named, String error) {
        return new Report(
                "7f2c01",
                status,
                "redis://localhost:6379/0",
                "sqlite:app.db",
                "native",
                2,
                true,
                1.4,
                rows,
                12L << 20,
                28_660,
                List.of(new Keyspaces.Count("user:*", 20_000, 20_000, 0), new Keyspaces.Count("*", 123, 100, 0)),
                List.of(),
                Map.of("read", new Latency(1, 2)),
                new Verified(
                        "full",
                        40_100,
                        named.isEmpty() ? 0 : 1,
                        named.isEmpty() ? 0 : 1,
                        named.isEmpty() ? 0 : 1,
                        0,
                        0,
                        "every row was compared: " + named.size() + " of 40,100 differ",
                        named),
                new Seal(0.21, "ok"),
                List.of(),
                List.of(),
                List.of(),
                List.of("the server was busy"),
                error);
    }
}
