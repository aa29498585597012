package sluice.engine.cli;

import java.time.ZoneId;
import java.util.OptionalLong;
import sluice.protocol.Keeper.Loss;
import sluice.protocol.Keeper.Prospect;
import sluice.protocol.Phase;
import sluice.protocol.RunRecord;

/** What will be done and lost, as people read it before they agree. */
final class ProspectText {
    private ProspectText() {}

    /** @param doing the beginning of a sentence: "Rolling back" */
    static String of(String sink, String doing, Prospect prospect, boolean keep, ZoneId zone) {
        StringBuilder text = new StringBuilder(sink).append('\n');
        RunRecord run = prospect.run();
        if (run != null) {
            text.append("\n  run ").append(run(run, zone)).append('\n');
        }
        prospect.switchedAt()
                .ifPresent(at -> text.append("  switched to at ")
                        .append(Moment.shown(at, zone))
                        .append('\n'));
        text.append('\n').append(doing).append(' ').append(prospect.deed()).append(".\n");
        text.append(losses(prospect));
        prospect.remarks()
                .forEach(remark -> text.append("Note: ").append(remark).append(".\n"));
        text.append(keep ? "What is taken away is kept as a file beside it.\n" : "What is taken away is not kept.\n");
        return text.toString();
    }

    private static String run(RunRecord run, ZoneId zone) {
        String ended = run.phase() == Phase.FINISHED
                ? "ended " + Moment.shown(run.finishedAt(), zone)
                : "began " + Moment.shown(run.startedAt(), zone);
        return run.id() + " from " + run.source() + ", " + run.status() + ", " + ended;
    }

    private static String losses(Prospect prospect) {
        RunRecord run = prospect.run();
        boolean comparable = run != null
                && run.phase() == Phase.FINISHED
                && prospect.remarks().isEmpty();
        if (prospect.losses().isEmpty()) {
            return comparable ? "Since the run ended no table has gained or lost rows.\n" : "";
        }
        Table table = new Table(true).add("table", "when the run ended", "now", "since");
        prospect.losses().forEach(loss -> table.add(loss.table(), rows(loss.atEnd()), rows(loss.now()), since(loss)));
        return "What was written since the run ended may be lost with it:\n\n" + table.text("  ") + "\n";
    }

    private static String rows(OptionalLong rows) {
        return rows.isPresent() ? Shown.count(rows.getAsLong()) : "-";
    }

    private static String since(Loss loss) {
        if (loss.atEnd().isEmpty()) {
            return "new";
        }
        if (loss.now().isEmpty()) {
            return "gone";
        }
        long change = loss.now().getAsLong() - loss.atEnd().getAsLong();
        return (change > 0 ? "+" : "") + Shown.count(change);
    }
}
