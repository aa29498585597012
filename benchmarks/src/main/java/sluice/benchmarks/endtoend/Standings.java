package sluice.benchmarks.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sluice.benchmarks.endtoend.Contestant.Role;

/** The results as a table, one line a contestant. */
final class Standings {
    private final Results results;

    Standings(Results results) {
        this.results = results;
    }

    MarkdownTable table() {
        MarkdownTable table = new MarkdownTable(
                "contestant",
                "data",
                "seconds",
                "keys/s",
                "rows/s",
                "MB/s",
                "CPU s",
                "server CPU s",
                "peak MiB",
                "result MB",
                "of floor",
                "of floor in C",
                "x naive",
                "x pipelined",
                "x batch");
        results.contestants().forEach(contestant -> table.add(line(contestant)));
        return table;
    }

    private List<String> line(Contestant contestant) {
        List<String> cells = new ArrayList<>();
        cells.add(contestant.name());
        cells.add(contestant.data().toString());
        cells.add(Figures.spread(results.seconds(contestant)));
        boolean copies = results.spread(contestant, Run::sqlRows).min() > 0;
        cells.add(copies ? Figures.count(results.keysPerSecond(contestant)) : "");
        cells.add(copies ? Figures.count(results.rowsPerSecond(contestant)) : "");
        cells.add(copies ? Figures.plain(results.megabytesPerSecond(contestant)) : "");
        cells.add(Figures.plain(results.spread(contestant, Run::cpuSeconds).median()));
        cells.add(
                contestant.live()
                        ? Figures.plain(results.spread(contestant, Run::serverCpuSeconds)
                                .median())
                        : "");
        boolean holdsAll = isFloor(contestant.role());
        cells.add(
                holdsAll
                        ? ""
                        : Figures.count(results.spread(contestant, Run::peakMib).max()));
        cells.add(Figures.count(results.spread(contestant, Run::resultBytes).median() / 1e6));
        for (Role role :
                List.of(Role.FLOOR_JAVA, Role.FLOOR_C, Role.NAIVE_SCRIPT, Role.PIPELINED_SCRIPT, Role.BATCH_TOOL)) {
            cells.add(ratio(contestant, role)
                    .map(spread -> Figures.plain(spread.median()))
                    .orElse(""));
        }
        return cells;
    }

    /**
     * The speed of a contestant over that of the fastest in a role, where the two did the same: floors hold a row an
     * element, as Sluice does, and scripts read a server.
     */
    Optional<Spread> ratio(Contestant contestant, Role role) {
        boolean comparable =
                isFloor(role) ? contestant.role() == Role.SLUICE || isFloor(contestant.role()) : contestant.live();
        return comparable
                ? results.fastest(role, contestant.data()).map(other -> results.timesTheSpeed(contestant, other))
                : Optional.empty();
    }

    private static boolean isFloor(Role role) {
        return role == Role.FLOOR_JAVA || role == Role.FLOOR_C;
    }
}
