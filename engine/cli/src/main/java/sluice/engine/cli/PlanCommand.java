package sluice.engine.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sluice.engine.core.Plan;
import sluice.engine.runtime.Adapters;
import sluice.engine.runtime.Rehearsal;
import sluice.protocol.Check;

/** {@code sluice plan}: the rehearsal of a plan. */
@Command(
        name = "plan",
        header = "Rehearse a plan: check both ends, try a sample, estimate.",
        description = {
            "Reaches both ends of the plan, checks what could stop a run, copies a sample through the whole engine into"
                    + " a stand-in for the sink that is removed afterwards, and tells what would become of the keys,"
                    + " how long the run would take and how much room it needs. Writes nothing to the sink."
        },
        footer = {
            "",
            "Exit codes: 0 a run may begin; 1 the rehearsal failed; 2 a run would be refused, or the plan is wrong; 3"
                    + " a run would end with rejects, differences or a failed gate.",
            "",
            "Examples:",
            "  sluice plan plan.yaml",
            "  sluice plan plan.yaml --all",
            "  sluice plan plan.yaml --sample 50000 --source dump.rdb"
        })
final class PlanCommand implements Callable<Integer> {
    private static final int REFUSED = 2;
    private static final int NOT_GOOD = 3;
    private static final long SAMPLE_DEFAULT = 200_000;

    private final Shell shell;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PlanArguments arguments;

    @Mixin
    private CopyOptions options;

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "Try N keys (default: " + SAMPLE_DEFAULT + "); collisions and orphans show in full only where"
                    + " all keys are tried.")
    private long sample = SAMPLE_DEFAULT;

    @Option(names = "--all", description = "Try all keys; takes as long as the run.")
    private boolean all;

    @Mixin
    private Output output;

    PlanCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (sample < 1) {
            throw new ParameterException(spec.commandLine(), "--sample is " + sample + ", and must be at least 1");
        }
        Plan plan = PlannedCopy.read(shell, spec.commandLine(), arguments.file, arguments.endpoints(), options)
                .plan();
        Rehearsal rehearsal =
                new Rehearsal(Adapters.installed(), plan, all ? Long.MAX_VALUE / 2 : sample, sinceStart());
        List<Check> checks = rehearsal.checks();
        shell.out().print(RehearsalText.of(checks));
        shell.out().flush();
        if (checks.stream().anyMatch(check -> check.verdict() == Check.Verdict.BAD)) {
            shell.error("a run would be refused; see above");
            return REFUSED;
        }
        return tell(sampled(rehearsal));
    }

    /** How long this process has been there: a run needs as long before it begins. */
    private static Duration sinceStart() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .filter(since -> since.compareTo(Duration.ofSeconds(10)) < 0)
                .orElse(Duration.ofMillis(500));
    }

    private Rehearsal.Outcome sampled(Rehearsal rehearsal) {
        Logging.begin();
        shell.interruption().stopsBy(rehearsal::stop);
        try (ProgressDisplay display = new ProgressDisplay(shell, output.progress(), System::nanoTime)) {
            return rehearsal.run(display);
        } finally {
            shell.interruption().stopsBy(null);
        }
    }

    private int tell(Rehearsal.Outcome outcome) {
        ReportFile file = output.reportFile(shell);
        shell.out().print(RehearsalText.of(outcome));
        shell.out().flush();
        if (!outcome.report().error().isEmpty()) {
            shell.error(outcome.report().error());
        }
        if (file != null) {
            file.write(outcome.report(), RehearsalJson.of(outcome));
        }
        int code = shell.interruption().exitCode(outcome.report());
        return code == 0 && outcome.isTooTight() ? NOT_GOOD : code;
    }
}
