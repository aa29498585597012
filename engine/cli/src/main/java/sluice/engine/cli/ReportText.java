package sluice.engine.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sluice.engine.core.Gates;
import sluice.engine.core.Keyspaces;
import sluice.engine.core.Report;
import sluice.engine.core.Report.Rows;
import sluice.engine.core.Report.Verified;
import sluice.engine.core.Settlement;

/** A report as people read it. */
final class ReportText {
    private static final int KEYSPACES_MAX = 20;
    private static final int DIFFERENCES_MAX = 10;
    private static final int SETTLED_MAX = 20;

    private final Report report;
    private final StringBuilder text = new StringBuilder();

    private ReportText(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        return new ReportText(report).write();
    }

    private String write() {
        line("");
        line(headline());
        line("");
        fact("rows", books(report.rows()));
        fact("size", size());
        fact("verification", verification(report.verification()));
        if (!report.seal().integrity().isEmpty()) {
            fact(
                    "sealed",
                    "in " + Shown.duration(report.seal().seconds()) + ", integrity "
                            + report.seal().integrity());
        }
        fact("run", run());
        writeKeyspaces();
        writeSettled("collisions", report.collisions());
        writeSettled("orphans", report.orphans());
        writeGates();
        writeDifferences();
        writeNotes();
        writeAdvice();
        return text.toString();
    }

    private String headline() {
        return switch (report.status()) {
                    case "verified", "copied" -> done();
                    case "differences" -> "Done, with differences: ";
                    case "stopped" -> "Stopped: ";
                    case "failed" -> "Failed: ";
                    default -> report.status() + ": ";
                }
                + report.source() + " to " + report.sink() + " (layout " + report.layout() + ")";
    }

    private String done() {
        if (!report.passesGates()) {
            return "Done, but not good enough: ";
        }
        if (report.status().equals("copied")) {
            return "Done, not verified: ";
        }
        return report.rows().rejected() > 0 ? "Done, with rejects: " : "Done and verified: ";
    }

    /** The books as one sum. */
    static String books(Rows rows) {
        return Shown.count(rows.read()) + " read = " + Shown.count(rows.written()) + " written + "
                + Shown.count(rows.rejected()) + " rejected + " + Shown.count(rows.expired()) + " expired + "
                + Shown.count(rows.doubled()) + " doubled";
    }

    private String size() {
        long rate = Math.round(report.rowsPerSecond());
        return Shown.bytes(report.bytes()) + " in " + Shown.duration(report.seconds())
                + (rate == 0 ? "" : ", " + Shown.count(rate) + " rows/s");
    }

    private static String verification(Verified verified) {
        StringBuilder told = new StringBuilder(verified.statement());
        if (verified.expired() > 0) {
            told.append("; ").append(Shown.count(verified.expired())).append(" expired since");
        }
        if (verified.moved() > 0) {
            told.append("; ").append(Shown.count(verified.moved())).append(" changed in the source since");
        }
        return told.toString();
    }

    private String run() {
        return report.run() + ", " + Shown.count(report.attempts(), "attempt") + (report.resumed() ? ", resumed" : "");
    }

    private void writeKeyspaces() {
        List<Keyspaces.Count> all = report.keyspaces();
        if (all.isEmpty()) {
            return;
        }
        boolean ofPlan = all.getFirst().ignored() != null;
        List<Keyspaces.Count> shown =
                ofPlan ? all : all.stream().limit(KEYSPACES_MAX).toList();
        line("");
        text.append((ofPlan ? planned(shown) : simple(shown)).text("  "));
        if (all.size() > shown.size()) {
            line("  … and " + (all.size() - shown.size()) + " more");
        }
    }

    private static Table simple(List<Keyspaces.Count> counts) {
        Table table = new Table(false).add("keyspace", "read", "written", "rejected");
        counts.forEach(count -> table.add(
                count.name(), Shown.count(count.read()), Shown.count(count.written()), Shown.count(count.rejected())));
        return table;
    }

    private static Table planned(List<Keyspaces.Count> counts) {
        Table table = new Table(false)
                .add("keyspace", "read", "expired", "written", "rejected", "collided", "orphaned", "ignored");
        counts.forEach(count -> table.add(
                count.name(),
                Shown.count(count.read()),
                orZero(count.expired()),
                Shown.count(count.written()),
                Shown.count(count.rejected()),
                orZero(count.collided()),
                orZero(count.orphaned()),
                orZero(count.ignored())));
        return table;
    }

    private static String orZero(@Nullable Long count) {
        return Shown.count(count == null ? 0 : count);
    }

    private void writeSettled(String what, List<Settlement.Settled> settled) {
        if (settled.isEmpty()) {
            return;
        }
        line("");
        line("  " + what + ":");
        settled.stream()
                .limit(SETTLED_MAX)
                .forEach(one ->
                        line("    " + one.key() + (one.db() == 0 ? "" : " (db " + one.db() + ")") + ": " + one.how()));
        if (settled.size() > SETTLED_MAX) {
            line("    … and more; --report FILE lists up to a thousand of them");
        }
    }

    private void writeGates() {
        if (report.gates().isEmpty()) {
            return;
        }
        line("");
        report.gates().forEach(gate -> line("  " + gate(gate)));
    }

    /** How a limit was kept, in one line. */
    static String gate(Gates.Outcome gate) {
        return "gate " + gate.name() + ": " + Shown.count(gate.count()) + ", "
                + (gate.passed() ? "within " : "more than ") + gate.limit() + (gate.passed() ? "" : ": FAILED");
    }

    private void writeDifferences() {
        Verified verified = report.verification();
        long differing = verified.missing() + verified.extra() + verified.changed();
        if (differing == 0) {
            return;
        }
        line("");
        line("  differences: " + Shown.count(verified.missing()) + " missing, " + Shown.count(verified.extra())
                + " extra, " + Shown.count(verified.changed()) + " changed");
        verified.differences().stream()
                .limit(DIFFERENCES_MAX)
                .forEach(named -> line(String.format("    %-8s %s", named.nature(), nameOf(named))));
        if (differing > DIFFERENCES_MAX) {
            line("    … and " + Shown.count(differing - DIFFERENCES_MAX) + " more"
                    + "; --report FILE lists up to a thousand of them");
        }
    }

    private static String nameOf(Report.Named named) {
        String key = named.key() + (named.db() == 0 ? "" : " (db " + named.db() + ")");
        return named.table() == null ? key : placeOf(named, key);
    }

    private static String placeOf(Report.Named named, String key) {
        StringBuilder place = new StringBuilder(named.table()).append(": ");
        place.append(named.row() == null || named.row().isEmpty() ? "the table itself" : named.row());
        if (named.columns() != null && !named.columns().isEmpty()) {
            place.append("; ").append(named.nature().equals("changed") ? "differs in " : "without ");
            place.append(String.join(", ", named.columns()));
        }
        return place + (key.isEmpty() ? "" : " (key " + key + ")");
    }

    private void writeNotes() {
        if (!report.notes().isEmpty()) {
            line("");
            report.notes().forEach(note -> line("  note: " + note));
        }
    }

    private void writeAdvice() {
        if (report.rows().rejected() > 0) {
            line("");
            line("  " + Shown.count(report.rows().rejected(), "row")
                    + " could not be written; list them with: sluice rejects " + report.sink());
        }
        if (!report.error().isEmpty()) {
            line("");
            line("  error: " + report.error());
        }
        if (isUnfinished() && !report.error().contains("run the same command")) {
            line("");
            line("  What was committed is kept; run the same command to resume.");
        }
    }

    private boolean isUnfinished() {
        return report.status().equals("stopped") || report.status().equals("failed");
    }

    private void fact(String name, String value) {
        line(String.format("  %-13s %s", name, value));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
