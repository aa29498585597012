package sluice.engine.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sluice.engine.core.Plan;
import sluice.engine.runtime.MetricsEndpoint;

/** {@code sluice copy}: runs or resumes a migration. */
@Command(
        name = "copy",
        header = "Run or resume a migration.",
        description = {
            "Copies everything from SOURCE into SINK, or goes on where an unfinished run of the same source and layout"
                    + " stopped. The source is only ever read."
        },
        footer = {
            "",
            "Exit codes: 0 done, and verified as asked; 1 failed, the same command resumes; 2 not begun: usage, plan"
                    + " or preflight; 3 done, but with rejects or differences; 130 and 143 stopped by a signal after a"
                    + " clean commit, the same command resumes.",
            "",
            "Examples:",
            "  sluice copy redis://localhost:6379/0 app.db",
            "  sluice copy dump.rdb app.db --verify full",
            "  SLUICE_SOURCE_PASSWORD=… sluice copy rediss://app@cache:6380 app.db --db all",
            "  sluice copy redis://localhost sessions.db --match 'session:*' --layout redka",
            "  sluice copy --plan plan.yaml",
            "  sluice copy redis://localhost app.db --rate 20000 --report run.json --progress plain"
        })
final class CopyCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Endpoints endpoints;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "A plan file, which maps keys to tables; SOURCE and SINK may stand in it.")
    private @Nullable Path planFile;

    @Mixin
    private CopyOptions options;

    @Option(
            names = "--metrics-port",
            paramLabel = "P",
            description = "Let Prometheus scrape metrics from this port (default: off).")
    private @Nullable Integer metricsPort;

    @Mixin
    private Output output;

    CopyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Plan plan = planFile == null
                ? options.plan(shell, spec.commandLine(), endpoints)
                : PlannedCopy.read(shell, spec.commandLine(), planFile, endpoints, options)
                        .plan();
        if (metricsPort == null) {
            return run(plan);
        }
        MetricsEndpoint endpoint = MetricsEndpoint.open(metricsPort);
        try {
            return run(plan);
        } finally {
            endpoint.close();
        }
    }

    private int run(Plan plan) {
        return new Foreground(shell, output.progress(), output.reportFile(shell))
                .run((engine, observer) -> engine.copy(plan, observer));
    }
}
