package sluice.engine.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sluice.engine.core.Plan;
import sluice.engine.core.VerifyMode;
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
            "  sluice copy redis://localhost app.db --rate 20000 --report run.json --progress plain"
        })
final class CopyCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Endpoints endpoints;

    @Option(
            names = "--layout",
            paramLabel = "native|redka",
            defaultValue = Plan.DEFAULT_LAYOUT,
            description = "How keys become SQL rows (default: ${DEFAULT-VALUE}).")
    private Layout layout;

    @Option(
            names = "--readers",
            paramLabel = "N",
            defaultValue = "" + Plan.DEFAULT_READERS,
            description = "Most readers at a time (default: ${DEFAULT-VALUE}).")
    private int readers;

    @Option(
            names = "--batch-rows",
            paramLabel = "N",
            defaultValue = "" + Plan.DEFAULT_BATCH_ROWS,
            description =
                    "Most rows in a batch, and most elements in a slice of a big key (default: ${DEFAULT-VALUE}).")
    private int batchRows;

    @Option(
            names = "--in-flight",
            paramLabel = "BYTES",
            converter = ByteCount.class,
            defaultValue = "" + Plan.DEFAULT_IN_FLIGHT_BYTES,
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "Most bytes between the readers and the last commit, as 64MiB or 67108864 (default: 32MiB).")
    private long inFlight;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "At most N rows a second (default: as fast as it goes).")
    private long rate;

    @Option(
            names = "--verify",
            paramLabel = "none|sample|full",
            defaultValue = "sample",
            description = "How much to compare in the end (default: ${DEFAULT-VALUE}).")
    private VerifyMode verify;

    @Option(
            names = "--fresh",
            description = "Forget a run that stands in SINK, finished or not, with its tables, and start over.")
    private boolean fresh;

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
        Plan plan = plan();
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

    private Plan plan() {
        try {
            return new Plan(
                    endpoints.source,
                    endpoints.sink,
                    layout.toString(),
                    shell.sourcePassword(),
                    endpoints.db,
                    endpoints.match,
                    readers,
                    batchRows,
                    inFlight,
                    rate,
                    verify,
                    fresh);
        } catch (IllegalArgumentException outOfBounds) {
            throw new ParameterException(spec.commandLine(), outOfBounds.getMessage());
        }
    }
}
