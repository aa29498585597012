package sluice.engine.cli;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.engine.runtime.Adapters;
import sluice.protocol.MigrationException;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkReader;

/** {@code sluice switched}: records that the product uses what the latest run left. */
@Command(
        name = "switched",
        header = "Record that the product now uses a sink.",
        description = {
            "Records in SINK when the product switched to it. From then on counts the time after which the source can"
                    + " be retired. Refused for a run that has not finished, was not verified, or failed a gate."
        },
        footer = {
            "",
            "Exit codes: 0 recorded; 1 failed; 2 refused.",
            "",
            "Examples:",
            "  sluice switched app.db",
            "  sluice switched app.db --at 2026-11-21T10:32:37Z"
        })
final class SwitchedCommand implements Callable<Integer> {
    private final Shell shell;

    @Parameters(paramLabel = "SINK", description = "sqlite:PATH, or a file that ends in .db, .sqlite or .sqlite3.")
    private String sink;

    @Option(names = "--at", paramLabel = "TIME", description = "When it was, as 2026-11-21T10:32:37Z (default: now).")
    private @Nullable String at;

    @Option(names = "--force", description = "Record it whatever became of the run.")
    private boolean force;

    SwitchedCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Adapters adapters = Adapters.installed();
        String name = adapters.sink(sink).redact(sink);
        long now = System.currentTimeMillis();
        long moment = at == null ? now : Moment.read(at, shell.zone()).toEpochMilli();
        RunRecord run;
        OptionalLong before;
        try (SinkReader reader = adapters.read(sink)) {
            run = reader.runs().getFirst();
            before = reader.switchedAt();
        }
        List<String> doubts = new Readiness(run, shell.zone()).doubts(moment);
        if (moment > now) {
            throw refused(name, Instant.ofEpochMilli(moment) + " has not come yet", "record it when it is done");
        }
        if (!force && !doubts.isEmpty()) {
            throw refused(name, String.join("; ", doubts), "mend that first, or add --force to record it all the same");
        }
        adapters.keeper(sink).switched(moment);
        shell.out()
                .println(name + ": switched to at " + Moment.shown(moment, shell.zone()) + ", run " + run.id()
                        + (before.isPresent()
                                ? " (before: " + Moment.shown(before.getAsLong(), shell.zone()) + ")"
                                : ""));
        doubts.forEach(doubt -> shell.out().println("Note: " + doubt + "."));
        return 0;
    }

    private static MigrationException refused(String name, String why, String hint) {
        return MigrationException.refused("cannot record the switch to " + name, why, hint);
    }
}
