package sluice.engine.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sluice.engine.core.Plan;
import sluice.engine.core.VerifyMode;
import sluice.engine.runtime.Adapters;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkReader;
import sluice.protocol.SourceSettings;

/** {@code sluice verify}: compares without copying. */
@Command(
        name = "verify",
        header = "Compare without copying.",
        description = {
            "Reads SOURCE again and compares every row with SINK, without changing either. Without --db and --match it"
                    + " compares what the latest run of the sink had selected."
        },
        footer = {
            "",
            "Exit codes: 0 no difference; 1 failed; 2 not begun; 3 differences.",
            "",
            "Examples:",
            "  sluice verify redis://localhost:6379/0 app.db",
            "  sluice verify dump.rdb app.db --report verified.json",
            "  sluice verify redis://localhost sessions.db --match 'session:*'"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Endpoints endpoints;

    @Mixin
    private Output output;

    VerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return new Foreground(shell, output.progress(), output.reportFile(shell))
                .run((engine, observer) -> engine.verify(plan(), observer));
    }

    private Plan plan() {
        Endpoints.Both both = endpoints.both(spec.commandLine());
        RunRecord run = latestRun(both);
        return new Plan(
                both.source(),
                both.sink(),
                Plan.DEFAULT_LAYOUT,
                shell.sourcePassword(),
                endpoints.db == null && !addressNamesDatabase(both) ? run.db() : endpoints.db,
                endpoints.match == null ? run.match() : endpoints.match,
                Plan.DEFAULT_READERS,
                Plan.DEFAULT_BATCH_ROWS,
                Plan.DEFAULT_IN_FLIGHT_BYTES,
                0,
                VerifyMode.FULL,
                false);
    }

    private static RunRecord latestRun(Endpoints.Both both) {
        try (SinkReader sink = Adapters.installed().read(both.sink())) {
            return sink.runs().getFirst();
        }
    }

    /** An address with a database of its own is not overruled by what an earlier command had selected. */
    private static boolean addressNamesDatabase(Endpoints.Both both) {
        SourceSettings settings = new SourceSettings(both.source(), null, null, null, 1, 1, 0);
        return Adapters.installed().source(both.source()).database(settings) != 0;
    }
}
