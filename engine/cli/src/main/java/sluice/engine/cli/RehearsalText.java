package sluice.engine.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Estimate;
import sluice.engine.core.Keyspaces;
import sluice.engine.core.Report;
import sluice.engine.core.Settlement;
import sluice.engine.runtime.Rehearsal;
import sluice.protocol.Check;
import sluice.protocol.Reject;

/** A rehearsal as people read it. */
final class RehearsalText {
    private static final int EXAMPLES_MAX = 3;

    private final Rehearsal.Outcome outcome;
    private final Report report;
    private final StringBuilder text = new StringBuilder();

    private RehearsalText(Rehearsal.Outcome outcome) {
        this.outcome = outcome;
        this.report = outcome.report();
    }

    /** What was looked at before anything was tried. */
    static String of(List<Check> checks) {
        Table table = new Table(true);
        for (Check check : checks) {
            table.add(mark(check.verdict()), check.name(), check.told());
        }
        return "\nBefore the run\n" + table.text("  ");
    }

    private static String mark(Check.Verdict verdict) {
        return switch (verdict) {
            case GOOD -> "ok";
            case DOUBTFUL -> "look";
            case BAD -> "NO";
        };
    }

    static String of(Rehearsal.Outcome outcome) {
        return new RehearsalText(outcome).write();
    }

    private String write() {
        line("");
        line(headline());
        line("");
        text.append(keyspaces().text("  "));
        writeExamples();
        report.gates()
                .forEach(gate -> line("  gate " + gate.name() + ": " + Shown.count(gate.count())
                        + (isWhole()
                                ? ", "
                                : " in the sample, about " + Shown.count(Math.round(gate.count() * factor()))
                                        + " in all; ")
                        + (gate.passed() ? "within " : "more than ") + gate.limit()));
        report.notes().forEach(note -> line("  note: " + note));
        if (isFinished()) {
            writeEstimate();
        } else {
            line("");
            line("The trial did not come to its end, so there is no estimate.");
        }
        return text.toString();
    }

    private boolean isWhole() {
        return outcome.isWhole();
    }

    /** What failed or was stopped says nothing of how long a run takes. */
    private boolean isFinished() {
        return !report.status().equals("failed") && !report.status().equals("stopped");
    }

    private String headline() {
        String tried = Shown.count(report.rows().read(), "key");
        return isWhole()
                ? "All " + tried + " were tried; nothing was written to " + outcome.sink()
                : tried + " of " + (outcome.estimate().rowsAreExact() ? "" : "about ")
                        + Shown.count(outcome.estimate().rows()) + " were tried; collisions and orphans show in full"
                        + " only with --all";
    }

    private Table keyspaces() {
        Table table = new Table(false)
                .add(
                        "keyspace",
                        "sampled",
                        "in all",
                        "expired",
                        "written",
                        "rejected",
                        "collided",
                        "orphaned",
                        "ignored");
        double factor = factor();
        for (Keyspaces.Count count : report.keyspaces()) {
            long total = Math.round((count.read() + orZero(count.ignored())) * factor);
            table.add(
                    count.name(),
                    Shown.count(count.read()),
                    (isWhole() ? "" : "~") + Shown.count(total),
                    Shown.count(orZero(count.expired())),
                    Shown.count(count.written()),
                    Shown.count(count.rejected()),
                    Shown.count(orZero(count.collided())),
                    Shown.count(orZero(count.orphaned())),
                    Shown.count(orZero(count.ignored())));
        }
        return table;
    }

    /** How many keys there are for each that was found. */
    private double factor() {
        long found = report.rows().read()
                + report.keyspaces().stream()
                        .mapToLong(count -> orZero(count.ignored()))
                        .sum();
        return found == 0 ? 1 : (double) outcome.estimate().rows() / found;
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }

    private void writeExamples() {
        line("");
        Map<String, List<String>> rejects = new LinkedHashMap<>();
        for (Reject reject : outcome.rejects()) {
            rejects.computeIfAbsent(reject.reason(), reason -> new ArrayList<>())
                    .add(reject.key().toString());
        }
        rejects.forEach((reason, keys) -> line("  rejected, " + reason + ": " + some(keys)));
        report.collisions().stream().limit(EXAMPLES_MAX).forEach(one -> line("  collided, " + told(one)));
        report.orphans().stream().limit(EXAMPLES_MAX).forEach(one -> line("  orphaned, " + told(one)));
    }

    private static String told(Settlement.Settled one) {
        return one.key() + ": " + one.how();
    }

    private static String some(List<String> keys) {
        String first = String.join(", ", keys.subList(0, Math.min(EXAMPLES_MAX, keys.size())));
        return keys.size() > EXAMPLES_MAX ? first + " and " + Shown.count(keys.size() - EXAMPLES_MAX) + " more" : first;
    }

    private void writeEstimate() {
        Estimate estimate = outcome.estimate();
        line("");
        line("The run");
        line("  time    " + range(estimate.seconds(), Shown::duration) + ", verification "
                + report.verification().mode());
        line("  sink    " + range(estimate.sinkBytes(), bytes -> Shown.bytes(Math.round(bytes))) + " more");
        line("  disk    " + range(estimate.diskBytes(), bytes -> Shown.bytes(Math.round(bytes))) + " while it runs"
                + (outcome.freeBytes() < 0 ? "" : ", of " + Shown.bytes(outcome.freeBytes()) + " free"));
        line("  memory  " + range(outcome.memoryBytes(), bytes -> Shown.bytes(Math.round(bytes))));
        if (outcome.isTooTight()) {
            line("  there is NOT enough room: free some, or move the sink to another disk");
        }
    }

    private static String range(Estimate.Range range, DoubleFunction<String> shown) {
        String least = shown.apply(range.least());
        String most = shown.apply(range.most());
        return least.equals(most) ? least : least + " to " + most;
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
