package sluice.engine.cli;

import java.net.URI;
import java.util.List;
import java.util.Set;
import sluice.engine.core.Keyspaces;
import sluice.engine.core.Report;
import sluice.engine.core.Report.Named;

/** What stands in the way of retiring a source, and how to do it when nothing does. */
final class RetirementText {
    private static final int NAMED_MAX = 20;
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private final Report report;
    private final StringBuilder text = new StringBuilder();

    RetirementText(Report report) {
        this.report = report;
    }

    /** Whether the source holds something that the sink does not. */
    boolean isLeftOver() {
        Report.Verified verified = report.verification();
        return verified.missing() + verified.changed() > 0;
    }

    String leftOver() {
        line("");
        line("What is left over in " + report.source());
        line("");
        Report.Verified verified = report.verification();
        line("  new          " + Shown.count(verified.missing(), "row") + " not in " + report.sink());
        line("  changed      " + Shown.count(verified.changed(), "row") + " with other content in the source");
        line("  only in sink " + Shown.count(verified.extra(), "row")
                + ": written there since, or gone from the source");
        list(verified.differences());
        writeUnmapped();
        return taken();
    }

    private void list(List<Named> differences) {
        differences.stream().limit(NAMED_MAX).forEach(named -> line("    " + named.nature() + "  " + place(named)));
        if (differences.size() > NAMED_MAX) {
            line("    … and more; --report FILE lists up to a thousand of them");
        }
    }

    private static String place(Named named) {
        String row = named.table() == null ? "" : named.table() + " " + named.row();
        String columns = named.columns() == null || named.columns().isEmpty()
                ? ""
                : " (" + String.join(", ", named.columns()) + ")";
        return (named.key().isEmpty() ? row : named.key() + (row.isEmpty() ? "" : ", " + row)) + columns;
    }

    /** What the plan did not bring over, as the run counted it. */
    private void writeUnmapped() {
        for (Keyspaces.Count count : report.keyspaces()) {
            boolean unmatched = count.name().equals("(unmatched)") && count.read() > 0;
            long ignored = count.ignored() == null ? 0 : count.ignored();
            if (unmatched) {
                line("  unmapped     " + Shown.count(count.read(), "key") + " matched no keyspace of the plan; "
                        + Shown.count(count.written()) + " of them in the sink as they were");
            }
            if (ignored > 0) {
                line("  ignored      " + Shown.count(ignored, "key") + " of " + count.name() + ", as the plan says");
            }
            if (count.rejected() > 0) {
                line("  rejected     " + Shown.count(count.rejected(), "key") + " of " + count.name()
                        + ": sluice rejects " + report.sink());
            }
        }
    }

    /** The exact commands. */
    String commands() {
        line("");
        line("Everything else is in " + report.sink() + ". To retire the source:");
        line("");
        if (report.source().startsWith("rdb:")) {
            line("  mv " + report.source().substring(4) + " SOMEWHERE-SAFE");
            return taken();
        }
        String client = client(report.source());
        line("  # a last copy, to keep");
        line("  " + client + " --rdb before-retirement.rdb");
        line("  # who still uses it? nobody should");
        line("  " + client + " CLIENT LIST");
        line("  # this ends the whole server, with all its databases");
        line("  " + client + " SHUTDOWN SAVE");
        if (isLocal(report.source())) {
            line("  sudo systemctl disable --now redis-server");
        } else {
            line("  # on its own machine: sudo systemctl disable --now redis-server");
        }
        line("");
        line("  A password goes into the environment variable REDISCLI_AUTH.");
        return taken();
    }

    private static String client(String source) {
        if (source.startsWith("redis-socket://")) {
            return "redis-cli -s " + source.substring("redis-socket://".length());
        }
        return "redis-cli -u " + source + (source.startsWith("rediss:") ? " --tls" : "");
    }

    private static boolean isLocal(String source) {
        if (source.startsWith("redis-socket://")) {
            return true;
        }
        try {
            String host = URI.create(source).getHost();
            return host != null && LOCAL.contains(host);
        } catch (IllegalArgumentException odd) {
            return false;
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private String taken() {
        String all = text.toString();
        text.setLength(0);
        return all;
    }
}
