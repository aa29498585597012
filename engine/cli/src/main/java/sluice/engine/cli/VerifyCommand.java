package sluice.engine.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sluice.engine.core.Gates;
import sluice.engine.core.Plan;
import sluice.engine.core.VerifyMode;
import sluice.engine.mapping.Mapping;
import sluice.engine.runtime.Adapters;
import sluice.engine.runtime.PlanAudit;
import sluice.protocol.MigrationException;
import sluice.protocol.RunRecord;
import sluice.protocol.SinkReader;
import sluice.protocol.SourceSettings;

/** {@code sluice verify}: compares without copying. */
@Command(
        name = "verify",
        header = "Compare without copying.",
        description = {
            "Reads SOURCE again and compares every row with SINK, without changing either. Without --db and --match it"
                    + " compares what the latest run of the sink had selected.",
            "With --plan it compares the tables that a plan filled: it carries the plan out once more beside the sink,"
                    + " which takes as long and as much room as the run did, and compares row by row, both ways."
        },
        footer = {
            "",
            "Exit codes: 0 no difference; 1 failed; 2 not begun; 3 differences.",
            "",
            "Examples:",
            "  sluice verify redis://localhost:6379/0 app.db",
            "  sluice verify dump.rdb app.db --report verified.json",
            "  sluice verify redis://localhost sessions.db --match 'session:*'",
            "  sluice verify --plan plan.yaml --report verified.json"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Endpoints endpoints;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "The plan file that filled SINK; SOURCE and SINK may stand in it.")
    private @Nullable Path planFile;

    @Mixin
    private Output output;

    VerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Foreground foreground = new Foreground(shell, output.progress(), output.reportFile(shell));
        if (planFile != null) {
            return foreground.run(new PlanAudit(Adapters.installed(), planned(planFile)));
        }
        Endpoints.Both both = endpoints.both(spec.commandLine());
        RunRecord run = latestRun(both);
        return switch (run.layout()) {
            case PlannedCopy.MAPPED -> throw needsPlan(both, run);
            case PlannedCopy.DOCUMENT ->
                foreground.run(new PlanAudit(
                        Adapters.installed(), plan(both, run, new Plan.Mapped(Mapping.document(), Gates.NONE))));
            default -> foreground.run((engine, observer) -> engine.verify(plan(both, run, null), observer));
        };
    }

    private Plan planned(Path file) {
        return PlannedCopy.read(shell, spec.commandLine(), file, endpoints, new CopyOptions())
                .plan();
    }

    private static MigrationException needsPlan(Endpoints.Both both, RunRecord run) {
        String name = Adapters.installed().sink(both.sink()).redact(both.sink());
        return MigrationException.refused(
                "cannot verify " + name,
                "run " + run.id() + " filled the tables of a plan, and only the plan tells which row comes from which"
                        + " key",
                "compare it with sluice verify --plan PLAN");
    }

    private Plan plan(Endpoints.Both both, RunRecord run, Plan.@Nullable Mapped mapped) {
        return new Plan(
                both.source(),
                both.sink(),
                mapped == null ? Plan.DEFAULT_LAYOUT : run.layout(),
                shell.sourcePassword(),
                endpoints.db == null && !addressNamesDatabase(both) ? run.db() : endpoints.db,
                endpoints.match == null ? run.match() : endpoints.match,
                Plan.DEFAULT_READERS,
                Plan.DEFAULT_BATCH_ROWS,
                Plan.DEFAULT_IN_FLIGHT_BYTES,
                0,
                VerifyMode.FULL,
                false,
                true,
                mapped);
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
