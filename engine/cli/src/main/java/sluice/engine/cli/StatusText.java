package sluice.engine.cli;

import java.time.ZoneId;
import java.util.List;
import sluice.engine.core.Plan;
import sluice.engine.core.Report.Rows;
import sluice.protocol.Checkpoint.Standing;
import sluice.protocol.RunRecord;
import sluice.protocol.Tally;

/** The status of a sink as people read it. */
final class StatusText {
    private static final int RUNS_MAX = 10;
    private static final int PARTITIONS_MAX = 32;

    private StatusText() {}

    static String of(Status status, ZoneId zone) {
        if (status.runs().isEmpty()) {
            return status.sink() + ": no run yet\n";
        }
        Tally total = status.checkpoint().total();
        return status.sink() + "\n\n"
                + runs(status, zone)
                + "\nlatest run: " + ReportText.books(Rows.of(total)) + ", " + Shown.bytes(total.bytes()) + "\n"
                + gates(status)
                + switched(status, zone)
                + partitions(status.standings())
                + rejects(status)
                + advice(status);
    }

    private static String runs(Status status, ZoneId zone) {
        Table table = new Table(true).add("run", "status", "phase", "attempts", "started", "layout", "source");
        status.runs().stream().limit(RUNS_MAX).forEach(run -> table.add(cells(run, zone)));
        int more = status.runs().size() - RUNS_MAX;
        return table.text("  ") + (more > 0 ? "  … and " + more + " older\n" : "");
    }

    private static String[] cells(RunRecord run, ZoneId zone) {
        return new String[] {
            run.id(),
            run.status(),
            Word.of(run.phase()),
            String.valueOf(run.attempts()),
            Moment.shown(run.startedAt(), zone),
            run.layout(),
            run.source()
        };
    }

    private static String gates(Status status) {
        StringBuilder text = new StringBuilder();
        status.gates().forEach(gate -> text.append(ReportText.gate(gate)).append('\n'));
        return text.toString();
    }

    private static String switched(Status status, ZoneId zone) {
        return status.switchedAt().isPresent()
                ? "switched to at " + Moment.shown(status.switchedAt().getAsLong(), zone) + "\n"
                : "";
    }

    private static String partitions(List<Standing> standings) {
        if (standings.isEmpty()) {
            return "";
        }
        Table table = new Table(true).add("partition", "read", "written", "rejected", "expired", "doubled", "state");
        for (Standing standing : standings.subList(0, Math.min(PARTITIONS_MAX, standings.size()))) {
            Tally tally = standing.tally();
            table.add(
                    standing.partition().name(),
                    Shown.count(tally.read()),
                    Shown.count(tally.written()),
                    Shown.count(tally.rejected()),
                    Shown.count(tally.expired()),
                    Shown.count(tally.doubled()),
                    standing.drained() ? "drained" : "to be read on");
        }
        int more = standings.size() - PARTITIONS_MAX;
        return "\n" + table.text("  ") + (more > 0 ? "  … and " + more + " more\n" : "");
    }

    private static String rejects(Status status) {
        if (status.rejects().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\nrejects, listed by: sluice rejects ")
                .append(status.sink())
                .append('\n');
        Table table = new Table(true);
        status.rejects().forEach(count -> table.add(Shown.count(count.rows()), count.reason()));
        return text.append(table.text("  ")).toString();
    }

    private static String advice(Status status) {
        if (!status.isUnfinished()) {
            return "";
        }
        return "\nThis run is unfinished. The command that began it resumes it:\n  " + command(status) + "\n";
    }

    /** The command that began the latest run, but for what does not change the content. */
    private static String command(Status status) {
        RunRecord run = status.runs().get(0);
        String layout = switch (run.layout()) {
            case Plan.DEFAULT_LAYOUT -> "";
            case PlannedCopy.MAPPED -> " --plan PLAN";
            default -> " --layout " + run.layout();
        };
        String db = run.db() == null ? "" : " --db " + run.db();
        String match = run.match() == null ? "" : " --match " + Word.quoted(run.match());
        return "sluice copy " + Word.quoted(run.source()) + " " + Word.quoted(status.sink()) + layout + db + match;
    }
}
